"""``python -m datadeel.cli``: the command ``datadeel`` where it is not on the path."""

from datadeel.cli import main

main()
