"""SCTP, recorded from usrsctp's example programs (Debian's libusrsctp-examples): this kernel has no SCTP."""
import contextlib
import subprocess
import time

from .capture import capture
from .network import IFF_TAP
from .topology import CLIENT, SERVER, neighbours, wired

PROGRAMS = "/usr/lib/usrsctp/"
SCTP = 132


@contextlib.contextmanager
def program(namespace, name, *arguments, **options):
    with namespace:
        process = subprocess.Popen([PROGRAMS + name, *arguments], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, **options)
    time.sleep(0.5)  # it says nothing when it listens
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def sctp(path):
    """An association to the echo service: two messages, and an orderly end."""
    with neighbours() as (client, server), capture(client, "eth0", path, "sctp"):
        with program(server, "echo_server"):
            with program(client, "client", SERVER, "7", "0", "0", "0", stdin=subprocess.PIPE) as talker:
                for line in (b"hello\n", b"Hello World\n"):
                    talker.stdin.write(line)
                    talker.stdin.flush()
                    time.sleep(0.5)
                talker.stdin.close()
                time.sleep(1)


def sctp_loss(path):
    """30 messages of 200 bytes; the wire loses the 6th, 7th and 15th DATA packet and doubles the 20th."""
    seen = 0

    def carry(packet, from_left):
        nonlocal seen
        # Ethernet, IPv4 without options, SCTP; the first chunk is DATA.
        if not from_left or packet[12:14] != b"\x08\0" or packet[23] != SCTP or packet[46] != 0:
            return [packet]
        seen += 1
        return [] if seen in (6, 7, 15) else [packet] * (2 if seen == 20 else 1)

    with wired(IFF_TAP, carry) as (client, server), capture(client, "tap0", path, "sctp"):
        with program(server, "tsctp", "-U", "0", "-E", "0", "-L", SERVER):
            with program(client, "tsctp", "-U", "0", "-E", "0", "-L", CLIENT, "-n", "30", "-l", "200",
                         "-D", SERVER) as sender:
                sender.wait(timeout=20)
                time.sleep(1)
