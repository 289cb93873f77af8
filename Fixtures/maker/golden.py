"""What tcpdump says of the fixtures: golden/NAME.FLAGS.txt, listed in golden.json; SETS has other flags."""
import json
import os
import subprocess

from .handmade_carriers import LINKS as CARRIERS
from .handmade_older import TYPES
from .handmade_services import GROUPS
from .handmade_tunnels import LINKS

VERSION = "4.99.3"
NAMES = {"#": "number"}
PLAIN, LOUD, LINK = ["-n"], ["-n", "-vv"], ["-n", "-e"]
BASE = [PLAIN, LOUD]
APPLICATION = [PLAIN, ["-n", "-v"], ["-n", "-vvv"], ["-n", "-q"], ["-n", "-X"]]
EVERY_FORMAT = [["-n", flag] for flag in (
    "-v", "-S", "-q", "-#", "-t", "-tt", "-ttt", "-tttt", "-ttttt", "-x", "-xx", "-X", "-XX", "-A",
    "--nano")] + [["-n", "-e", "-vv", "-#", "-XX"]]
# Other sets than BASE: more where there is something to see, less where another text has every word.
SETS = {
    "echo-ipv4": [*BASE, LINK, *EVERY_FORMAT],
    "echo-ipv6": [*BASE, LINK, ["-n", "-q"], ["-n", "-X"], ["-n", "-S"]],
    "udp-message": [*BASE, LINK, ["-n", "-v"], ["-n", "-q"]],
    "udp-fragments": [*BASE, ["-n", "-v"], ["-n", "-q"]],
    "checksums": [*BASE, ["-n", "-v"]],
    "textbook-packet": [*BASE, LINK, ["-n", "-XX"]],
    "link-layers": [*BASE, LINK, ["-n", "-X"]],
    "tcp-options": [LOUD], "tcp-options-handmade": [LOUD],
    "cooked2": [PLAIN, LINK], "loopback-loop": [LINK],
    "tunnels": [*BASE, ["-n", "-v"], LINK, ["-n", "-x"]], "sctp-chunks": [*BASE, ["-n", "-q"]],
    "dccp-packets": [*BASE, ["-n", "-v"], ["-n", "-q"]], "sctp-loss": [PLAIN],
    "spanning-tree": [PLAIN, LINK],
} | {
    f"link-{name}": [LOUD, LINK, ["-n", "-x"]] for name in [*LINKS, *CARRIERS]
} | {
    name: [*BASE, ["-n", "-v"], LINK] for name in (
        "igmp", "pim", "gateways", "ospf", "ospf-version3", "isis", "spanning-trees", "discovery",
        "management", "origins-and-homes", "reservations", "osi")
} | {
    name: [PLAIN, ["-n", "-v"], ["-n", "-vvv"]] for name in GROUPS
} | {
    name: [*BASE, ["-n", "-v"], LINK, ["-n", "-v", "-e"], ["-n", "-x"]]
    for name in ("wireless-management", "rarer-transports")
} | {
    f"type-{name}": [[*flags, "-T", name] for flags in (PLAIN, LOUD, ["-n", "-x"])] for name in [*TYPES, "carp"]
} | {
    name: [PLAIN, ["-n", "-vvvv"], ["-n", "-x"]] for name in ("link-low-rate", "link-low-rate-unchecked", "link-low-rate-tap")
} | {
    f"tftp-{name}": [PLAIN] for name in ("missing", "read", "window", "write")
} | {name: [*BASE, LINK] for name in ("arp", "vlan", "cooked", "loopback-null", "raw-ip", "icmpv6")} | {
    f"application-{name}": APPLICATION for name in ("dhcp", "dns", "http", "ntp", "snmp")} | {
    "application-radius": [PLAIN, ["-n", "-v"], LOUD], "application-ike": [PLAIN, ["-n", "-v"], LOUD], "application-routing": [PLAIN, ["-n", "-v"]], "path-tests": [PLAIN, ["-n", "-v"], LINK],
    "vendor-links": [PLAIN, LOUD, LINK, ["-n", "-x"]], "point-to-point": [PLAIN, ["-n", "-v"], LOUD, LINK, ["-n", "-x"]], "appletalk": [PLAIN, LOUD, LINK, ["-n", "-x"]], "services-afs": [PLAIN, ["-n", "-v"], ["-n", "-vvv"]], "services-older": [PLAIN, ["-n", "-v"], ["-n", "-vvv"], ["-n", "-x"]],
    "link-management": [*BASE, ["-n", "-v"], ["-n", "-x"], ["-n", "-v", "-x"]]}
# What tcpinspect prints otherwise on purpose, or is an application that it does not decode; many packets of one kind.
WITHOUT = {"offload-length-zero", "syn-flood", "port-scan", "server-down",
           "cubic-loss", "zero-window"} | {
    f"quic-{name}"
    for name in ("negotiation", "rebinding", "refused", "retry", "upgrade", "v1", "v2")
}


def file_name(fixture, flags):
    words = [NAMES.get(flag.lstrip("-"), flag.lstrip("-")) for flag in flags]
    return f"golden/{fixture}.{'-'.join(words)}.txt"


def tcpdump_version():
    text = subprocess.run(["tcpdump", "--version"], capture_output=True, text=True).stdout
    return text.split()[2]


def regenerate(folder):
    version = tcpdump_version()
    if version != VERSION:
        raise SystemExit(f"make-fixtures: goldens are tcpdump {VERSION}'s, this one is {version}")
    os.makedirs(os.path.join(folder, "golden"), exist_ok=True)
    entries, kept = [], set()
    environment = dict(os.environ, TZ="UTC", LC_ALL="C")
    fixtures = sorted(name[:-5] for name in os.listdir(folder) if name.endswith(".pcap"))
    for fixture in fixtures:
        if fixture in WITHOUT:
            continue
        for flags in SETS.get(fixture, BASE):
            golden = file_name(fixture, flags)
            if golden in kept:
                raise RuntimeError(f"two flag sets share {golden}")
            # Outside the machine's network: interface names of a cooked capture are the reader's.
            done = subprocess.run(
                ["unshare", "--net", "tcpdump", *flags, "-r", os.path.join(folder, fixture + ".pcap")],
                capture_output=True, env=environment, check=True)
            with open(os.path.join(folder, golden), "wb") as file:
                file.write(done.stdout)
            kept.add(golden)
            entries.append({"fixture": fixture + ".pcap", "arguments": flags, "golden": golden})
    for name in os.listdir(os.path.join(folder, "golden")):
        if "golden/" + name not in kept:
            os.remove(os.path.join(folder, "golden", name))
    with open(os.path.join(folder, "golden.json"), "w") as file:
        rows = ",\n".join("    " + json.dumps(entry) for entry in entries)
        file.write(f'{{\n  "tool": "tcpdump",\n  "version": "{version}",\n'
                   f'  "environment": {{"TZ": "UTC", "LC_ALL": "C"}},\n  "runs": [\n{rows}\n  ]\n}}\n')
    return len(entries)
