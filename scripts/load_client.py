"""How honest clients ask: a connection that stays open, a request for each surface, and what of a response counts."""

import hashlib
import hmac
import http.client
import json
import socket
import time
import urllib.parse

import graphql_websocket

TIMEOUT_SECONDS = 30
SLACK_SECRET = "a secret of the load check"
TELEGRAM_SECRET = "a-secret-of-the-load-check"
# What the server is told, so that links are the same at every port.
PUBLIC_URL = "https://declarations.example.org"
JSON = {"Content-Type": "application/json"}
MCP = JSON | {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-11-25"}
ASK = """query ($q: String!) { ask(question: $q) { status lead text unmet refusal { kind }
  citations { marker quote start end permalink clause { id document { id } } } } }"""
STREAM = """subscription ($q: String!) { askStream(question: $q) { __typename
  ... on AskPart { index text citations { marker } }
  ... on AskAnswer { answer { status text citations { marker quote permalink } } } } }"""


class WrongResponseError(Exception):
    """A response is not what it has to be; the message says what came."""


def query(**values):
    """Values in the form of an address or a form."""
    return urllib.parse.urlencode(values)


def to_ask(text, _):
    """A question by GraphQL."""
    return "POST", "/graphql", JSON, json.dumps({"query": ASK, "variables": {"q": text}})


def to_search(text, _):
    """A search by REST."""
    return "GET", f"/v1/search?{query(q=text, first=10)}", {}, None


def to_quote(text, _):
    """A quotation to be checked."""
    return "GET", f"/v1/verify-quote?{query(text=text)}", {}, None


def to_text(text, _):
    """A text to be checked."""
    return "POST", "/v1/verify-text", JSON, json.dumps({"text": text})


def to_compare(text, _):
    """A comparison."""
    return "GET", f"/v1/compare?{query(topic=text)}", {}, None


def to_page(text, _):
    """A page, as browsers ask for it."""
    path, mark, rest = text.partition("=")
    return "GET", path + mark + urllib.parse.quote(rest), {"Accept": "text/html"}, None


def to_slack(text, number):
    """A slash command, signed. Each is of another person in another channel, who asked nothing before."""
    body = query(
        command="/rapporteur", text=text, team_id="T1", channel_id=f"C{number}", user_id=f"U{number}",
        trigger_id=number,
    )
    now = str(int(time.time()))
    signature = hmac.new(SLACK_SECRET.encode(), f"v0:{now}:{body}".encode(), hashlib.sha256).hexdigest()
    signed = {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": f"v0={signature}"}
    return "POST", "/bots/slack", signed | {"Content-Type": "application/x-www-form-urlencoded"}, body


def to_telegram(text, number):
    """A message, with the secret. Each is of another person."""
    message = {
        "message_id": 1, "date": int(time.time()), "text": text, "from": {"id": number, "is_bot": False},
        "chat": {"id": number, "type": "private"},
    }
    token = {"X-Telegram-Bot-Api-Secret-Token": TELEGRAM_SECRET}
    return "POST", "/bots/telegram", JSON | token, json.dumps({"update_id": number, "message": message})


def to_mcp(text, _):
    """A call of a tool."""
    call = {"name": "ask", "arguments": {"question": text}}
    return "POST", "/mcp", MCP, json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call})


REQUESTS = {
    "ask": to_ask, "search": to_search, "quote": to_quote, "text": to_text, "compare": to_compare,
    "page": to_page, "slack": to_slack, "telegram": to_telegram, "mcp": to_mcp,
}


def compared(surface, body):
    """The part of a response that is the same whoever asks, and whether or not the answer was cached."""
    if surface in ("ask", "telegram"):
        value = json.loads(body)
        if surface == "ask":
            if value.get("errors") or not value["data"]["ask"]:
                raise WrongResponseError(f"failed with {value}")
            # The cost is less where the answer was cached.
            value.pop("extensions", None)
        else:
            value.pop("chat_id")
        return json.dumps(value, ensure_ascii=False).encode()
    return body


class Client:
    """Asks over one connection, and opens another where the server has closed it."""

    def __init__(self, port, address):
        self.port = port
        # As if a proxy had passed on what a client at this address asked.
        self.headers = {"X-Forwarded-For": address}
        self.connection = None
        self.opened_again = 0

    def ask(self, question, number):
        """Status and bytes to be compared."""
        if question.surface == "websocket":
            return 200, self.stream(question.text)
        request = REQUESTS[question.surface](question.text, number)
        status, body = self.request(*request)
        return status, compared(question.surface, body) if status == 200 else body

    def request(self, method, path, headers, body):
        """Status and body; once more over a new connection, where the old one ended before anything was answered."""
        for attempt in (1, 2):
            is_new = self.connection is None
            if is_new:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_SECONDS)
            try:
                encoded = body.encode() if body is not None else None
                self.connection.request(method, path, encoded, self.headers | headers)
                response = self.connection.getresponse()
                return response.status, response.read()
            except (http.client.RemoteDisconnected, ConnectionError):
                self.close()
                if is_new or attempt == 2:
                    raise
                self.opened_again += 1
            except (http.client.HTTPException, OSError):
                self.close()
                raise
        raise AssertionError("a request either returns or fails")

    def stream(self, text):
        """What a subscription sends until it ends, over a connection of its own."""
        connection = socket.create_connection(("127.0.0.1", self.port), TIMEOUT_SECONDS)
        opened = graphql_websocket.WebSocket(connection, f"127.0.0.1:{self.port}", self.headers.items())
        try:
            opened.init()
            payloads = list(opened.payloads(STREAM, {"q": text}))
        finally:
            opened.close()
        if any("errors" in payload for payload in payloads):
            raise WrongResponseError(f"failed with {payloads}")
        return json.dumps([payload["data"] for payload in payloads], ensure_ascii=False).encode()

    def close(self):
        """Closes the connection."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None
