"""Data frames in, figures out."""
