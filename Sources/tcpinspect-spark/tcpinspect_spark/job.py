"""The job: its stages, on the driver."""

import json
import os
import shutil
import sys
import tempfile
import time
import uuid

from . import tasks
from .arguments import tracking_options
from .captures import MissingInput, groups, list_captures


def say(text):
    """Writes a line on standard error."""
    print(f"tcpinspect-spark: {text}", file=sys.stderr, flush=True)


def start(options):
    """Starts Spark, or finds the context that spark-submit started."""
    from pyspark import SparkConf, SparkContext

    conf = SparkConf().setAppName(f"tcpinspect {options.subcommand}")
    defaults = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
    if options.master:
        conf.setMaster(options.master)
        if options.master.startswith("local"):
            defaults |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    for key, value in defaults.items():
        conf.setIfMissing(key, value)
    for setting in options.conf:
        conf.set(*setting.split("=", 1))
    if not conf.contains("spark.master"):
        conf.setMaster("local[*]")
    context = SparkContext.getOrCreate(conf)
    context.setLogLevel("OFF" if options.master and options.master.startswith("local[") else "ERROR")
    return context


def ship(context, options, folder):
    """Ships this package and the program to the executors; returns the program's name there."""
    package = os.path.dirname(os.path.abspath(__file__))
    archive = shutil.make_archive(
        os.path.join(folder, "tcpinspect_spark"), "zip", os.path.dirname(package), os.path.basename(package))
    context.addPyFile(archive)
    # A name of its own: the executors' folder is shared.
    name = f"tcpinspect-{uuid.uuid4().hex[:8]}"
    copy = os.path.join(folder, name)
    shutil.copy(options.tcpinspect, copy)
    os.chmod(copy, 0o755)
    context.addFile(copy)
    return name


class Output:
    """The folder that is written: under another name until it is complete."""

    def __init__(self, context, path):
        self.context = context
        self.path = path
        self.attempt = f"{path.rstrip('/')}.attempt-{uuid.uuid4().hex[:8]}"

    def system(self, path):
        """Hadoop's file system of a path, and the path for it."""
        hadoop = self.context._jvm.org.apache.hadoop.fs
        path = hadoop.Path(path)
        return path.getFileSystem(self.context._jsc.hadoopConfiguration()), path

    def exists(self):
        """Whether somebody has written it already."""
        system, path = self.system(self.path)
        return system.exists(path)

    def write_text(self, name, text):
        """Writes a small file into it."""
        system, path = self.system(f"{self.attempt}/{name}")
        stream = system.create(path)
        stream.write(bytearray(text.encode()))
        stream.close()

    def complete(self):
        """Gives it its name; false if another job was faster."""
        system, attempt = self.system(self.attempt)
        _, path = self.system(self.path)
        if system.exists(path) or not system.rename(attempt, path):
            self.discard()
            return False
        return True

    def discard(self):
        """Removes what was written."""
        system, attempt = self.system(self.attempt)
        system.delete(attempt, True)


