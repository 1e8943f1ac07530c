"""Figures of a sweep, chosen by what varied: heat maps, lines, dots or scattered samples."""
