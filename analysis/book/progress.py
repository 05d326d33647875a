"""Progress of a build, one line at a time, on standard error."""

import sys


def say(text):
    """One line of progress."""
    print(text, file=sys.stderr, flush=True)
