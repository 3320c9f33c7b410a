#!/usr/bin/env python3
"""Runs the proxies of deploy/ in front of a server, and asks through them.

    python3 scripts/check_proxies.py --rapporteur target/release/rapporteur [--metrics FILE] [nginx] [caddy]

Checks GraphQL, event streams, WebSockets, whom the server counts as the client, and who sees /metrics. Needs openssl,
nginx, caddy, and an address of this machine beside loopback. Ports and certificates of the examples are replaced,
nothing else.
"""

import argparse
import contextlib
import http.client
import json
import os
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import graphql_websocket

PROJECT = Path(__file__).resolve().parent.parent
NAME = "declarations.example.org"
QUESTION = '{ ask(question: "Which declaration mentions gangs?") { status citations { quote } } }'
STREAM = 'subscription { askStream(question: "frontline officers") { __typename } }'
WATCH = "subscription { corpusChanged { digest } }"
READY_SECONDS = 120
# Not the default, so that it is seen where requests are counted.
RATE = 500


class CheckError(Exception):
    """Something does not hold; the message says what."""


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def own_address():
    """An address of this machine that is not loopback. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError as error:
            raise CheckError(f"this machine has no address beside loopback ({error})") from error
        return probe.getsockname()[0]


def start(command, log, **options):
    """A process whose output goes to a file."""
    with open(log, "wb") as out:
        return subprocess.Popen([str(part) for part in command], stdout=out, stderr=out, **options)


def await_port(process, port, log, ready):
    """Waits until `ready(port)` holds."""
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            if ready(port):
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise CheckError(f"nothing is ready on port {port}: {log.read_text(errors='replace')[-2000:]}")


def get(port, path):
    """Status and body, from the server itself."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def answers_readyz(port):
    """Whether the server can be asked."""
    return get(port, "/readyz")[0] == 200


@contextlib.contextmanager
def served(rapporteur, folder, settings=(), environment=()):
    """Runs a server whose data and log lie in `folder`, and gives its port and its process."""
    port, log = free_port(), folder / "server.log"
    command = [rapporteur.resolve(), "serve", "--listen", f"127.0.0.1:{port}", "--data-dir", folder / "data", *settings]
    process = start(command, log, cwd=PROJECT, env={**os.environ, **dict(environment)})
    try:
        await_port(process, port, log, answers_readyz)
        yield port, process
    finally:
        process.terminate()
        process.wait(30)


def create_key(rapporteur, folder, name):
    """A key for an administrator of the server whose data lie in `folder`."""
    command = [rapporteur.resolve(), "keys", "create", name, "--scope", "admin", "--data-dir", folder / "data"]
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout.strip()


def listens(port):
    """Whether anything listens."""
    socket.create_connection(("127.0.0.1", port), 5).close()
    return True


class Proxy:
    """A proxy in front of a server, and ways to ask through it."""

    def __init__(self, port, admin_key):
        self.port, self.admin_key = port, admin_key
        self.context = ssl.create_default_context()
        self.context.check_hostname = False
        self.context.verify_mode = ssl.CERT_NONE

    def socket(self, address="127.0.0.1"):
        """A TLS connection that names the host."""
        plain = socket.create_connection((address, self.port), 60)
        return self.context.wrap_socket(plain, server_hostname=NAME)

    def request(self, method, path, body=None, headers=(), address="127.0.0.1"):
        """The response, whose body is still to be read."""
        connection = http.client.HTTPSConnection(NAME, self.port, timeout=60, context=self.context)
        connection.sock = self.socket(address)
        connection.request(method, path, body, {"Host": NAME, **dict(headers)})
        return connection.getresponse()

    def graphql(self, query, headers=(), address="127.0.0.1"):
        """The response to a query by POST."""
        body = json.dumps({"query": query})
        return self.request("POST", "/graphql", body, {"Content-Type": "application/json", **dict(headers)}, address)


