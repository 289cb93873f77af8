"""Network namespaces, links between them, and sockets inside them.

Everything lives in namespaces that this program makes and removes; the machine's own network is never touched.
"""
import array
import contextlib
import ctypes
import fcntl
import os
import select
import socket
import struct
import subprocess
import threading
import time

CLONE_NEWNET = 0x40000000
SIOCETHTOOL = 0x8946
# <linux/ethtool.h>: what `ethtool -K IF tx|sg|tso|gso|gro` sets.
ETHTOOL_SETTERS = {"rx": 0x15, "tx": 0x17, "sg": 0x19, "tso": 0x1F, "gso": 0x24, "gro": 0x2C}
TUNSETIFF = 0x400454CA
IFF_TUN, IFF_TAP, IFF_NO_PI = 1, 2, 0x1000

libc = ctypes.CDLL(None, use_errno=True)


def run(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stdout.strip()}")
    return done.stdout


class Namespace:
    """A network namespace; `with namespace:` moves the calling thread (and what it starts) into it."""

    def __init__(self, role):
        self.name = f"tcpinspect-{os.getpid()}-{role}"
        run("ip", "netns", "add", self.name)
        self.descriptor = os.open(f"/var/run/netns/{self.name}", os.O_RDONLY)
        self.homes = []
        self.ip("link", "set", "lo", "up")

    def __enter__(self):
        self.homes.append(os.open(f"/proc/self/task/{threading.get_native_id()}/ns/net", os.O_RDONLY))
        self._move(self.descriptor)
        return self

    def __exit__(self, *_):
        home = self.homes.pop()
        self._move(home)
        os.close(home)

    @staticmethod
    def _move(descriptor):
        if libc.setns(descriptor, CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")

    def ip(self, *arguments):
        return run("ip", "-n", self.name, *arguments)

    def set(self, **settings):
        """`ipv4__tcp_timestamps=0` writes 0 to net.ipv4.tcp_timestamps."""
        with self:
            for key, value in settings.items():
                with open("/proc/sys/net/" + key.replace("__", "/"), "w") as file:
                    file.write(str(value))

    def socket(self, *arguments):
        """A socket stays in the namespace where it was made."""
        with self:
            return socket.socket(*arguments)

    def offload(self, interface, **features):
        """Switches the features of ETHTOOL_SETTERS, as `ethtool -K` does."""
        with self.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
            for feature, value in features.items():
                order = array.array("B", struct.pack("=II", ETHTOOL_SETTERS[feature], value))
                address, _ = order.buffer_info()
                fcntl.ioctl(control, SIOCETHTOOL,
                            struct.pack("16sP16x", interface.encode(), address))

    def close(self):
        os.close(self.descriptor)
        run("ip", "netns", "del", self.name)


@contextlib.contextmanager
def namespaces(*roles):
    made = []
    try:
        for role in roles:
            made.append(Namespace(role))
        yield made if len(made) > 1 else made[0]
    finally:
        for namespace in made:
            namespace.close()


def veth(left, left_name, right, right_name, left_mac, right_mac, indexes=(None, None), mtu=1500):
    """A cable between two namespaces. Checksums are computed before the packet leaves (no offload)."""
    index = lambda number: ("index", str(number)) if number else ()
    left.ip("link", "add", left_name, *index(indexes[0]), "address", left_mac, "mtu", str(mtu),
            "type", "veth", "peer", "name", right_name, *index(indexes[1]), "address", right_mac,
            "mtu", str(mtu), "netns", right.name)
    for namespace, name in ((left, left_name), (right, right_name)):
        namespace.offload(name, tx=0, rx=0, tso=0, gso=0, gro=0)


def up(namespace, interface, *addresses):
    for address in addresses:
        extra = ("nodad",) if ":" in address else ()
        namespace.ip("address", "add", address, "dev", interface, *extra)
    namespace.ip("link", "set", interface, "up")


def tunnel_device(namespace, name, kind=IFF_TAP, mac=None):
    """The descriptor of a new tap (frames) or tun (IP packets) device."""
    with namespace:
        descriptor = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(descriptor, TUNSETIFF, struct.pack("16sH22x", name.encode(), kind | IFF_NO_PI))
    if mac:
        namespace.ip("link", "set", name, "address", mac)
    return descriptor


class Wire:
    """Carries what two tap or tun devices send, as a switch or a bad link does.

    `carry(packet, from_left)` returns the packets that arrive at the other end: none loses it.
    """

    def __init__(self, left, right, carry=lambda packet, from_left: [packet]):
        self.left, self.right, self.carry = left, right, carry
        self.stopper, self.stop = os.pipe()
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self):
        ends = {self.left: (self.right, True), self.right: (self.left, False)}
        while True:
            ready, _, _ = select.select([*ends, self.stopper], [], [])
            if self.stopper in ready:
                return
            for descriptor in ready:
                other, from_left = ends[descriptor]
                try:
                    packet = os.read(descriptor, 65536)
                except BlockingIOError:
                    continue
                for arriving in self.carry(packet, from_left):
                    with contextlib.suppress(OSError):  # the other end is not up yet
                        os.write(other, arriving)

    def close(self):
        os.write(self.stop, b"x")
        self.thread.join()
        for descriptor in (self.left, self.right, self.stop, self.stopper):
            os.close(descriptor)


class Link(Wire):
    """The same with a delay each way and a rate, as a long path has; its clock is the machine's.

    `loses(packet, from_left)` tells which packets never arrive.
    """

    def __init__(self, left, right, delay, rate, loses=lambda packet, from_left: False):
        self.delay, self.rate, self.loses = delay, rate, loses
        super().__init__(left, right)

    def _run(self):
        ends = {self.left: (self.right, True), self.right: (self.left, False)}
        free = {self.left: 0.0, self.right: 0.0}
        due = {self.left: [], self.right: []}  # by sender: (time, packet), oldest first
        while True:
            first = min((queue[0][0] for queue in due.values() if queue), default=None)
            wait = None if first is None else max(0, first - time.monotonic())
            ready, _, _ = select.select([*ends, self.stopper], [], [], wait)
            if self.stopper in ready:
                return
            now = time.monotonic()
            for descriptor in ready:
                with contextlib.suppress(BlockingIOError):
                    packet = os.read(descriptor, 65536)
                    if not self.loses(packet, ends[descriptor][1]):
                        free[descriptor] = max(free[descriptor], now) + len(packet) * 8 / self.rate
                        due[descriptor].append((free[descriptor] + self.delay, packet))
            for descriptor, queue in due.items():
                while queue and queue[0][0] <= time.monotonic():
                    with contextlib.suppress(OSError):
                        os.write(ends[descriptor][0], queue.pop(0)[1])


def settle(*pairs):
    """Waits until the interfaces have finished what they send by themselves when they come up."""
    for namespace, interface in pairs:
        for _ in range(100):
            if "tentative" not in namespace.ip("address", "show", "dev", interface):
                break
            time.sleep(0.05)
    time.sleep(0.1)
