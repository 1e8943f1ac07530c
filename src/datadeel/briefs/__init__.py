"""The policy brief: results in, a document out that can be handed in, in every language of the catalogues.

``evidence`` sorts results by what they can tell, ``cases`` reads policies from them, ``answer`` writes the claims
that their intervals bear out; ``message``, ``pictures`` and ``annexes`` are the sections, ``compose`` joins them to a
``document``, and ``render`` writes that as HTML or PDF.
"""
