"""Windows at work: slow start and avoidance with losses, a closed window, stop-and-wait; one function a fixture."""
import socket
import struct
import threading
import time

from .capture import capture
from .programs import dialer, listener
from .topology import CLIENT, ECHO_PORT, SERVER, distant

SNAPSHOT = ("-s", "96")
TCP_CONGESTION, TCP_INFO = 13, 11
STATES = ("open", "disorder", "cwr", "recovery", "loss")


def swallow(waiting):
    """Accepts one connection, reads all of it, closes."""
    far, _ = waiting.accept()
    with far:
        while far.recv(65536):
            pass


def information(near):
    """What the kernel says of a socket: bytes acknowledged, window and threshold in segments, state (struct tcp_info)."""
    data = near.getsockopt(socket.IPPROTO_TCP, TCP_INFO, 136)
    threshold, window = struct.unpack_from("=II", data, 76)
    acknowledged, = struct.unpack_from("=Q", data, 120)
    return acknowledged, window, threshold, STATES[data[1]]


def cubic_loss(path):
    """480,000 bytes over 60 ms and 40 Mb/s, the 60th and the 200th data segment lost; CUBIC.

    What the kernel itself says of its window goes to a text beside the capture: every change that was seen in a loop.
    """
    seen = {"count": 0}

    def loses(packet, from_left):
        if not from_left or len(packet) < 500:
            return False
        seen["count"] += 1
        return seen["count"] in (60, 200)

    rows, last = ["bytes_acked,snd_cwnd,ssthresh,state"], None
    with distant(0.03, 40e6, loses) as (client, server):
        client.set(ipv4__tcp_no_metrics_save=1)
        with listener(server, SERVER) as waiting:
            thread = threading.Thread(target=swallow, args=(waiting,))
            thread.start()
            with capture(client, "tap0", path, "tcp", SNAPSHOT), dialer(client, CLIENT) as near:
                near.setsockopt(socket.IPPROTO_TCP, TCP_CONGESTION, b"cubic")
                near.connect((SERVER, ECHO_PORT))
                sending = threading.Thread(target=near.sendall, args=(bytes(480_000),))
                sending.start()
                while last is None or last[0] < 480_000:
                    row = information(near)
                    if row != last:
                        rows.append("{},{},{},{}".format(*row))
                        last = row
                    time.sleep(0.0002)
                sending.join()
                near.shutdown(socket.SHUT_WR)
                thread.join()
                time.sleep(0.1)
    with open(path.removesuffix(".pcap") + ".kernel.csv", "w") as file:
        file.write("\n".join(rows) + "\n")


def zero_window(path):
    """60,000 bytes to a reader with a small buffer that sleeps for two seconds, reads, sleeps again and reads the rest."""
    with distant(0.01, 40e6) as (client, server):
        with listener(server, SERVER) as waiting:
            waiting.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
            with capture(client, "tap0", path, "tcp", SNAPSHOT), dialer(client, CLIENT) as near:
                near.setsockopt(socket.IPPROTO_TCP, TCP_CONGESTION, b"cubic")
                near.connect((SERVER, ECHO_PORT))
                far, _ = waiting.accept()
                thread = threading.Thread(target=near.sendall, args=(bytes(60_000),))
                thread.start()
                left = 60_000
                for pause, part in ((2, 20_000), (1, 40_000)):
                    time.sleep(pause)
                    for _ in range(part // 1000):
                        left -= len(far.recv(1000, socket.MSG_WAITALL))
                thread.join()
                near.shutdown(socket.SHUT_WR)
                far.recv(1)
                far.close()
                time.sleep(0.2)


def tftp(path):
    """Sixteen blocks of 512 bytes and a short one by TFTP (RFC 1350), over 20 ms: a request, then block and acknowledgment."""
    name, content = b"textbook.txt", bytes(number % 251 for number in range(16 * 512 + 100))
    with distant(0.01, 40e6) as (client, server):
        with server.socket(socket.AF_INET, socket.SOCK_DGRAM) as service, \
                server.socket(socket.AF_INET, socket.SOCK_DGRAM) as transfer, \
                client.socket(socket.AF_INET, socket.SOCK_DGRAM) as near, \
                capture(client, "tap0", path, "udp", SNAPSHOT):
            service.bind((SERVER, 69))
            transfer.bind((SERVER, 50069))
            near.bind((CLIENT, 40986))
            near.sendto(b"\0\1" + name + b"\0octet\0", (SERVER, 69))
            _, asker = service.recvfrom(516)

            def serve():
                for number in range(len(content) // 512 + 1):
                    block = content[number * 512:(number + 1) * 512]
                    transfer.sendto(struct.pack("!HH", 3, number + 1) + block, asker)
                    transfer.recvfrom(516)

            thread = threading.Thread(target=serve)
            thread.start()
            size = 512
            while size == 512:
                data, source = near.recvfrom(516)
                size = len(data) - 4
                near.sendto(b"\0\4" + data[2:4], source)
            thread.join()
