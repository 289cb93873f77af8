"""TCP and UDP, recorded; one function a fixture."""
import contextlib
import socket
import struct
import time

from .capture import capture
from .network import IFF_TAP
from .programs import dialer, echo, listener, receiver, send_udp
from .topology import (CLIENT, CLIENT6, CLIENT_PORT, CLOSED_PORT, ECHO_PORT, MESSAGE_PORT, SERVER,
                       SERVER6, neighbours, wired)

IPPROTO_MPTCP, TCP_MD5SIG, TCP_FASTOPEN = 262, 14, 23
TCP_REPAIR, TCP_REPAIR_QUEUE, TCP_QUEUE_SEQ, TCP_SEND_QUEUE, REPAIR_OFF = 19, 20, 21, 2, -1


def echo_ipv4(path):
    with neighbours() as (client, server), capture(client, "eth0", path, "tcp port 50007"):
        echo(client, server)


def echo_ipv6(path):
    with neighbours() as (client, server), capture(client, "eth0", path, "tcp port 50007"):
        echo(client, server, CLIENT6, SERVER6)


def echo_offload(path):
    """Captured on the client, which leaves checksums to its network card (veth: nobody fills them in)."""
    with neighbours() as (client, server):
        client.offload("eth0", tx=1)
        with capture(client, "eth0", path, "port 50007 or port 50000"):
            echo(client, server)
            echo(client, server, CLIENT6, SERVER6)
            with receiver(server, SERVER), receiver(server, SERVER6):
                send_udp(client, SERVER, MESSAGE_PORT, b"Hello World")
                send_udp(client, SERVER6, MESSAGE_PORT, b"Hello World")


def segmentation(path):
    """5,000 bytes in one send, no time stamps: segments of 1460, 1460, 1460 and 620 bytes."""
    with neighbours() as (client, server):
        for namespace in (client, server):
            namespace.set(ipv4__tcp_timestamps=0)
        with capture(client, "eth0", path, "tcp port 50007"):
            with listener(server, SERVER) as waiting, dialer(client, CLIENT) as near:
                near.connect((SERVER, ECHO_PORT))
                far, _ = waiting.accept()
                with far:
                    near.sendall(bytes(number % 251 for number in range(5000)))
                    time.sleep(0.1)
                    far.recv(5000, socket.MSG_WAITALL)
                    near.shutdown(socket.SHUT_WR)
                    far.recv(1)
                time.sleep(0.1)


def handshake_data(path):
    """1,000 bytes, 400 bytes back, 1,000 bytes; the client's initial sequence number is set to 100."""
    with neighbours() as (client, server), capture(client, "eth0", path, "tcp port 50007"):
        for namespace in (client, server):
            namespace.set(ipv4__tcp_timestamps=0)
        with listener(server, SERVER) as waiting, dialer(client, CLIENT) as near:
            # A socket "under repair" lets its next sequence number be set; SYN takes it.
            for option, value in ((TCP_REPAIR, 1), (TCP_REPAIR_QUEUE, TCP_SEND_QUEUE),
                                  (TCP_QUEUE_SEQ, 100), (TCP_REPAIR, REPAIR_OFF)):
                near.setsockopt(socket.IPPROTO_TCP, option, value)
            near.connect((SERVER, ECHO_PORT))
            far, _ = waiting.accept()
            with far:
                near.sendall(bytes(1000))
                far.recv(1000, socket.MSG_WAITALL)
                time.sleep(0.1)
                near.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 0)
                far.sendall(bytes(400))
                near.recv(400, socket.MSG_WAITALL)
                near.sendall(bytes(1000))
                far.recv(1000, socket.MSG_WAITALL)
                time.sleep(0.1)
                near.shutdown(socket.SHUT_WR)
                far.recv(1)
            time.sleep(0.1)


def ports(path):
    """A connection to each port of the course's list; nobody listens."""
    with neighbours() as (client, server), capture(client, "eth0", path, "tcp"):
        for port in (21, 22, 23, 25, 53, 80, 110, 143, 443, 993, 995, 8080, 49152, 50007):
            with dialer(client, CLIENT) as near, contextlib.suppress(ConnectionRefusedError):
                near.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                near.connect((SERVER, port))


