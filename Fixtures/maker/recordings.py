"""Every fixture that is recorded from real sockets on real kernels."""
from . import recordings_control as control
from . import recordings_floods as floods
from . import recordings_fragments as fragments
from . import recordings_link as link
from . import recordings_streams as streams
from . import recordings_transport as transport
from . import recordings_windows as windows

RECORDINGS = {
    "echo-ipv4": transport.echo_ipv4,
    "echo-ipv6": transport.echo_ipv6,
    "echo-offload": transport.echo_offload,
    "segmentation": transport.segmentation,
    "handshake-data": transport.handshake_data,
    "ports": transport.ports,
    "tcp-options": transport.tcp_options,
    "tcp-flags": transport.tcp_flags,
    "resets": transport.resets,
    "udp-message": transport.udp_message,
    "udp-fragments": transport.udp_fragments,
    "fragments-small": fragments.fragments_small,
    "fragments-mixed": fragments.fragments_mixed,
    "sctp": streams.sctp,
    "sctp-loss": streams.sctp_loss,
    "vlan": link.vlan,
    "cooked": link.cooked,
    "cooked2": link.cooked2,
    "loopback-null": link.loopback_null,
    "loopback-loop": link.loopback_loop,
    "raw-ip": link.raw_ip,
    "spanning-tree": link.spanning_tree,
    "icmp-errors": control.icmp_errors,
    "icmpv6": control.icmpv6,
    "arp": control.arp,
    "syn-flood": floods.syn_flood,
    "port-scan": floods.port_scan,
    "server-down": floods.server_down,
    "cubic-loss": windows.cubic_loss,
    "zero-window": windows.zero_window,
    "tftp": windows.tftp,
}
