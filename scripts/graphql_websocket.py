"""A client of GraphQL over WebSocket (graphql-transport-ws), as small as the checks of a running server need it."""

import base64
import json
import os

PROTOCOL = "graphql-transport-ws"
TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA
# The final frame of a message.
FINAL = 0x80


class ClosedError(Exception):
    """The server closed the connection; the message has the code."""


def frame(data, kind=TEXT):
    """A masked frame."""
    mask = os.urandom(4)
    if len(data) < 126:
        length = bytes([0x80 | len(data)])
    elif len(data) < 1 << 16:
        length = bytes([0xFE]) + len(data).to_bytes(2, "big")
    else:
        length = bytes([0xFF]) + len(data).to_bytes(8, "big")
    return bytes([FINAL | kind]) + length + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(data))


class WebSocket:
    """An open connection over a socket that is connected already."""

    def __init__(self, connection, host, headers=()):
        self.connection = connection
        self.reader = connection.makefile("rb")
        head = [
            "GET /graphql HTTP/1.1", f"Host: {host}", "Connection: Upgrade", "Upgrade: websocket",
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}", "Sec-WebSocket-Version: 13",
            f"Sec-WebSocket-Protocol: {PROTOCOL}", *(f"{name}: {value}" for name, value in headers), "", "",
        ]
        connection.sendall("\r\n".join(head).encode())
        status = self.reader.readline()
        if b" 101 " not in status:
            raise ClosedError(f"no WebSocket: {status!r}")
        while self.reader.readline().strip():
            pass

    def send(self, value):
        """Sends a message in JSON."""
        self.connection.sendall(frame(json.dumps(value).encode()))

    def init(self):
        """Begins to speak; fails unless the server agrees."""
        self.send({"type": "connection_init"})
        kind = self.message()["type"]
        if kind != "connection_ack":
            raise ClosedError(f"{kind} instead of connection_ack")

    def message(self):
        """The JSON of the next message; the server's pings are answered meanwhile."""
        while True:
            kind, data = self.next_frame()
            if kind == TEXT:
                return json.loads(data)
            if kind == CLOSE:
                raise ClosedError(f"closed with {int.from_bytes(data[:2], 'big')}")
            if kind == PING:
                self.connection.sendall(frame(data, PONG))

    def next_frame(self):
        """The kind of the next frame, and what it holds."""
        head = self.read(2)
        length = head[1]
        if length >= 126:
            length = int.from_bytes(self.read(2 if length == 126 else 8), "big")
        if not head[0] & FINAL:
            raise ClosedError(f"a message in several frames: {head!r}")
        return head[0] & 0xF, self.read(length)

    def read(self, length):
        """So many bytes."""
        data = self.reader.read(length)
        if len(data) < length:
            raise ClosedError("the connection ended without a close frame")
        return data

    def payloads(self, query, variables=None, number="1"):
        """The payloads of an operation, as they come, until it is complete."""
        payload = {"query": query, "variables": variables or {}}
        self.send({"id": number, "type": "subscribe", "payload": payload})
        while True:
            said = self.message()
            if said["type"] == "ping":
                self.send({"type": "pong"})
            elif said["type"] == "next":
                yield said["payload"]
            elif said["type"] == "error":
                raise ClosedError(f"failed with {said['payload']}")
            elif said["type"] == "complete":
                return

    def close(self):
        """Says goodbye, and does not wait for an answer."""
        try:
            self.connection.sendall(frame((1000).to_bytes(2, "big"), CLOSE))
        except OSError:
            pass
        self.reader.close()
        self.connection.close()
