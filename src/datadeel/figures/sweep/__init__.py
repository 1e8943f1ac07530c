"""Figures of a sweep, chosen by what varied: heat maps, lines, dots or scattered samples.

- ``design`` reads from the table of points what varied and on which side (levers or uncertainties);
- ``figures`` chooses what suits that, one module draws each family: ``heat``, ``lines``, ``samples`` and ``dots``;
- ``panels`` lays out what is on no axis, and ``settings`` puts names of settings in words.
"""
