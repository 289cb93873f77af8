"""tcpinspect-spark against one process over the same files: run by run-spark."""

import glob
import json
import os
import random
import shutil
import signal
import struct
import subprocess
import tempfile
import threading
import unittest

from tcpinspect_spark.arguments import parse
from tcpinspect_spark.job import run

PROGRAM = os.environ["TCPINSPECT"]
FIXTURES = os.path.join(os.path.dirname(__file__), "../../Fixtures")


def records(path):
    """The header and the records of a little-endian pcap file."""
    data = read(path)
    at, found = 24, []
    while at + 16 <= len(data):
        size = struct.unpack("<I", data[at + 8:at + 12])[0]
        found.append(data[at:at + 16 + size])
        at += 16 + size
    return data[:24], found


def read(path):
    """The bytes of a file."""
    with open(path, "rb") as file:
        return file.read()


def cut(folder, names, count, overlapping, seed):
    """Deals the packets of fixtures out to files: cut at random places, or as capture points that overlap in time."""
    numbers = random.Random(seed)
    os.mkdir(folder)
    for number, name in enumerate(names):
        header, packets = records(os.path.join(FIXTURES, name))
        edges = sorted(numbers.sample(range(1, len(packets)), min(count - 1, len(packets) - 1)))
        parts = [[] for _ in range(len(edges) + 1)]
        for index, packet in enumerate(packets):
            place = numbers.randrange(len(parts)) if overlapping else sum(edge <= index for edge in edges)
            parts[place].append(packet)
        for index, part in enumerate(parts):
            with open(os.path.join(folder, f"part {number} {index:03}.pcap"), "wb") as file:
                file.write(header + b"".join(part))


