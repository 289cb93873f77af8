"""The records of the subcommands that follow connections: records/NAME.SUBCOMMAND.FORMAT, held against tshark.

They are tcpinspect's own words, so each is checked here before it is kept: what tshark says of the same capture, counted by another
program from other code, has to be the same, but for the differences that are named below with their reasons.
"""
import collections
import json
import os
import subprocess

FORMATS = ("ndjson", "csv", "table")
ALL = [(command, form) for command in ("connections", "states", "events") for form in FORMATS]
# What is shown of a fixture: everything, or what is of interest there; a number is a page on this connection.
SHOWN = {
    "handshake-data": [*ALL, 0], "tcp-options": [*ALL, 4, 6], "tcp-flags": [*ALL, 0],
    "udp-message": [("connections", form) for form in FORMATS] + [2],
    "icmp-errors": [("connections", "ndjson")], "vlan": [("connections", "ndjson")],
    "echo-ipv6": [("connections", "ndjson"), ("states", "table")],
    "segmentation": [("connections", "ndjson")], "ports": [("connections", "table")],
    "server-down": [("events", "ndjson"), ("connections", "table")],
}
FLAGS = {
    "retransmission": "retransmitted", "fast_retransmission": "retransmitted", "spurious_retransmission": "retransmitted",
    "out_of_order": "out_of_order", "lost_segment": "lost_segment", "ack_lost_segment": "ack_lost_segment",
    "duplicate_ack_num": "duplicate_ack", "keep_alive": "keep_alive", "keep_alive_ack": "keep_alive_ack",
    "zero_window": "zero_window", "window_update": "window_update", "window_full": "window_full", "reused_ports": "port_reuse"}
AGAIN = ("retransmission", "fast_retransmission", "timeout_retransmission", "tail_loss_probe", "spurious_retransmission")
# tshark calls them out of order, within 3 ms of the segment behind them: SACK blocks show that they had been lost, and the capture
# has each of them twice, at 57 and 59 for the second time.
# Packets 85 to 94 signal data acknowledgments and the end of data of Multipath TCP, which are no duplicates (RFC 8684, section 3.3.2).
DIFFERENT = {("tcp-options", packet) for packet in (57, 59, 85, 86, 87, 88, 89, 92, 93, 94)}
# Packet 27 is a first fragment, of which tshark tells no ports as long as the others do not come.
DIFFERENT_CONNECTIONS = {("icmp-errors", 7)}
FIELDS = ("frame.number frame.time_epoch ip.src ipv6.src tcp.srcport udp.srcport ip.len ipv6.plen tcp.len udp.length "
          "tcp.flags.syn tcp.flags.fin tcp.flags.reset tcp.options.mss_val tcp.options.wscale.shift ip.ttl ipv6.hlim "
          "tcp.window_size tcp.stream udp.stream").split()


def tshark(path, fields, only="tcp or udp"):
    """Rows of the fields of packets, the outermost where a header comes twice."""
    command = ["tshark", "-n", "-r", path, "-Y", only, "-T", "fields", "-E", "occurrence=f"]
    for field in fields:
        command += ["-e", field]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [dict(zip(fields, line.split("\t"))) for line in done.stdout.splitlines()]


def expected(path):
    """{(source address, port, number of its stream): what tshark counts of what it sent}"""
    sent = collections.defaultdict(lambda: collections.Counter(packets=0))
    for row in tshark(path, FIELDS, "(tcp or udp) and not icmp and not icmpv6"):
        transport = "tcp" if row["tcp.stream"] else "udp"
        key = (row["ip.src"] or row["ipv6.src"], int(row[transport + ".srcport"]), transport, row[transport + ".stream"])
        one, old = sent[key], sent[key]["packets"]
        one["packets"] += 1
        one["ip_bytes"] += int(row["ip.len"]) if row["ip.len"] else int(row["ipv6.plen"]) + 40
        one["payload_bytes"] += int(row["tcp.len"]) if transport == "tcp" else int(row["udp.length"]) - 8
        for flag, name in (("syn", "syn_count"), ("fin", "fin_count"), ("reset", "rst_count")):
            one[name] += int(row["tcp.flags." + flag] in ("1", "True"))
        if not old:
            one["ttl"] = int(row["ip.ttl"] or row["ipv6.hlim"])
        if row["tcp.options.mss_val"]:
            one["mss"] = int(row["tcp.options.mss_val"])
        if row["tcp.window_size"] and row["tcp.flags.syn"] not in ("1", "True") and row["tcp.flags.reset"] not in ("1", "True"):
            one["window_max"] = max(one["window_max"], int(row["tcp.window_size"]))
    return sent


