"""What runs on the executors: each task works in a folder of its own, which it removes.

A task reads its input, runs the program and yields its results: it can run again, or twice at the same time.
"""

import os
import tempfile

from . import slices
from .program import CHUNK, Failed, chunks, lines, program, run, write_chunk

# The files of a partitioned capture that every bucket needs.
COMMON = ["summary.json", "ticks", "shared.pcapng"]
# Hadoop's file systems lend whole files through Spark's binaryFiles, as one array.
LARGEST_REMOTE = (1 << 31) - (1 << 20)


def partition(settings):
    """Splits captures: yields the bucket and a part of a file, or an error for bucket 0."""

    def task(captures):
        command = program(settings["program"])
        for capture, content in captures:
            with tempfile.TemporaryDirectory(prefix="tcpinspect-") as folder:
                split = os.path.join(folder, "split")
                error = split_capture(command, capture, content, split, settings)
                if error:
                    yield 0, ("error", capture.index, capture.name, 0, error.encode())
                yield from parts(capture.index, split, settings["buckets"])

    return task


def split_capture(command, capture, content, split, settings):
    """Splits one capture; returns why it was not read whole, or None."""
    if content is None and not capture.is_local:
        return "larger than 2 GiB, which Spark's binaryFiles cannot lend: split it, or copy it to a shared folder"
    words = [command, "partition", "--buckets", str(settings["buckets"]), "--name", capture.name, "-o", split]
    words += ["--join-udp"] * settings["join_udp"] + ["-r"]
    if content is None:
        status, said = run(words + [capture.place])
    else:
        with tempfile.TemporaryFile() as source:
            source.write(content)
            source.seek(0)
            status, said = run(words + ["-"], source)
    return None if status == 0 else said


def parts(index, split, buckets):
    """The parts of a partitioned capture's files, each with its bucket; none if it could not be opened."""
    if not os.path.exists(os.path.join(split, "summary.json")):
        return
    for name in COMMON:
        path = os.path.join(split, name)
        for offset, chunk in chunks(path) if os.path.exists(path) else []:
            for bucket in range(buckets):
                yield bucket, ("part", index, name, offset, chunk)
    for bucket in range(buckets):
        name = f"bucket-{bucket:05}.pcapng"
        path = os.path.join(split, name)
        for offset, chunk in chunks(path) if os.path.exists(path) else []:
            yield bucket, ("part", index, name, offset, chunk)


def collect_parts(folder, entries):
    """Writes the parts of all captures into folders; returns a list of these in order, None without any, and the errors."""
    indexes, errors = set(), []
    for _, (kind, index, name, offset, chunk) in entries:
        if kind == "error":
            errors.append((index, name, chunk.decode()))
        else:
            indexes.add(index)
            write_chunk(os.path.join(folder, f"{index:08}", name), offset, chunk)
    if not indexes:
        return None, errors
    listing = os.path.join(folder, "list")
    with open(listing, "w") as file:
        file.writelines(os.path.join(folder, f"{index:08}") + "\n" for index in sorted(indexes))
    return listing, errors


def track(settings):
    """Follows a bucket: yields its summary, its errors, and for each slice of the output its records."""

    def task(bucket, entries):
        with tempfile.TemporaryDirectory(prefix="tcpinspect-") as folder:
            listing, errors = collect_parts(folder, entries)
            for error in errors:
                yield "error", error
            if listing is None:
                return
            output = os.path.join(folder, "tracked")
            words = [program(settings["program"]), "track", settings["subcommand"], "--list", listing]
            words += ["--bucket", str(bucket), "-o", output] + settings["options"]
            status, said = run(words)
            if status != 0:
                raise Failed(said)
            yield from tracked(bucket, output, settings["parts"])

    return task


def tracked(bucket, output, count):
    """The results of one bucket: its summary, and the bytes that each slice needs of its files."""
    import json

    with open(os.path.join(output, "summary.json"), "rb") as file:
        summary = file.read()
    yield "summary", summary
    for part in range(count):
        yield "slice", (part, (bucket, "summary.json", 0, summary))
    for offset, chunk in chunks(os.path.join(output, "begins")):
        for part in range(count):
            yield "slice", (part, (bucket, "begins", offset, chunk))
    path = os.path.join(output, "records")
    bounds = slices.offsets(path, count, json.loads(summary)["archivePackets"])
    with open(path, "rb") as file:
        for part in range(count):
            file.seek(bounds[part])
            rest, offset = bounds[part + 1] - bounds[part], 0
            while rest > 0:
                chunk = file.read(min(rest, CHUNK))
                yield "slice", (part, (bucket, "records", offset, chunk))
                rest, offset = rest - len(chunk), offset + len(chunk)


def write(settings):
    """Merges the records of one slice: yields texts of whole lines."""

    def task(part, entries):
        with tempfile.TemporaryDirectory(prefix="tcpinspect-") as folder:
            buckets = set()
            for _, (bucket, name, offset, chunk) in entries:
                buckets.add(bucket)
                write_chunk(os.path.join(folder, f"{bucket:05}", name), offset, chunk)
            folders = [os.path.join(folder, f"{bucket:05}") for bucket in sorted(buckets)]
            for path in folders:
                for name in ["begins", "records"]:
                    open(os.path.join(path, name), "ab").close()
            if not folders:
                return
            words = [program(settings["program"]), "collect", "--slice", f"{part + 1}/{settings['parts']}"]
            yield from lines(words + folders)

    return task


def flood(settings):
    """Runs one detector over all packets: yields texts of whole lines, and errors."""

    def task(_, entries):
        with tempfile.TemporaryDirectory(prefix="tcpinspect-") as folder:
            listing, errors = collect_parts(folder, entries)
            for error in errors:
                yield "error", error
            if listing is None:
                return
            words = [program(settings["program"]), "track", "flood", "--list", listing] + settings["options"]
            for text in lines(words):
                yield "text", text

    return task
