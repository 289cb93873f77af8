"""Fragments, recorded; one function a fixture."""
import time

from .capture import capture
from .network import IFF_TAP
from .programs import receiver, send_udp
from .topology import MESSAGE_PORT, SERVER, SERVER6, neighbours, wired

FRAGMENTS = "(ip[6:2] & 0x3fff != 0) or ip6[6] == 44 or udp"
SIZES = (4000, 5001, 9000)


def content(size):
    return bytes(number * 7 % 251 for number in range(size))


def send_all(client):
    for size in SIZES:
        for destination in (SERVER, SERVER6):
            send_udp(client, destination, MESSAGE_PORT, content(size))
            time.sleep(0.05)


def fragments_small(path):
    """Datagrams of 4 to 9 kB over an MTU of 1,280."""
    with neighbours(mtu=1280) as (client, server):
        with capture(client, "eth0", path, FRAGMENTS):
            with receiver(server, SERVER), receiver(server, SERVER6):
                send_all(client)


def fragments_mixed(path):
    """The same over an MTU of 1,500 and a wire that turns the order of fragments about and doubles some."""
    waiting, count = [], [0]

    def carry(packet, from_left):
        is_fragment = (packet[12:14] == b"\x08\0" and int.from_bytes(packet[20:22], "big") & 0x3FFF
                       or packet[12:14] == b"\x86\xdd" and packet[20] == 44)
        if not from_left or not is_fragment:
            return [packet]
        count[0] += 1
        waiting.append(packet)
        is_last = (not packet[20] & 0x20 if packet[12:14] == b"\x08\0" else not packet[57] & 1)
        if not is_last:
            return []
        # The last fragment first; every fifth arrives twice.
        arriving = waiting[::-1]
        waiting.clear()
        return [copy for number, one in enumerate(arriving) for copy in [one] * (2 if number % 5 == 2 else 1)]

    with wired(IFF_TAP, carry) as (client, server):
        with capture(server, "tap0", path, FRAGMENTS):
            with receiver(server, SERVER), receiver(server, SERVER6):
                send_all(client)
