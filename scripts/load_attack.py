"""What an attacker does beside honest clients: slow bodies, hostile texts, idle sockets, and responses that nobody reads."""

import http.client
import itertools
import json
import random
import select
import socket
import threading
import time
import urllib.parse
from collections import Counter

from load_client import JSON, STREAM, query

CHARACTERS_MAX = 64_000
SLOW_BODIES, IDLE_SOCKETS, UNREAD, TEXTS = 48, 400, 24, 6
# So little that a response does not fit.
RECEIVE_BYTES = 4096
HEAD = "Host: 127.0.0.1\r\nX-Forwarded-For: {address}\r\n"
LARGE = "{ documents(first: 100) { edges { node { text clauses(first: 100) { edges { node { text } } } } } } }"
# HTTP/2: the preface, SETTINGS with a window of nothing, and GET of a page, written out.
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
NO_WINDOW = b"\x00\x00\x06\x04\x00\x00\x00\x00\x00" + b"\x00\x04\x00\x00\x00\x00"


def long_text(part, numbers=None):
    """A text of as many characters as may be checked."""
    if numbers is None:
        return (part * (CHARACTERS_MAX // len(part) + 1))[:CHARACTERS_MAX]
    text = ""
    while len(text) < CHARACTERS_MAX:
        text += part.format(next(numbers))
    return text[:CHARACTERS_MAX]


def hostile_texts():
    """Texts without end, each another one: their verdicts are not cached."""
    numbers = itertools.count()
    makers = [
        lambda n: f"{n} " + long_text("“a” "),
        lambda n: f"{n} " + long_text('"a"'),
        lambda n: f"{n} " + long_text("> “police ... states ... [and] cooperation” (Rome 2012, P3A)\n\n"),
        lambda _: long_text("The Rome declaration of 2012 condemns {} forms of violence (P2A). ", numbers),
        lambda n: f"{n} " + long_text("“of the and of the ... of the and” "),
        lambda n: f"{n} " + long_text("| Rome 2012 | P3A | “a b c” |\n"),
        lambda n: f"{n} " + long_text("“(["),
        lambda n: f"{n} " + long_text("Rome 2012, P3A; Monaco 2014, P2B and P9Z; "),
    ]
    for number in itertools.count():
        yield makers[number % len(makers)](number)[:CHARACTERS_MAX]


def http2_page():
    """What opens a connection over HTTP/2, asks for a page, and lets nothing be sent."""
    def literal(name, value):
        return b"\x00" + bytes([len(name)]) + name + bytes([len(value)]) + value

    fields = b"".join((
        literal(b":method", b"GET"), literal(b":scheme", b"http"), literal(b":path", b"/d/rome-2012"),
        literal(b":authority", b"127.0.0.1"),
    ))
    headers = len(fields).to_bytes(3, "big") + b"\x01\x05" + (1).to_bytes(4, "big") + fields
    return PREFACE + NO_WINDOW + headers


class Attacker:
    """Everything at the same time, until it is told to stop."""

    def __init__(self, port, address, seed=0):
        self.port, self.address = port, address
        self.random = random.Random(seed)
        self.stop = threading.Event()
        self.counts = Counter()
        self.texts, self.lock = hostile_texts(), threading.Lock()

    def open(self, first=b"", small=False):
        """A connection that has sent `first`, or nothing where the server takes none."""
        connection = socket.socket()
        try:
            if small:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BYTES)
            connection.settimeout(5)
            connection.connect(("127.0.0.1", self.port))
            connection.sendall(first)
            connection.setblocking(False)
            self.counts["opened"] += 1
            return connection
        except OSError:
            connection.close()
            self.counts["not opened"] += 1
            return None

    def hold(self, count, first, each_second=b"", small=False, reads=True):
        """Keeps `count` connections open, and sends `each_second` over each; what is closed is opened again."""
        held = []
        while not self.stop.is_set():
            for _ in range(min(count - len(held), 50)):
                held.append(self.open(first(), small))
            held = [one for one in held if one is not None and self.is_open(one, each_second, reads)]
            self.stop.wait(1)
        for one in held:
            one.close()

    def is_open(self, connection, data, reads):
        """Sends `data`, and looks whether the server is still there; where nothing is read, only sending tells."""
        try:
            if data:
                connection.send(data)
            if reads and select.select([connection], [], [], 0)[0] and not connection.recv(65536):
                raise ConnectionError
            if not reads and connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                raise ConnectionError
            return True
        except BlockingIOError:
            return True
        except OSError:
            self.counts["closed by the server"] += 1
            connection.close()
            return False

    def head(self, line, *more):
        """The head of a request."""
        return "\r\n".join((line, HEAD.format(address=self.address).rstrip(), *more, "", "")).encode()

    def slow_body(self):
        """A request whose body comes byte by byte."""
        more = ("Content-Type: application/json", f"Content-Length: {CHARACTERS_MAX}")
        return self.head("POST /v1/verify-text HTTP/1.1", *more) + b"{"

    def unread(self):
        """A request, or many, for more than the client takes."""
        choice = self.random.randrange(4)
        if choice == 0:
            return self.head(f"GET /graphql?{query(query=LARGE)} HTTP/1.1")
        if choice == 1:
            return self.head("GET /d/rome-2012 HTTP/1.1", "Accept: text/html") * 20
        if choice == 2:
            asked = query(query=STREAM, variables=json.dumps({"q": "Which declarations mention police?"}))
            return self.head(f"GET /graphql?{asked} HTTP/1.1", "Accept: text/event-stream") * 8
        return http2_page()

    def send_texts(self):
        """Has hostile texts checked, one after the other; what the server refuses is sent again a little later."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = JSON | {"X-Forwarded-For": self.address}
        while not self.stop.is_set():
            with self.lock:
                text = next(self.texts)
            path, body = "/v1/verify-text", json.dumps({"text": text}).encode()
            if self.random.random() < 0.2:
                path, body = f"/v1/verify-quote?text={urllib.parse.quote(text[:1500])}", None
            try:
                connection.request("GET" if body is None else "POST", path, body, headers)
                response = connection.getresponse()
                response.read()
                self.counts[f"texts with status {response.status}"] += 1
                if response.status in (429, 503):
                    self.stop.wait(0.2)
            except (http.client.HTTPException, OSError):
                self.counts["texts without response"] += 1
                connection.close()
                self.stop.wait(0.2)
        connection.close()

    def run(self):
        """Begins; returns the threads, which end after `stop`."""
        jobs = [
            lambda: self.hold(SLOW_BODIES, self.slow_body, b" "),
            lambda: self.hold(IDLE_SOCKETS, bytes),
            lambda: self.hold(UNREAD, self.unread, small=True, reads=False),
            *[self.send_texts] * TEXTS,
        ]
        threads = [threading.Thread(target=job) for job in jobs]
        for thread in threads:
            thread.start()
        return threads


def attack(port, address, until, results):
    """Attacks until a moment of `time.monotonic`, in a process of its own; puts what became of it into `results`."""
    attacker = Attacker(port, address)
    threads = attacker.run()
    time.sleep(max(0, until - time.monotonic()))
    attacker.stop.set()
    for thread in threads:
        thread.join()
    results.put(dict(attacker.counts))