class Job:
    """One job over an archive."""

    def __init__(self, context, options, folder):
        self.context = context
        self.options = options
        self.output = Output(context, options.output)
        self.buckets = 1 if options.subcommand == "flood" else options.buckets
        self.parts = options.parts or min(max(2 * context.defaultParallelism, 4), 256)
        self.settings = {
            "program": ship(context, options, folder),
            "subcommand": options.subcommand,
            "buckets": self.buckets,
            "join_udp": options.join_udp and self.buckets > 1,
            "parts": self.parts,
            "options": tracking_options(options),
        }
        self.began = time.monotonic()

    def tell(self, stage, text):
        """Says what a stage did, and how long it took."""
        now = time.monotonic()
        say(f"{stage}: {text}, {now - self.began:.1f} s")
        self.began = now

    def run(self):
        """Runs all stages; returns the exit status."""
        options = self.options
        captures = list_captures(self.context, options.input)
        if not captures:
            say(f"{' '.join(options.input)}: no captures")
            return 1
        if self.output.exists():
            say(f"{options.output}: exists; remove it, or name another folder")
            return 1
        pieces = self.partitioned(captures)
        if options.subcommand == "flood":
            errors, texts, limited = self.flood(pieces)
        else:
            errors, texts, limited = self.tracked(pieces, captures)
        if limited and options.strict:
            say("limits left something out, and --strict was given: nothing was written")
            return 1
        self.save(texts)
        return self.finish(errors)

    def partitioned(self, captures):
        """The parts of all captures by bucket."""
        context, settings = self.context, self.settings
        local = [capture for capture in captures if capture.is_local]
        # Those that no task can lend are rows in the table of errors, as all that cannot be read.
        large = [one for one in captures if not one.is_local and one.size > tasks.LARGEST_REMOTE]
        remote = {one.place: one for one in captures if not one.is_local and one.size <= tasks.LARGEST_REMOTE}
        tuples = groups(local + large, context.defaultParallelism)
        rdd = context.parallelize(tuples, max(len(tuples), 1)).flatMap(lambda group: [(one, None) for one in group])
        if remote:
            files = context.binaryFiles(",".join(remote), len(groups(list(remote.values()), context.defaultParallelism)))
            rdd = rdd.union(files.map(lambda entry: (remote[entry[0]], entry[1])))
        return rdd.mapPartitions(tasks.partition(settings)).partitionBy(self.buckets, lambda bucket: bucket)

    def tracked(self, pieces, captures):
        """Follows all buckets; returns the errors, the texts of all slices, and whether a limit was reached."""
        from pyspark import StorageLevel

        results = pieces.mapPartitionsWithIndex(tasks.track(self.settings)).persist(StorageLevel.DISK_ONLY)
        told = results.filter(lambda entry: entry[0] != "slice").collect()
        errors = [content for kind, content in told if kind == "error"]
        summaries = [json.loads(content) for kind, content in told if kind == "summary"]
        connections = sum(summary["connections"] for summary in summaries)
        packets = max((summary["archivePackets"] for summary in summaries), default=0)
        size = sum(capture.size for capture in captures)
        self.tell("partition and track", f"{len(captures)} captures, {size} bytes, {packets} packets, "
                  f"{connections} connections in {self.buckets} buckets")
        movable = sum(summary["movableConnections"] for summary in summaries)
        if movable and self.buckets > 1:
            say(f"{movable} UDP flows may be QUIC that moved between addresses, which is not recognised over buckets: "
                "--join-udp keeps all UDP in one")
        limited = [summary for summary in summaries if summary["notes"]]
        peak, limit = sum(summary["peak"] for summary in summaries), max((one["limit"] for one in summaries), default=0)
        if peak > limit and self.buckets > 1 and not limited:
            say(f"{peak} connections may have been open at a time, and one process keeps {limit}: it may evict some, and "
                "differ")
        for summary in limited:
            say(f"bucket {summary['bucket']}: {', '.join(summary['notes'])}: records may differ from those of one process")
        texts = (
            results.filter(lambda entry: entry[0] == "slice").map(lambda entry: entry[1])
            .partitionBy(self.parts, lambda part: part).mapPartitionsWithIndex(tasks.write(self.settings)))
        return errors, texts, bool(limited)

    def flood(self, pieces):
        """Runs the one detector; returns the errors and its alerts."""
        from pyspark import StorageLevel

        if self.options.buckets > 1:
            say("flood has one detector for all packets: one bucket is used")
        results = pieces.mapPartitionsWithIndex(tasks.flood(self.settings)).persist(StorageLevel.DISK_ONLY)
        errors = [content for _, content in results.filter(lambda entry: entry[0] == "error").collect()]
        self.tell("partition and detect", "one bucket")
        return errors, results.filter(lambda entry: entry[0] == "text").map(lambda entry: entry[1]), False

    def save(self, texts):
        """Writes the records into the attempt folder."""
        if self.options.format == "ndjson":
            texts.saveAsTextFile(self.output.attempt)
        else:
            from pyspark.sql import SparkSession

            session = SparkSession(self.context)
            rows = texts.flatMap(lambda text: text.split("\n"))
            # Decimals keep all digits of a time; doubles would not.
            session.read.option("prefersDecimal", "true").json(rows).write.parquet(self.output.attempt)
        self.tell("write", f"{self.options.output}")

    def finish(self, errors):
        """Writes the table of errors (with a name that readers of the folder pass over), and completes the output; returns the exit status."""
        errors.sort()
        for _, name, error in errors:
            say(error if error.startswith(name) else f"{name}: {error}")
        if errors:
            rows = [json.dumps({"file": name, "error": error}) + "\n" for _, name, error in errors]
            self.output.write_text("_errors.ndjson", "".join(rows))
        if not self.output.complete():
            say(f"{self.options.output}: another job wrote it meanwhile")
            return 1
        return 1 if errors else 0


def run(options):
    """Runs a job; returns the exit status."""
    with tempfile.TemporaryDirectory(prefix="tcpinspect-") as folder:
        context = start(options)
        job = None
        try:
            job = Job(context, options, folder)
            return job.run()
        except MissingInput as error:
            say(error)
            return 1
        except Exception as error:  # The reason is in the middle of hundreds of lines of two languages.
            say(reason(error))
            if os.environ.get("TCPINSPECT_SPARK_TRACE"):
                raise
            if job:
                job.output.discard()
            return 1
        finally:
            context.stop()


def reason(error):
    """One line of an error of Spark."""
    lines = [line.strip() for line in str(error).splitlines()]
    for line in lines:
        if "Failed: " in line:
            return "a task failed: " + line.split("Failed: ", 1)[1]
    for line in lines:
        if line.startswith(("org.apache.spark", "java.", "Caused by")) or "Exception" in line or "Error" in line:
            return line[:500]
    return (lines[0] if lines else type(error).__name__)[:500]
