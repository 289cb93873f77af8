"""The program in a task: where it is, and how it is run."""

import os
import shutil
import stat
import subprocess
import tempfile

CHUNK = 1 << 20


class Failed(Exception):
    """The program failed; the text is what it said."""


def program(name):
    """The program as Spark shipped it to this machine, executable."""
    from pyspark import SparkFiles

    path = SparkFiles.get(name)
    if not os.access(path, os.X_OK):
        try:
            os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR | stat.S_IRUSR)
        except OSError:
            copy = os.path.join(tempfile.mkdtemp(prefix="tcpinspect-"), "tcpinspect")
            shutil.copy(path, copy)
            os.chmod(copy, 0o700)
            return copy
    return path


def run(words, source=None):
    """Runs the program to its end; returns its exit status and the last line that it said."""
    done = subprocess.run(words, stdin=source or subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    return done.returncode, last_line(done.stderr)


def last_line(errors):
    """The last line of a text on standard error."""
    lines = errors.decode(errors="replace").strip().splitlines()
    return lines[-1].removeprefix("tcpinspect: ") if lines else "it said nothing"


def lines(words):
    """The program's standard output in texts of whole lines, about a megabyte each, without the last line's end."""
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors)
        rest = b""
        try:
            while chunk := process.stdout.read(CHUNK):
                whole, newline, tail = chunk.rpartition(b"\n")
                if newline:
                    yield (rest + whole).decode()
                    rest = tail
                else:
                    rest += tail
        finally:
            process.stdout.close()
            status = process.wait()
        if status != 0 or rest:
            errors.seek(0)
            raise Failed(last_line(errors.read()))


def chunks(path):
    """The offsets and contents of a file, a megabyte each."""
    with open(path, "rb") as file:
        offset = 0
        while chunk := file.read(CHUNK):
            yield offset, chunk
            offset += len(chunk)


def write_chunk(path, offset, chunk):
    """Writes a part of a file, whichever comes first."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        view = memoryview(chunk)
        while view:
            count = os.pwrite(descriptor, view, offset)
            view, offset = view[count:], offset + count
    finally:
        os.close(descriptor)
