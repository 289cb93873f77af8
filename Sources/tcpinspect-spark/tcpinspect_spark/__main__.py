"""`python3 -m tcpinspect_spark`, and the command tcpinspect-spark."""

import sys

from .arguments import parse


def main():
    """Runs the command line of this process."""
    options = parse(sys.argv[1:])
    try:
        from .job import run, say

        import pyspark  # noqa: F401
    except ImportError:
        print("tcpinspect-spark: pyspark is not installed: pip install 'pyspark>=3.5,<5'", file=sys.stderr)
        return 1
    try:
        return run(options)
    except KeyboardInterrupt:
        say("interrupted; nothing was written")
        return 130


if __name__ == "__main__":
    sys.exit(main())
