"""The machines of the recordings: two on one cable, two on a wire of ours, or two with a router between."""
import contextlib

from . import packets as make
from .network import IFF_TAP, Link, Wire, namespaces, settle, tunnel_device, up, veth

CLIENT, SERVER, CLIENT6, SERVER6 = make.CLIENT, make.SERVER, make.CLIENT6, make.SERVER6
CLIENT_MAC, SERVER_MAC = "08:00:27:ac:42:63", "08:00:27:35:56:d8"
ROUTER_MACS = ("08:00:27:01:00:01", "08:00:27:01:00:02")
ECHO_PORT, MESSAGE_PORT, CLOSED_PORT, CLIENT_PORT = 50007, 50000, 50001, 40986


@contextlib.contextmanager
def neighbours(**options):
    """The textbook's two machines on one cable."""
    with namespaces("client", "server") as (client, server):
        veth(client, "eth0", server, "eth0", CLIENT_MAC, SERVER_MAC, **options)
        up(client, "eth0", CLIENT + "/24", CLIENT6 + "/64")
        up(server, "eth0", SERVER + "/24", SERVER6 + "/64")
        settle((client, "eth0"), (server, "eth0"))
        yield client, server


@contextlib.contextmanager
def wired(kind, carry=lambda packet, from_left: [packet]):
    """The same two, each with a tap or tun device, and a wire in this program between them."""
    with namespaces("client", "server") as (client, server):
        taps = kind == IFF_TAP
        ends = (tunnel_device(client, "tap0" if taps else "tun0", kind, CLIENT_MAC if taps else None),
                tunnel_device(server, "tap0" if taps else "tun0", kind, SERVER_MAC if taps else None))
        wire = Wire(*ends, carry)
        try:
            name = "tap0" if taps else "tun0"
            up(client, name, CLIENT + "/24", CLIENT6 + "/64")
            up(server, name, SERVER + "/24", SERVER6 + "/64")
            settle((client, name), (server, name))
            yield client, server
        finally:
            wire.close()


@contextlib.contextmanager
def distant(delay, rate, loses=lambda packet, from_left: False):
    """The same two with taps, far from each other: seconds each way, bits a second."""
    with namespaces("client", "server") as (client, server):
        ends = (tunnel_device(client, "tap0", IFF_TAP, CLIENT_MAC),
                tunnel_device(server, "tap0", IFF_TAP, SERVER_MAC))
        link = Link(*ends, delay, rate, loses)
        try:
            for namespace, address, peer, mac in ((client, CLIENT, SERVER, SERVER_MAC),
                                                  (server, SERVER, CLIENT, CLIENT_MAC)):
                up(namespace, "tap0", address + "/24")
                namespace.ip("neighbour", "replace", peer, "lladdr", mac, "dev", "tap0")
            settle((client, "tap0"), (server, "tap0"))
            yield client, server
        finally:
            link.close()


@contextlib.contextmanager
def routed():
    """client - router - server; the far link has an MTU of 1,400."""
    with namespaces("client", "router", "server") as (client, router, server):
        veth(client, "eth0", router, "near", CLIENT_MAC, ROUTER_MACS[0])
        veth(router, "far", server, "eth0", ROUTER_MACS[1], SERVER_MAC, mtu=1400)
        for namespace in (client, router, server):
            namespace.set(ipv4__icmp_ratelimit=0, ipv6__icmp__ratelimit=0)
        router.set(ipv4__ip_forward=1, ipv6__conf__all__forwarding=1)
        up(client, "eth0", CLIENT + "/24", CLIENT6 + "/64")
        up(router, "near", "10.0.2.1/24", "2001:db8:0:2::1/64")
        up(router, "far", "10.0.3.1/24", "2001:db8:0:3::1/64")
        up(server, "eth0", "10.0.3.4/24", "2001:db8:0:3::4/64")
        client.ip("route", "add", "default", "via", "10.0.2.1")
        client.ip("-6", "route", "add", "default", "via", "2001:db8:0:2::1")
        server.ip("route", "add", "default", "via", "10.0.3.1")
        server.ip("-6", "route", "add", "default", "via", "2001:db8:0:3::1")
        router.ip("route", "add", "prohibit", "198.51.100.0/24")
        router.ip("route", "add", "203.0.113.0/24", "via", SERVER)
        router.ip("-6", "route", "add", "prohibit", "2001:db8:51::/48")
        router.ip("-6", "route", "add", "2001:db8:113::/48", "via", "fe80::4", "dev", "near")
        with router:
            for family in ("ipv4", "ipv6"):
                with open(f"/proc/sys/net/{family}/neigh/far/retrans_time_ms", "w") as file:
                    file.write("50")
        settle((client, "eth0"), (router, "near"), (router, "far"), (server, "eth0"))
        yield client, router, server