def tcp_options(path):
    """Real sockets; the wire between the two taps (this program) loses three segments and doubles one."""
    state = {"lossy": False, "seen": 0}

    def carry(frame, from_left):
        if state["lossy"] and from_left and frame[12:14] == b"\x08\x00" and len(frame) > 500:
            state["seen"] += 1
            if state["seen"] in (3, 5, 6):
                return []
            if state["seen"] == 10:
                return [frame, frame]
        return [frame]

    with wired(IFF_TAP, carry) as (client, server):
        for namespace in (client, server):
            namespace.set(ipv4__tcp_fastopen=3)
        client.ip("address", "add", "10.0.2.16/24", "dev", "tap0")
        client.ip("mptcp", "limits", "set", "subflow", "2", "add_addr_accepted", "2")
        server.ip("mptcp", "limits", "set", "subflow", "2", "add_addr_accepted", "2")
        client.ip("mptcp", "endpoint", "add", "10.0.2.16", "dev", "tap0", "subflow")
        with capture(client, "tap0", path, "tcp port 50007"):
            # Fast Open: the cookie request, then a SYN with the cookie and data.
            for port in (41001, 41002):
                with listener(server, SERVER) as waiting, dialer(client, CLIENT, port) as near:
                    waiting.setsockopt(socket.IPPROTO_TCP, TCP_FASTOPEN, 5)
                    near.settimeout(None)  # with a timeout the call would not wait for the handshake
                    near.sendto(b"Hello World\n", socket.MSG_FASTOPEN, (SERVER, ECHO_PORT))
                    far, _ = waiting.accept()
                    far.recv(4096)
                    far.close()
                    time.sleep(0.05)
                time.sleep(0.1)
            # Explicit congestion notification asked for in the SYN.
            for namespace in (client, server):
                namespace.set(ipv4__tcp_ecn=1)
            echo(client, server, port=41003)
            for namespace in (client, server):
                namespace.set(ipv4__tcp_ecn=2)
            # TCP-MD5 signatures (RFC 2385).
            with listener(server, SERVER) as waiting, dialer(client, CLIENT, 41004) as near:
                for end, peer in ((waiting, CLIENT), (near, SERVER)):
                    storage = struct.pack("=HH4s120x", socket.AF_INET, 0, socket.inet_aton(peer))
                    key = b"textbook"
                    end.setsockopt(socket.IPPROTO_TCP, TCP_MD5SIG,
                                   storage + struct.pack("=BBHI80s", 0, 0, len(key), 0, key))
                near.connect((SERVER, ECHO_PORT))
                far, _ = waiting.accept()
                near.sendall(b"Hello World\n")
                far.recv(4096)
                near.close()
                far.recv(1)
                far.close()
                time.sleep(0.1)
            # Loss: SACK blocks of the receiver, and a D-SACK for the doubled segment.
            with listener(server, SERVER) as waiting, dialer(client, CLIENT, 41005) as near:
                near.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
                near.connect((SERVER, ECHO_PORT))
                far, _ = waiting.accept()
                state["lossy"] = True
                near.sendall(bytes(6600))
                far.recv(6600, socket.MSG_WAITALL)
                state["lossy"] = False
                near.close()
                far.close()
                time.sleep(0.2)
            # Multipath TCP (version 1), with a second subflow from 10.0.2.16.
            with listener(server, SERVER, protocol=IPPROTO_MPTCP) as waiting:
                with dialer(client, CLIENT, 41006, IPPROTO_MPTCP) as near:
                    near.connect((SERVER, ECHO_PORT))
                    far, _ = waiting.accept()
                    with far:
                        for _ in range(2):
                            near.sendall(b"Hello World\n")
                            far.sendall(far.recv(4096))
                            near.recv(4096)
                            time.sleep(0.1)
                        near.shutdown(socket.SHUT_WR)
                        far.recv(1)
                    time.sleep(0.2)
            time.sleep(0.2)


def tcp_flags(path):
    """Refused, reset with SO_LINGER 0, urgent data."""
    with neighbours() as (client, server), capture(client, "eth0", path, "tcp"):
        with dialer(client, CLIENT, 42001) as near, contextlib.suppress(ConnectionRefusedError):
            near.connect((SERVER, CLOSED_PORT))
        for port, urgent in ((42002, False), (42003, True)):
            with listener(server, SERVER) as waiting, dialer(client, CLIENT, port) as near:
                near.connect((SERVER, ECHO_PORT))
                far, _ = waiting.accept()
                if urgent:
                    near.send(b"Hello World!", socket.MSG_OOB)
                else:
                    near.send(b"Hello World\n")
                time.sleep(0.1)
                near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                near.close()
                time.sleep(0.05)
                far.close()


def resets(path):
    """Resets: by a client that got its answer and was silent for 1.5 s; by a server that had closed, of a client's last
    words; by a server, in place of an answer."""
    linger = struct.pack("ii", 1, 0)
    with neighbours() as (client, server), capture(client, "eth0", path, "tcp"):
        for port, name in ((42011, "answered"), (42012, "closed"), (42013, "refused")):
            with listener(server, SERVER) as waiting, dialer(client, CLIENT, port) as near:
                near.connect((SERVER, ECHO_PORT))
                far, _ = waiting.accept()
                near.send(b"Hello World\n")
                if name == "refused":
                    time.sleep(0.1)
                    far.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                    far.close()
                    continue
                far.recv(100)
                far.send(b"Hello World\n")
                near.recv(100)
                if name == "answered":
                    time.sleep(1.5)
                    near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                    near.close()
                else:
                    far.close()
                    time.sleep(0.1)
                    near.send(b"Bye\n")
                time.sleep(0.1)
                far.close()


def udp_message(path):
    """A message to port 50000 over IPv4 and IPv6, and one to a closed port, which an ICMP error answers."""
    with neighbours() as (client, server):
        expression = "udp or icmp or (icmp6 and ip6[40] == 1)"
        with capture(client, "eth0", path, expression):
            with receiver(server, SERVER), receiver(server, SERVER6):
                for destination in (SERVER, SERVER6):
                    send_udp(client, destination, MESSAGE_PORT, b"Hello World")
                for destination in (SERVER, SERVER6):
                    send_udp(client, destination, CLOSED_PORT, b"Hello World")


def udp_fragments(path):
    """A datagram of 5,000 bytes of data over an MTU of 1,500."""
    with neighbours() as (client, server):
        expression = "udp or (ip[6:2] & 0x3fff != 0) or ip6[6] == 44"
        with capture(client, "eth0", path, expression):
            with receiver(server, SERVER), receiver(server, SERVER6):
                for destination in (SERVER, SERVER6):
                    send_udp(client, destination, MESSAGE_PORT, bytes(n % 251 for n in range(5000)))
