"""Recording with tcpdump, and reading and writing of savefiles (pcap, microseconds, little-endian)."""
import contextlib
import os
import signal
import struct
import subprocess
import time

FILE_HEADER = struct.Struct("<IHHiIII")
RECORD_HEADER = struct.Struct("<IIII")


@contextlib.contextmanager
def capture(namespace, interface, path, expression="", options=()):
    """Records what passes the interface while the body runs."""
    command = ["tcpdump", "-i", interface, "-w", path, "-U", "-Z", "root", "--immediate-mode",
               *options, *expression.split()]
    with namespace:
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    said = ""
    while "listening on" not in said:
        line = process.stderr.readline()
        if not line:
            raise RuntimeError(f"{' '.join(command)}: {said}")
        said += line
    try:
        yield
        time.sleep(0.3)  # a packet on its way through the kernel
    finally:
        process.send_signal(signal.SIGINT)
        said = process.communicate()[1]
    if "\n0 packets dropped by kernel" not in said:
        raise RuntimeError(f"{os.path.basename(path)}: {said}")


def read(path):
    """(link type, [(seconds, microseconds, length on the wire, bytes)])"""
    with open(path, "rb") as file:
        data = file.read()
    link_type = FILE_HEADER.unpack_from(data)[6]
    packets, at = [], FILE_HEADER.size
    while at < len(data):
        seconds, fraction, captured, length = RECORD_HEADER.unpack_from(data, at)
        at += RECORD_HEADER.size
        packets.append((seconds, fraction, length, data[at:at + captured]))
        at += captured
    return link_type, packets


def write(path, link_type, packets, snapshot_length=262144):
    with open(path, "wb") as file:
        file.write(FILE_HEADER.pack(0xA1B2C3D4, 2, 4, 0, 0, snapshot_length, link_type))
        for seconds, fraction, length, data in packets:
            file.write(RECORD_HEADER.pack(seconds, fraction, len(data), length) + data)


def write_handmade(path, frames, link_type=1):
    """Frames a millisecond apart. A frame is bytes, or (bytes, length on the wire) where it was cut."""
    packets = []
    for number, frame in enumerate(frames):
        data, length = frame if isinstance(frame, tuple) else (frame, len(frame))
        packets.append((1_700_000_000, number * 1000, length, data))
    write(path, link_type, packets)
