"""`python -m signpost` is the command line."""

from signpost.cli import main

main()
