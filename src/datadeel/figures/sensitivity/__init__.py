"""What a sensitivity analysis found: which factors move outcomes, when, together with which, and how sure that is.

Tables are those of ``analysis.sensitivity``, of one scenario and policy. Outcomes are drawn in their order. Where a
column ``change`` is true throughout, they are about the difference with the baseline policy, and said to be.
"""
