"""`python -m contentlint`: the same as the contentlint command."""

import sys

from contentlint.cli import main

if __name__ == "__main__":
    sys.exit(main())
