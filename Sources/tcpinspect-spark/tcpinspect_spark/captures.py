"""The captures of an archive: which there are, in which order, and how tasks get them."""

import os
from typing import NamedTuple


class Capture(NamedTuple):
    """A capture: its place in the archive, its name in records, where it is, and its size in bytes."""

    index: int
    name: str
    place: str
    size: int
    is_local: bool


class MissingInput(Exception):
    """An input that does not exist."""


def is_hidden(name):
    """Whether Hadoop and people leave a name out."""
    return name.startswith((".", "_"))


def list_captures(context, inputs):
    """All captures of the inputs, a folder's in the order of their names, its folders' too."""
    found = []
    for path in inputs:
        if "://" in path and not path.startswith("file://"):
            found += list_remote(context, path)
        else:
            found += list_local(path)
    return [Capture(index, *entry) for index, entry in enumerate(found)]


def list_local(path):
    """The captures of a path that all machines see."""
    place = path.removeprefix("file://")
    if not os.path.exists(place):
        raise MissingInput(f"{path}: no such file or folder")
    if not os.path.isdir(place):
        return [(path, os.path.abspath(place), os.path.getsize(place), True)]
    found = []
    name = path.rstrip("/") or "/"
    for entry in sorted(os.listdir(place)):
        if not is_hidden(entry):
            found += list_local(name + "/" + entry)
    return found


def list_remote(context, path):
    """The captures of a path of one of Hadoop's file systems."""
    hadoop = context._jvm.org.apache.hadoop.fs
    root = hadoop.Path(path)
    system = root.getFileSystem(context._jsc.hadoopConfiguration())
    if not system.exists(root):
        raise MissingInput(f"{path}: no such file or folder")
    statuses = system.listStatus(root) if system.getFileStatus(root).isDirectory() else [system.getFileStatus(root)]
    found = []
    for status in sorted(statuses, key=lambda status: status.getPath().getName()):
        text = status.getPath().toString()
        if is_hidden(status.getPath().getName()):
            continue
        if status.isDirectory():
            found += list_remote(context, text)
        else:
            found.append((text, text, status.getLen(), False))
    return found


def groups(captures, parallelism, least_bytes=32 << 20):
    """The captures in groups, one for each task: at least so many bytes, and enough groups for all processors."""
    total = sum(capture.size for capture in captures)
    wanted = min(max(least_bytes, 1), max(total // max(parallelism * 2, 1), 1))
    result, size = [], 0
    for capture in captures:
        if not result or size >= wanted:
            result.append([])
            size = 0
        result[-1].append(capture)
        size += capture.size
    return result
