"""A flood, a scan and a server that is down, recorded; one function a fixture. Sources of the flood are forged."""
import random
import socket
import threading
import time

from . import packets as make
from .capture import capture
from .programs import listener
from .topology import CLIENT, ECHO_PORT, SERVER, SERVER_MAC, neighbours

SNAPSHOT = ("-s", "96")


def serve(waiting):
    """Accepts, answers one line, closes; ends with its listener."""
    while True:
        try:
            connection, _ = waiting.accept()
        except OSError:
            return
        with connection:
            connection.sendall(connection.recv(100))


def ask(client, port=ECHO_PORT):
    """One connection of an ordinary client."""
    with client.socket(socket.AF_INET, socket.SOCK_STREAM) as near:
        near.settimeout(5)
        near.connect((SERVER, port))
        near.sendall(b"Hello World\n")
        near.recv(100)


def asking(client, rate, seconds):
    """Ordinary clients, in a thread of their own."""
    def run():
        start = time.monotonic()
        for number in range(int(rate * seconds)):
            time.sleep(max(0, start + number / rate - time.monotonic()))
            ask(client)
    thread = threading.Thread(target=run)
    thread.start()
    return thread


def forged_syns(client, rate, seconds):
    """SYNs in the name of addresses from all over the world, from a raw socket: no stack stands behind them."""
    generator = random.Random(6)
    with client.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW) as raw:
        start = time.monotonic()
        for number in range(int(rate * seconds)):
            time.sleep(max(0, start + number / rate - time.monotonic()))
            source = ".".join(map(str, (generator.choice([23, 45, 77, 91, 104, 139, 151, 185, 203, 212]),
                                        *(generator.randrange(1, 255) for _ in range(3)))))
            segment = make.tcp(flags=2, sequence=generator.getrandbits(32), acknowledgment=0, window=512,
                               source_port=generator.randrange(1024, 65536), destination_port=ECHO_PORT,
                               source=source, destination=SERVER)
            raw.sendto(make.ipv4(make.TCP, segment, source, SERVER), (SERVER, 0))


def syn_flood(path):
    """Two seconds of clients, three of forged SYNs beside them, two of clients; the server answers with SYN cookies."""
    with neighbours() as (client, server):
        server.set(ipv4__tcp_syncookies=2)
        server.ip("route", "add", "default", "via", CLIENT)
        # What the server answers to forged sources ends at the client, which does not forward.
        with listener(server, SERVER) as waiting:
            threading.Thread(target=serve, args=(waiting,), daemon=True).start()
            with capture(client, "eth0", path, "tcp", SNAPSHOT):
                clients = asking(client, 5, 7)
                time.sleep(2)
                forged_syns(client, 100, 3)
                clients.join()
            waiting.shutdown(socket.SHUT_RDWR)


def port_scan(path):
    """Connections to 40 ports of a host, one of them open, the others refused."""
    with neighbours() as (client, server):
        with listener(server, SERVER, 1010) as waiting:
            threading.Thread(target=serve, args=(waiting,), daemon=True).start()
            with capture(client, "eth0", path, "tcp", SNAPSHOT):
                for port in range(1000, 1040):
                    with client.socket(socket.AF_INET, socket.SOCK_STREAM) as near:
                        near.connect_ex((SERVER, port))
            waiting.shutdown(socket.SHUT_RDWR)


def server_down(path):
    """Clients of a server that vanishes: their SYNs are sent again and again."""
    with neighbours() as (client, server):
        client.ip("neighbour", "replace", SERVER, "lladdr", SERVER_MAC, "dev", "eth0")
        with listener(server, SERVER) as waiting:
            threading.Thread(target=serve, args=(waiting,), daemon=True).start()
            with capture(client, "eth0", path, "tcp", SNAPSHOT):
                for _ in range(10):
                    ask(client)
                    time.sleep(0.1)
                server.ip("address", "del", SERVER + "/24", "dev", "eth0")
                waits = []
                for _ in range(30):
                    near = client.socket(socket.AF_INET, socket.SOCK_STREAM)
                    near.setblocking(False)
                    near.connect_ex((SERVER, ECHO_PORT))
                    waits.append(near)
                    time.sleep(0.1)
                time.sleep(2.5)
                for near in waits:
                    near.close()
            waiting.shutdown(socket.SHUT_RDWR)
