"""The course's small socket programs, each end in its namespace."""
import socket
import struct
import time

from . import packets as make
from .topology import CLIENT, CLIENT_PORT, ECHO_PORT, MESSAGE_PORT, SERVER


def listener(namespace, address, port=ECHO_PORT, protocol=0):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    server = namespace.socket(family, socket.SOCK_STREAM, protocol)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((address, port))
    server.listen()
    return server


def dialer(namespace, address, port=CLIENT_PORT, protocol=0):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    client = namespace.socket(family, socket.SOCK_STREAM, protocol)
    client.settimeout(10)
    client.bind((address, port))
    return client


def echo(client, server, source=CLIENT, destination=SERVER, port=CLIENT_PORT, protocol=0):
    """The course's echo session: one line there and back, then the client closes."""
    with listener(server, destination, protocol=protocol) as waiting:
        with dialer(client, source, port, protocol) as near:
            near.connect((destination, ECHO_PORT))
            far, _ = waiting.accept()
            with far:
                time.sleep(0.05)
                near.sendall(b"Hello World\n")
                line = far.recv(4096)
                time.sleep(0.05)
                far.sendall(line)
                near.recv(4096)
                time.sleep(0.05)
                near.shutdown(socket.SHUT_WR)
                far.recv(4096)
            time.sleep(0.1)


def ping(namespace, destination, identifier=7, sequence=1, ttl=None, options=None, size=24,
         kind=None):
    """An echo request from a raw socket, as ping sends it; the answer is the kernel's."""
    six = ":" in destination
    with namespace.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_RAW,
                          socket.IPPROTO_ICMPV6 if six else socket.IPPROTO_ICMP) as raw:
        if ttl and six:
            raw.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS, ttl)
        elif ttl:
            raw.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, ttl)
        if options:
            raw.setsockopt(socket.IPPROTO_IP, socket.IP_OPTIONS, options)
        rest = struct.pack("!HH", identifier, sequence)
        payload = bytes(range(size))
        if six:  # the kernel fills in the checksum
            message = struct.pack("!BBH", kind or 128, 0, 0) + rest + payload
        else:
            message = make.icmp(kind or 8, 0, rest, payload)
        raw.sendto(message, (destination, 0))
        time.sleep(0.1)


def send_udp(namespace, destination, port, payload, *options):
    six = ":" in destination
    with namespace.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.bind(("", CLIENT_PORT))
        for option in options:
            sender.setsockopt(*option)
        sender.sendto(payload, (destination, port))
        time.sleep(0.1)


def receiver(namespace, address, port=MESSAGE_PORT):
    six = ":" in address
    made = namespace.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_DGRAM)
    made.bind((address, port))
    return made
