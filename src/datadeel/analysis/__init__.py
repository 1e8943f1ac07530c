"""Data frames in, data frames out."""