class SparkTests(unittest.TestCase):
    """Each test has a folder of its own, whose name has spaces and quotation marks."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="spark 'test\" ")
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.captures = os.path.join(self.folder, "captures")
        self.outputs = 0

    def expected(self, subcommand, options=()):
        """What one process writes, and its exit status."""
        files = sorted(glob.glob(glob.escape(self.captures) + "/*"))
        words = [word for file in files for word in ("-r", file)]
        done = subprocess.run([PROGRAM, subcommand, "--format", "ndjson", *options, *words], capture_output=True)
        return done.stdout, done.returncode

    def job(self, subcommand, *options, master="local[2]", buckets=5):
        """What the job writes, its exit status, and its folder."""
        self.outputs += 1
        output = os.path.join(self.folder, f"output {self.outputs}")
        words = [subcommand, "--master", master, "--input", self.captures, "--output", output, "--buckets", str(buckets)]
        status = run(parse([*words, *options]))
        parts = sorted(glob.glob(glob.escape(output) + "/part-*"))
        return b"".join(map(read, parts)), status, output

    def test_records_of_all_subcommands_are_those_of_one_process(self):
        names = ["fragments.pcap", "icmp-errors.pcap", "ports.pcap", "quic-rebinding.pcap", "tunnels.pcap"]
        cut(self.captures, names, 7, overlapping=True, seed=1)
        for subcommand in ["connections", "states", "events", "congestion"]:
            with self.subTest(subcommand):
                text, status, _ = self.job(subcommand)
                self.assertEqual((text, status), self.expected(subcommand))
                self.assertTrue(text)

    def test_alerts_are_those_of_one_process(self):
        cut(self.captures, ["syn-flood.pcap", "port-scan.pcap"], 3, overlapping=False, seed=2)
        text, status, _ = self.job("flood", "--seed", "7")
        self.assertEqual((text, status), self.expected("flood", ["--seed", "7"]))
        self.assertIn(b"syn-flood", text)

    def test_a_file_that_cannot_be_read_is_an_error_and_the_job_goes_on(self):
        cut(self.captures, ["ports.pcap"], 4, overlapping=False, seed=3)
        last = sorted(os.listdir(self.captures))[-1]
        with open(os.path.join(self.captures, last), "r+b") as file:
            file.truncate(os.path.getsize(file.name) - 5)
        text, status, _ = self.job("connections")
        self.assertEqual((text, status), self.expected("connections"))
        self.assertEqual(status, 1)
        with open(os.path.join(self.captures, "z no capture"), "w") as file:
            file.write("hello")
        again, status, output = self.job("connections")
        self.assertEqual((again, status), (text, 1))
        rows = [json.loads(line) for line in read(os.path.join(output, "_errors.ndjson")).splitlines()]
        self.assertEqual([os.path.basename(row["file"]) for row in rows], [last, "z no capture"])

    def test_an_output_that_exists_and_an_input_that_does_not_are_refused(self):
        cut(self.captures, ["ports.pcap"], 1, overlapping=False, seed=4)
        self.assertEqual(self.job("connections", "--output", self.folder)[1], 1)
        self.assertEqual(self.job("connections", "--input", self.folder + "/nowhere")[1], 1)

    def test_a_limit_is_said_and_fails_a_strict_job(self):
        cut(self.captures, ["syn-flood.pcap"], 2, overlapping=False, seed=5)
        text, status, output = self.job("connections", "--max-connections", "10", "--strict")
        self.assertEqual((text, status, os.path.exists(output)), (b"", 1, False))

    def test_parquet_has_the_rows_in_order_with_all_digits(self):
        cut(self.captures, ["ports.pcap"], 2, overlapping=False, seed=6)
        _, status, output = self.job("connections", "--format", "parquet")
        self.assertEqual(status, 0)
        from pyspark.sql import SparkSession

        session = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
        try:
            rows = session.read.parquet(output).select("connection", "start").collect()
        finally:
            session.stop()
        wanted = [line for line in self.expected("connections")[0].decode().splitlines()]
        self.assertEqual(sorted(row[0] for row in rows), sorted(json.loads(line)["connection"] for line in wanted))
        for row in rows:
            self.assertTrue(any(f'"connection":{row[0]},' in line and f'"start":{row[1]},' in line for line in wanted))

    def test_a_cluster_that_loses_an_executor_in_each_stage_writes_the_same_records(self):
        cut(self.captures, ["ports.pcap", "syn-flood.pcap"], 4, overlapping=True, seed=7)
        wanted = self.expected("connections")
        # The program, slowly, so that each stage is seen at work.
        slow = os.path.join(self.folder, "slow")
        with open(slow, "w") as file:
            file.write(f"#!/bin/sh\nsleep 1\nexec '{os.path.realpath(PROGRAM)}' \"$@\"\n")
        os.chmod(slow, 0o755)
        killer = Killer(["partition", "track", "collect"])
        killer.start()
        text, status, _ = self.job(
            "connections", "--tcpinspect", slow, "--parts", "2", master="local-cluster[2,1,1024]", buckets=4)
        killer.stop()
        self.assertEqual(killer.left, [], "no executor was killed in these stages")
        self.assertEqual((text, status), wanted)

    def test_quic_on_any_port_is_one_connection_where_all_udp_is_in_one_bucket(self):
        cut(self.captures, ["quic-rebinding.pcap", "ports.pcap"], 3, overlapping=False, seed=8)
        text, status, _ = self.job("connections", "--join-udp", buckets=16)
        self.assertEqual((text, status), self.expected("connections"))
        self.assertIn(b'"continued_connection":', text)


class Killer(threading.Thread):
    """Kills, for each stage in turn, one executor that descends from this process and runs a task of the stage."""

    def __init__(self, stages):
        super().__init__(daemon=True)
        self.left = list(stages)
        self.is_over = threading.Event()

    def run(self):
        while self.left and not self.is_over.wait(0.1):
            executor = self.executor(self.left[0])
            if executor:
                os.kill(executor, signal.SIGKILL)
                self.left.pop(0)

    def stop(self):
        """Ends the wait."""
        self.is_over.set()
        self.join()

    @staticmethod
    def executor(stage):
        """An executor of this process's cluster that runs the program for a stage; None if there is none."""
        parents, lines = {}, {}
        for name in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{name}/stat") as file:
                    parents[int(name)] = int(file.read().rpartition(")")[2].split()[1])
                with open(f"/proc/{name}/cmdline", "rb") as file:
                    lines[int(name)] = file.read().split(b"\0")
            except OSError:
                continue
        for one in list(lines):
            if stage.encode() not in lines[one][1:3]:
                continue
            found = None
            while one in parents:
                if any(b"CoarseGrainedExecutorBackend" in word for word in lines.get(one, [])):
                    found = one
                if found and one == os.getpid():
                    return found
                one = parents[one]
        return None


if __name__ == "__main__":
    unittest.main(verbosity=2)
