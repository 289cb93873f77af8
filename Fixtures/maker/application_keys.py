"""FreeRADIUS and strongSwan: users, accounting and security associations, recorded by make-applications."""
import os
import subprocess
import time

from .processes import NULL, run, start

RADIUS = """
prefix = /usr
libdir = /usr/lib/freeradius
logdir = {folder}
run_dir = {folder}
pidfile = {folder}/pid
security {{
  status_server = yes
  allow_vulnerable_openssl = yes
}}
client local {{
  ipaddr = 127.0.0.1
  secret = testing123
  require_message_authenticator = no
}}
modules {{
  pap {{
  }}
  chap {{
  }}
  always ok {{
    rcode = ok
  }}
  files {{
    usersfile = {folder}/users
  }}
}}
server default {{
  listen {{
    type = auth
    ipaddr = 127.0.0.1
    port = 1812
  }}
  listen {{
    type = acct
    ipaddr = 127.0.0.1
    port = 1813
  }}
  authorize {{
    files
    chap
    pap
  }}
  authenticate {{
    Auth-Type PAP {{
      pap
    }}
    Auth-Type CHAP {{
      chap
    }}
  }}
  accounting {{
    ok
  }}
}}
"""

RADIUS_USERS = """
anna Cleartext-Password := "secret"
  Service-Type = Framed-User, Framed-Protocol = PPP, Framed-IP-Address = 192.0.2.10, Framed-IP-Netmask = 255.255.255.0,
  Framed-Route = "198.51.100.0/24 192.0.2.10 1", Framed-MTU = 1500, Session-Timeout = 3600, Idle-Timeout = 600, Class = 0x0102,
  Filter-Id = "a filter", Reply-Message = "Hello, anna", Tunnel-Type:1 = VLAN, Tunnel-Medium-Type:1 = IEEE-802,
  Tunnel-Private-Group-Id:1 = "42", Cisco-AVPair = "shell:priv-lvl=15", Framed-IPv6-Prefix = 2001:db8:7::/64,
  Framed-Interface-Id = 0:0:0:1, Acct-Interim-Interval = 300, Port-Limit = 2
"""


def radius(folder):
    """Users with the right and a wrong password by PAP and CHAP, a session that is accounted, and the server's status."""
    for name, text in (("radiusd.conf", RADIUS.format(folder=folder)), ("users", RADIUS_USERS)):
        with open(os.path.join(folder, name), "w") as file:
            file.write(text)
    server = start("freeradius", "-f", "-d", folder, "-D", "/usr/share/freeradius", "-l", folder + "/log")
    time.sleep(2)
    port = "NAS-IP-Address=127.0.0.1, NAS-Port=17, NAS-Port-Type=Ethernet, Called-Station-Id=02-00-00-00-00-01, Calling-Station-Id=02-00-00-00-00-02"
    session = f"User-Name=anna, Acct-Session-Id=0000002A, Framed-IP-Address=192.0.2.10, {port}"
    counts = "Acct-Session-Time=60, Acct-Input-Octets=1000, Acct-Output-Octets=2000, Acct-Input-Packets=10, Acct-Output-Packets=20"
    for kind, words in (("auth", f"User-Name=anna, User-Password=secret, {port}"), ("auth", f"User-Name=anna, User-Password=wrong, {port}"),
                        ("auth", f"User-Name=anna, CHAP-Password=secret, {port}"), ("auth", "User-Name=nobody, User-Password=secret"),
                        ("acct", f"Acct-Status-Type=Start, {session}"), ("acct", f"Acct-Status-Type=Interim-Update, {session}, {counts}"),
                        ("acct", f"Acct-Status-Type=Stop, {session}, {counts}, Acct-Terminate-Cause=User-Request"), ("status", "Message-Authenticator=0x00")):
        subprocess.run(["radclient", "-r", "1", "-t", "3", "127.0.0.1:" + ("1813" if kind == "acct" else "1812"), kind, "testing123"],
                       input=words + "\n", text=True, stdout=NULL, stderr=NULL, timeout=20)
    return [server]


IKE = """
connections {{
  {port} {{
    version = 2
    local_addrs = 192.0.2.{n}
    remote_addrs = 192.0.2.{other}
    proposals = aes128-sha256-x25519-modp2048
    dpd_delay = 2s
    local {{
      auth = psk
      id = {port}.example
    }}
    remote {{
      auth = psk
      id = {peer}.example
    }}
    children {{
      net {{
        local_ts = 198.51.100.{n}/32
        remote_ts = 198.51.100.{other}/32
        esp_proposals = aes128-sha256-x25519
      }}
    }}
  }}
}}
secrets {{
  ike-1 {{
    secret = "a secret of both"
  }}
}}
"""


def ike(folder):
    """Two hosts of strongSwan agree on a security association by IKEv2, make its keys anew, ask for life, and delete it."""
    daemons, sides = [], {}
    for number, port, peer in ((1, "left", "right"), (2, "right", "left")):
        prefix = ("ip", "netns", "exec", "right") if port == "right" else ()
        home = os.path.join(folder, port)
        os.makedirs(home)
        with open(home + "/swanctl.conf", "w") as file:
            file.write(IKE.format(n=number, other=3 - number, port=port, peer=peer))
        with open(home + "/strongswan.conf", "w") as file:
            file.write(f"charon-systemd {{\n load_modular = yes\n plugins {{\n  include /etc/strongswan.d/charon/*.conf\n  vici {{\n   socket = unix://{home}/vici\n"
                       "  }\n }\n}\n")
        environment = dict(os.environ, STRONGSWAN_CONF=home + "/strongswan.conf")
        daemons.append(start(*prefix, "charon-systemd", env=environment))
        sides[port] = (*prefix, "swanctl", "--uri", f"unix://{home}/vici")
        time.sleep(2)
        run(*sides[port][:-2], "--load-all", "--noprompt", "--file", home + "/swanctl.conf", *sides[port][-2:])
    for words in ("--initiate --child net --timeout 5", "--rekey --child net", "--rekey --ike left", "--terminate --ike left --timeout 5"):
        run(*sides["left"][:1], *words.split(), *sides["left"][1:])
        time.sleep(3)
    return daemons
