"""Programs of others that a recording runs, without input and output."""
import subprocess

NULL = subprocess.DEVNULL


def start(*command, **options):
    return subprocess.Popen(command, stdin=NULL, stdout=NULL, stderr=NULL, **options)


def run(*command, timeout=20):
    return subprocess.run(command, stdin=NULL, stdout=NULL, stderr=NULL, timeout=timeout)