def check_connections(fixture, path, text):
    """What of the connection records is not as tshark says."""
    wrong, left = [], expected(path)
    for record in map(json.loads, text.splitlines()):
        if record["protocol"] not in ("tcp", "udp"):
            continue
        for side, direction in (("client", "client_to_server"), ("server", "server_to_client")):
            ours, end = record[direction], record[side]
            keys = [k for k in left if k[:3] == (end["address"], end["port"], record["protocol"])]
            if not ours["packets"]:
                continue
            if not keys:
                wrong.append(f"{fixture}: tshark knows no sender {end}")
                continue
            theirs = left.pop(min(keys, key=lambda k: int(k[3])))
            for name, value in theirs.items():
                # A window is offered in packets that are neither SYN nor RST; of UDP nothing of this is there.
                if record["protocol"] == "udp" and name.endswith("_count") or name == "window_max" and not theirs["window_max"]:
                    continue
                # The window of a SYN counts too.
                if name == "window_max" and ours["syn_count"] and ours[name] > value:
                    continue
                if ours[name] != value and (fixture, record["connection"]) not in DIFFERENT_CONNECTIONS:
                    wrong.append(f"{fixture}: connection {record['connection']} {direction}.{name}: {ours[name]}, tshark {value}")
    wrong += [f"{fixture}: {key} is missing" for key in left]
    return wrong


def check_events(fixture, path, text):
    """What of the events is not as tshark's analysis says."""
    fields = ["frame.number", *["tcp.analysis." + flag for flag in FLAGS]]
    theirs = {(int(row["frame.number"]), kind) for row in tshark(path, fields, "tcp")
              for flag, kind in FLAGS.items() if row["tcp.analysis." + flag]}
    records = [json.loads(line) for line in text.splitlines()]
    ours = {(r["packet"], "retransmitted" if r["kind"] in AGAIN else r["kind"]) for r in records}
    return [f"{fixture}: packet {packet} {kind}: only {'ours' if (packet, kind) in ours else 'tshark'}"
            for packet, kind in sorted(ours ^ theirs) if (fixture, packet) not in DIFFERENT]


def regenerate(folder, command):
    target = os.path.join(folder, "records")
    os.makedirs(target, exist_ok=True)
    for name in os.listdir(target):
        os.remove(os.path.join(target, name))
    environment, wrong, count = dict(os.environ, TZ="UTC", LC_ALL="C"), [], 0
    for fixture, shown in SHOWN.items():
        path = os.path.join(folder, fixture + ".pcap")
        for what in shown:
            if isinstance(what, int):
                words, name = ["connections", "--connection", str(what), "--verbose"], f"{fixture}.page.{what}"
            else:
                words, name = [what[0], "--format", what[1]], f"{fixture}.{what[0]}.{what[1]}"
            text = subprocess.run([command, *words, "-n", "-r", path], capture_output=True, text=True, check=True, env=environment).stdout
            with open(os.path.join(target, name), "w") as file:
                file.write(text)
            count += 1
            if name.endswith(".connections.ndjson"):
                wrong += check_connections(fixture, path, text)
            if name.endswith(".events.ndjson"):
                wrong += check_events(fixture, path, text)
    for line in wrong:
        print(line)
    if wrong:
        raise SystemExit(f"make-fixtures: {len(wrong)} values are not as tshark says")
    return count
