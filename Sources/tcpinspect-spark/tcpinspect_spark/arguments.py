"""The command line."""

import argparse
import os
import shutil
import sys

SUBCOMMANDS = ["connections", "states", "events", "congestion", "flood"]
MOST_BUCKETS = 4096


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line and exit status 64, as tcpinspect's."""

    def error(self, message):
        print(f"tcpinspect-spark: {message}", file=sys.stderr)
        sys.exit(64)


def parse(words):
    """The options of a command line."""
    parser = Parser(
        prog="tcpinspect-spark",
        description="Writes the records of one tcpinspect process over all captures, by a Spark job.",
        epilog="Exit status: 0 done; 1 a file could not be read whole, a limit left something out with --strict, or "
        "the job failed; 64 wrong usage.",
    )
    parser.add_argument("subcommand", choices=SUBCOMMANDS)
    parser.add_argument("--master", help="where it runs: local[*], spark://HOST:PORT, yarn, k8s://HOST:PORT")
    parser.add_argument("--input", nargs="+", required=True, metavar="PATH",
                        help="captures and folders of captures, in the order in which they are read; a folder's in the "
                        "order of their names")
    parser.add_argument("--output", required=True, metavar="PATH", help="the folder to write, which must not exist")
    parser.add_argument("--format", choices=["ndjson", "parquet"], default="ndjson")
    parser.add_argument("--buckets", type=int, default=16, metavar="COUNT",
                        help="divide connections into so many tasks, 16 by default")
    parser.add_argument("--parts", type=int, metavar="COUNT",
                        help="write so many files; by default twice as many as tasks run at the same time")
    parser.add_argument("--tcpinspect", metavar="PATH",
                        help="the program; by default what TCPINSPECT names, or else that in PATH")
    parser.add_argument("--strict", action="store_true", help="fail if a limit left something out")
    parser.add_argument("--conf", action="append", default=[], metavar="KEY=VALUE", help="a setting of Spark")
    parser.add_argument("-K", dest="ignores_checksums", action="store_true", help="do not verify checksums")
    parser.add_argument("--ignore-vlan", action="store_true")
    parser.add_argument("--close-delay", type=float, metavar="SECONDS")
    parser.add_argument("--idle-timeout", type=float, metavar="SECONDS")
    parser.add_argument("--join-udp", action="store_true",
                        help="put all UDP into one bucket: QUIC connections are one, whatever of their addresses change")
    parser.add_argument("--max-connections", type=int, metavar="COUNT", help="of each bucket")
    parser.add_argument("--seed", type=int, metavar="NUMBER", help="for flood")
    options = parser.parse_args(words)
    check(parser, options)
    return options


def check(parser, options):
    """Checks what can be checked before Spark starts, which takes seconds."""
    if not 1 <= options.buckets <= MOST_BUCKETS:
        parser.error(f"--buckets {options.buckets}: a number from 1 to {MOST_BUCKETS} is needed")
    if options.parts is not None and not 1 <= options.parts <= 65536:
        parser.error(f"--parts {options.parts}: a number from 1 to 65536 is needed")
    for setting in options.conf:
        if "=" not in setting:
            parser.error(f"--conf {setting}: must be KEY=VALUE")
    named = options.tcpinspect or os.environ.get("TCPINSPECT")
    program = shutil.which(named or "tcpinspect")
    if program is None:
        parser.error(f"{named or 'tcpinspect'}: no such program; name it by --tcpinspect or TCPINSPECT")
    options.tcpinspect = os.path.realpath(program)


def tracking_options(options):
    """The options of `tcpinspect track`."""
    if options.subcommand == "flood":
        return [] if options.seed is None else ["--seed", str(options.seed)]
    words = ["-K"] if options.ignores_checksums else []
    if options.ignore_vlan:
        words.append("--ignore-vlan")
    for name in ["close_delay", "idle_timeout", "max_connections"]:
        value = getattr(options, name)
        if value is not None:
            words += ["--" + name.replace("_", "-"), str(value)]
    return words