def check_question(proxy, _):
    """A question is answered, and the proxy asks for TLS from now on."""
    response = proxy.graphql(QUESTION)
    answer = json.loads(response.read())["data"]["ask"]
    expect(answer["status"] == "ANSWERED" and "gangs" in answer["citations"][0]["quote"], answer)
    expect(response.headers["Strict-Transport-Security"], "no Strict-Transport-Security")
    expect(response.headers.get_all("X-Request-Id"), "no X-Request-Id")


def check_events(proxy, _):
    """Events of an answer come one by one; those of a subscription that never ends begin at once."""
    response = proxy.graphql(STREAM, {"Accept": "text/event-stream"})
    expect(response.headers["Content-Type"].startswith("text/event-stream"), response.headers)
    text = response.read().decode()
    expect(text.count("event: next") >= 2 and "event: complete" in text, text)
    # The head of a stream without events has to come, though no event follows.
    response = proxy.graphql(WATCH, {"Accept": "text/event-stream"})
    expect(response.status == 200, f"status {response.status}")
    first = response.read1(64)
    expect(first, "a subscription sent nothing: the proxy holds events back")
    response.close()


def check_websocket(proxy, _):
    """A WebSocket opens, and answers in the protocol of GraphQL."""
    socket_ = graphql_websocket.WebSocket(proxy.socket(), NAME)
    try:
        socket_.init()
        count = sum(1 for _ in socket_.payloads(STREAM))
    except graphql_websocket.ClosedError as error:
        raise CheckError(str(error)) from error
    finally:
        socket_.close()
    expect(count >= 2, f"{count} events")


def check_client(proxy, address):
    """The client is counted by its own address, whatever it claims; this machine is not counted."""
    left = []
    for forged in (None, "198.51.100.1", "198.51.100.2, 127.0.0.1"):
        headers = {"X-Forwarded-For": forged, "Forwarded": f"for={forged}"} if forged else {}
        response = proxy.graphql("{ __typename }", headers, address)
        response.read()
        expect(response.headers["RateLimit-Limit"] == str(RATE), f"not counted: {response.headers.items()}")
        left.append(int(response.headers["RateLimit-Remaining"]))
    # An allowance refills while it is spent: another client would have all of it.
    expect(max(left[1:]) < RATE - 1, f"a forged header makes another client: {left}")
    response = proxy.graphql("{ __typename }", {"X-Forwarded-For": "198.51.100.3"})
    response.read()
    expect(response.headers["RateLimit-Limit"] is None, "the client of this machine is taken for another")


def check_metrics(proxy, address):
    """Only this machine sees the metrics."""
    inside, outside = proxy.request("GET", "/metrics"), proxy.request("GET", "/metrics", address=address)
    expect(inside.status == 200 and b"rapporteur_ready 1" in inside.read(), f"inside: {inside.status}")
    expect(outside.status == 403, f"outside: {outside.status}")


def check_large_body(proxy, _):
    """Long bodies are refused, except files that administrators add."""
    text = proxy.request("POST", "/v1/verify-text", b" " * (2 << 20), {"Content-Type": "application/json"})
    # Caddy passes a body on as it comes, and may find that the service has answered and closed: 502.
    expect(text.status in (413, 502), f"a text of 2 MiB: status {text.status}")
    headers = {"Authorization": f"Bearer {proxy.admin_key}", "Content-Type": "text/markdown"}
    file = proxy.request("POST", "/v1/documents?name=long.md&dryRun=true", b" " * (2 << 20), headers)
    said = file.read().decode(errors="replace")
    # The service has read all of it, and says that there is no text in it.
    expect(file.status == 422 and "the file is empty" in said, f"a file of 2 MiB: status {file.status}: {said}")


CHECKS = [check_question, check_events, check_websocket, check_client, check_metrics, check_large_body]


def expect(holds, found):
    """Fails with what was found."""
    if not holds:
        raise CheckError(str(found)[:2000])


