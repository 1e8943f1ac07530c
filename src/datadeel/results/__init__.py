"""Results folders: how they are written, guarded and read again, whatever they hold.

``folder``: guard, writing aside, tables, the manifest last. ``manifest``: what made a result, and the digest.
``parquet``: tables of many rows, as they come. ``lock``: one at a time. ``reader``: a folder as it is read again. What
is in a folder is known to those who call these.
"""
