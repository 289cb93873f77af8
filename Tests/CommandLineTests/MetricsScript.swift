/// A script in Python that makes real connections over loopback and reads the metrics of a capture of them.
///
/// Its arguments are the command, a folder, and the name of a part.
enum MetricsScript {
  /// What all parts share: a server, a capture, requests.
  static let common = #"""
    import os, re, signal, socket, struct, subprocess, sys, time, urllib.error, urllib.request
    command, folder, part = sys.argv[1:]
    server = socket.create_server(('127.0.0.1', 0))
    port = server.getsockname()[1]
    closed = socket.socket(); closed.bind(('127.0.0.1', 0)); refused = closed.getsockname()[1]

    def capture(*options, subcommand='connections'):
        process = subprocess.Popen(
            [command, subcommand, '-Z', 'root', '-i', 'lo', '-n', '--format', 'ndjson', *options,
             f'tcp port {port} or tcp port {refused}'],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        address = None
        for line in process.stderr:
            found = re.match(r'metrics at (http://127\.0\.0\.1:\d+/metrics)$', line)
            if found: address = found[1]
            if line.startswith('listening on'): break
        return process, address

    def talk(count):
        """Connections of 1,000 bytes there and 5,000 back."""
        for _ in range(count):
            client = socket.create_connection(('127.0.0.1', port))
            peer, _ = server.accept()
            client.sendall(bytes(1000)); got = 0
            while got < 1000: got += len(peer.recv(1000))
            peer.sendall(bytes(5000)); got = 0
            while got < 5000: got += len(client.recv(5000))
            client.close(); peer.close()

    def scrape(address, accept='application/openmetrics-text'):
        request = urllib.request.Request(address, headers={'Accept': accept})
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.headers['Content-Type'], answer.read().decode()

    def number(text, name):
        for line in text.splitlines():
            if line.startswith(name + ' '): return float(line.split()[-1])
        return None

    def wait_for(condition):
        for _ in range(200):
            value = condition()
            if value: return value
            time.sleep(0.1)
        sys.exit('never: ' + str(condition))

    ended = f'tcpinspect_ended_connections_total{{service="{port}/tcp"}}'

    def check(condition, *what):
        if not condition: sys.exit('wrong: ' + repr(what))

    """#

  /// Counts of connections, both forms, the file, and promtool.
  static let counts = #"""
    path = os.path.join(folder, 'tcpinspect.prom')
    process, address = capture('--metrics-listen', '0', '--metrics-file', path)
    check(number(open(path).read(), 'tcpinspect_captured_packets_total') == 0, 'first file')
    talk(5)
    for _ in range(3):
        try: socket.create_connection(('127.0.0.1', refused))
        except ConnectionRefusedError: pass
    # A port that refuses has no label of its own: a scan would fill them.
    def done():
        text = scrape(address)[1]
        failed = 'tcpinspect_failed_connections_total{service="other",reason="refused"}'
        return number(text, ended) == 5 and number(text, failed) == 3 and text
    text = wait_for(done)
    check(text.endswith('\n# EOF\n'), 'end')
    check(number(text, 'tcpinspect_opened_connections_total') == 8, 'opened')
    check(number(text, 'tcpinspect_live_connections') == 0, 'live')
    check(number(text, f'tcpinspect_handshake_seconds_count{{service="{port}/tcp",to="server"}}') == 5, 'handshakes')
    sent = number(text, f'tcpinspect_connection_bytes_total{{service="{port}/tcp",sender="server"}}')
    check(5 * 5000 < sent < 5 * 7000, 'bytes', sent)
    check(number(text, 'tcpinspect_dropped_packets_total{by="kernel"}') == 0, 'drops')
    check('127.0.0.1' not in text, 'an address')
    kind, openly = scrape(address)
    check(kind == 'application/openmetrics-text; version=1.0.0; charset=utf-8', kind)
    kind, plain = scrape(address, '*/*')
    check(kind == 'text/plain; version=0.0.4; charset=utf-8', kind)
    process.send_signal(signal.SIGINT)
    check(process.wait(20) == 0, 'status')
    file = open(path).read()
    check(number(file, ended) == 5, 'last file')
    check(os.listdir(folder) == ['tcpinspect.prom'], os.listdir(folder))
    for text in (plain, file):
        result = subprocess.run(['promtool', 'check', 'metrics'], input=text, text=True, capture_output=True)
        check(result.returncode == 0 and not result.stderr + result.stdout, result)
    """#

  /// A Prometheus scrapes, and answers questions about what it read.
  static let prometheus = #"""
    import json
    process, address = capture('--metrics-listen', '127.0.0.1:0')
    with open(os.path.join(folder, 'prometheus.yml'), 'w') as file:
        file.write('global: {scrape_interval: 1s}\nscrape_configs:\n- job_name: tcpinspect\n  static_configs:\n'
                   f'  - targets: ["{address[7:-8]}"]\n')
    other = socket.create_server(('127.0.0.1', 0)); web = other.getsockname()[1]; other.close()
    prometheus = subprocess.Popen(
        ['prometheus', '--config.file', os.path.join(folder, 'prometheus.yml'), '--storage.tsdb.path',
         os.path.join(folder, 'data'), '--web.listen-address', f'127.0.0.1:{web}'],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    def ask(path):
        try:
            with urllib.request.urlopen(f'http://127.0.0.1:{web}/api/v1/{path}', timeout=5) as answer:
                return json.load(answer)['data']
        except (OSError, KeyError): return None
    def query(text):
        data = ask('query?query=' + urllib.request.quote(text))
        return [float(row['value'][1]) for row in data['result']] if data else None
    try:
        talk(5)
        wait_for(lambda: query(ended) == [5])
        check(query('up{job="tcpinspect"}') == [1], 'up')
        quantile = query(f'histogram_quantile(0.99, tcpinspect_round_trip_seconds_bucket{{service="{port}/tcp",to="client"}})')
        check(len(quantile) == 1 and 0 < quantile[0] < 1, quantile)
        types = {name: rows[0]['type'] for name, rows in ask('metadata').items()}
        check(types.get('tcpinspect_ended_connections') == 'counter', types)
        check(types.get('tcpinspect_handshake_seconds') == 'histogram', types)
        # Each question of the dashboard is one that Prometheus understands, about numbers that are there.
        board = json.load(open(os.environ['DASHBOARD']))
        names = set(ask('label/__name__/values'))
        for panel in board['panels']:
            for target in panel.get('targets', []):
                text = target['expr'].replace('$__rate_interval', '1m').replace('$service', '.*').replace('$instance', '.*')
                check(query(text) is not None, text)
                for name in re.findall(r'\btcpinspect_\w+', text): check(name in names, name, names)
    finally:
        prometheus.terminate(); prometheus.wait()
    process.send_signal(signal.SIGINT)
    check(process.wait(20) == 0, 'status')
    """#

  /// Clients that are slow, silent or wrong.
  static let hostile = #"""
    process, address = capture('--metrics-listen', '0')
    place = ('127.0.0.1', int(address.split(':')[2].split('/')[0]))
    descriptors = len(os.listdir(f'/proc/{process.pid}/fd'))
    silent = [socket.create_connection(place) for _ in range(60)]
    for client in silent[::2]: client.send(b'GET /metr')
    start = time.monotonic()
    check('# EOF' in scrape(address)[1], 'beside silent ones')
    check(time.monotonic() - start < 2, time.monotonic() - start)
    check(len(os.listdir(f'/proc/{process.pid}/fd')) <= descriptors + 17, 'descriptors')
    def answer(request):
        client = socket.create_connection(place); client.settimeout(10)
        client.sendall(request)
        got = b''
        while True:
            try: more = client.recv(65536)
            except ConnectionResetError: break
            if not more: break
            got += more
        return got.decode()
    check(answer(b'GET / HTTP/1.1\r\n\r\n').startswith('HTTP/1.1 404 '), 404)
    check(answer(b'POST /metrics HTTP/1.1\r\n\r\n').startswith('HTTP/1.1 405 '), 405)
    check(answer(b'\x16\x03\x01\x00\n\n').startswith('HTTP/1.1 400 '), 400)
    check(answer(b'GET /' + b'a' * 8187).startswith('HTTP/1.1 431 '), 431)
    head = answer(b'HEAD /metrics HTTP/1.1\r\n\r\n')
    check(head.startswith('HTTP/1.1 200 OK') and head.endswith('\r\n\r\n'), head)
    # Silent ones are gone after their time.
    wait_for(lambda: len(os.listdir(f'/proc/{process.pid}/fd')) <= descriptors)
    check('# EOF' in scrape(address)[1], 'at the end')
    process.send_signal(signal.SIGINT)
    check(process.wait(20) == 0, 'status')
    """#

  /// A scrape is answered while packets come slowly and fast, and nothing is lost.
  static let busy = #"""
    process, address = capture('--metrics-listen', '0', subcommand='events')
    for turn in range(3):
        talk(200)
        check('# EOF' in scrape(address)[1], 'scrape')
    text = wait_for(lambda: (lambda text: number(text, ended) == 600 and text)(scrape(address)[1]))
    captured = number(text, 'tcpinspect_captured_packets_total')
    process.send_signal(signal.SIGINT)
    lines = process.stderr.read()
    check(process.wait(20) == 0, 'status')
    check(f'{int(captured)} packets captured' in lines and '0 packets dropped by kernel' in lines, captured, lines)
    """#
}
