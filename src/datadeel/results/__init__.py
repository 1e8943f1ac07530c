"""Results folders: how they are written, guarded and read again."""