def replaced(text, pairs):
    """The text with each of these replaced; each has to occur."""
    for old, new in pairs:
        if old not in text:
            raise CheckError(f"the example does not have {old!r}")
        text = text.replace(old, new)
    return text


def nginx(folder, port, server_port):
    """The command that runs nginx with the example."""
    example = (PROJECT / "deploy/nginx.conf").read_text()
    site = replaced(example, [
        ("127.0.0.1:8080", f"127.0.0.1:{server_port}"),
        ("listen 443 ssl", f"listen {port} ssl"),
        ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
        (f"/etc/ssl/certs/{NAME}.pem", f"{folder}/cert.pem"),
        (f"/etc/ssl/private/{NAME}.key", f"{folder}/key.pem"),
    ])
    (folder / "site.conf").write_text(site)
    temporary = "".join(
        f"  {name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = f"daemon off;\npid {folder}/nginx.pid;\nerror_log stderr warn;\n"
    user = "user root;\n" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}{main}events {{}}\nhttp {{\n  access_log off;\n{temporary}  include {folder}/site.conf;\n}}\n"
    )
    return ["nginx", "-p", folder, "-c", folder / "nginx.conf"]


def caddy(folder, port, server_port):
    """The command that runs Caddy with the example."""
    example = (PROJECT / "deploy/Caddyfile").read_text()
    site = replaced(example, [
        (f"{NAME} {{", f"https://{NAME}:{port} {{\n\ttls {folder}/cert.pem {folder}/key.pem"),
        ("127.0.0.1:8080", f"127.0.0.1:{server_port}"),
    ])
    (folder / "Caddyfile").write_text("{\n\tadmin off\n\tauto_https disable_redirects\n\tgrace_period 1s\n}\n" + site)
    return ["caddy", "run", "--adapter", "caddyfile", "--config", folder / "Caddyfile"]


def check_proxy(make, folder, server_port, address, admin_key):
    """Runs one proxy and all checks; returns how many checks there were."""
    port = free_port()
    environment = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    log = folder / f"{make.__name__}.log"
    process = start(make(folder, port, server_port), log, env=environment)
    try:
        await_port(process, port, log, listens)
        for check in CHECKS:
            try:
                check(Proxy(port, admin_key), address)
            except (CheckError, OSError, ValueError, KeyError) as error:
                said = log.read_text(errors="replace")[-1000:].strip()
                raise CheckError(f"{make.__name__}: {check.__name__}: {error} {said}") from error
            print(f"{make.__name__}: {check.__name__}: ok")
        return len(CHECKS)
    finally:
        process.terminate()
        process.wait(20)


def main(arguments=None):
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rapporteur", type=Path, required=True, help="the program")
    parser.add_argument("proxies", nargs="*", default=["nginx", "caddy"], help="default: nginx caddy")
    parser.add_argument("--metrics", type=Path, help="where to write what the server shows at /metrics")
    options = parser.parse_args(arguments)
    makers = {"nginx": nginx, "caddy": caddy}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_certificate = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
        make_certificate += ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
        make_certificate += ["-keyout", folder / "key.pem", "-out", folder / "cert.pem"]
        subprocess.run([str(part) for part in make_certificate], check=True, capture_output=True)
        key = create_key(options.rapporteur, folder, "proxies")
        settings = ["--public-url", f"https://{NAME}", "--trusted-proxies", "127.0.0.1", "--rate-limit", RATE]
        try:
            with served(options.rapporteur, folder, settings) as (server_port, _):
                address = own_address()
                count = sum(check_proxy(makers[proxy], folder, server_port, address, key) for proxy in options.proxies)
                if options.metrics is not None:
                    options.metrics.write_bytes(get(server_port, "/metrics")[1])
        except CheckError as error:
            print(f"failed to ask through a proxy: {error}", file=sys.stderr)
            return 1
    print(f"proxies: {count} checks passed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
