#!/usr/bin/env python3
"""Sends forged, altered, old and repeated requests to every chat bot of a server, and looks that none is answered.

    python3 scripts/check_webhooks.py --rapporteur target/release/rapporteur

Needs openssl 3, which signs as Discord does. What platforms would be sent goes to a port of this script.
"""

import argparse
import base64
import hashlib
import hmac
import http.client
import http.server
import itertools
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path
from typing import NamedTuple

import check_proxies
from check_proxies import CheckError, expect

SECRET = b"a secret of the webhook check"
OTHER_SECRET = b"another secret of the check!!"
QUESTION = "Which declarations mention gangs?"
# Words of the answer.
ANSWER = "gangs and organized crime groups"
DRAFT = "The Rome declaration says “so be it, and so it is”."
# Requests may be five minutes old. Of Telegram, messages of yesterday are left alone.
OLD_SECONDS, YESTERDAY_SECONDS = 400, 90_000
# Long enough for a comment to be written.
COMMENT_SECONDS = 2.0


class Sent(NamedTuple):
    """A request of a platform."""

    path: str
    headers: dict
    body: bytes


def form(**values):
    """A form, as commands of chats have it."""
    return urllib.parse.urlencode({"command": "/rapporteur", "text": QUESTION, "team_id": "T", **values}).encode()


def mac(secret, data):
    """HMAC-SHA256."""
    return hmac.new(secret, data, hashlib.sha256)


class Platform:
    """How a platform signs. `signed` says whether the body is, `timed` whether the time is."""

    signed = timed = True
    # The header whose hexadecimal digits may be written in another case.
    digits = None

    def __init__(self, folder):
        self.folder = folder

    def content(self, number, at):
        """The body of the request with this number."""
        raise NotImplementedError

    def sign(self, body, at, secret=SECRET):
        """The request with this body, signed at a time."""
        raise NotImplementedError

    def make(self, number, at=None, secret=SECRET):
        """A request, signed now or at another time."""
        at = int(time.time()) if at is None else at
        return self.sign(self.content(number, at), at, secret)


class Slack(Platform):
    """A slash command."""

    digits = "X-Slack-Signature"

    def content(self, number, _):
        return form(channel_id="C1", user_id=f"U{number}", trigger_id=number)

    def sign(self, body, at, secret=SECRET):
        signature = mac(secret, b"v0:%d:%s" % (at, body)).hexdigest()
        return Sent("/bots/slack", {"X-Slack-Request-Timestamp": str(at), self.digits: f"v0={signature}"}, body)


class Discord(Platform):
    """A command, signed by Ed25519."""

    digits = "X-Signature-Ed25519"

    def content(self, number, _):
        options = [{"name": "question", "value": QUESTION}]
        return json.dumps({
            "type": 2, "id": str(number), "application_id": "77", "token": "t", "channel_id": "5",
            "member": {"user": {"id": str(number)}}, "data": {"name": "ask", "options": options},
        }).encode()

    def key(self, secret):
        """The file of a key pair of this secret, made if it is not there."""
        file = self.folder / f"{hashlib.sha256(secret).hexdigest()[:8]}.pem"
        if not file.exists():
            subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", file], check=True)
        return file

    def public_key(self):
        """The public key in hexadecimal digits: the last 32 bytes of its DER."""
        command = ["openssl", "pkey", "-in", self.key(SECRET), "-pubout", "-outform", "DER"]
        return subprocess.run(command, check=True, capture_output=True).stdout[-32:].hex()

    def sign(self, body, at, secret=SECRET):
        message = self.folder / "message"
        message.write_bytes(b"%d%s" % (at, body))
        command = ["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", self.key(secret), "-in", message]
        signature = subprocess.run(command, check=True, capture_output=True).stdout.hex()
        headers = {"X-Signature-Timestamp": str(at), self.digits: signature, "Content-Type": "application/json"}
        return Sent("/bots/discord", headers, body)


class Telegram(Platform):
    """A message, with a token."""

    signed = timed = False

    def content(self, number, at):
        who = {"id": number, "is_bot": False}
        message = {"message_id": 5, "date": at, "text": QUESTION, "from": who, "chat": {"id": number, "type": "private"}}
        return json.dumps({"update_id": number, "message": message}).encode()

    def sign(self, body, at, secret=SECRET):
        token = secret.decode().replace(" ", "-").rstrip("!")
        headers = {"X-Telegram-Bot-Api-Secret-Token": token, "Content-Type": "application/json"}
        return Sent("/bots/telegram", headers, body)


class Teams(Platform):
    """A mention. The time is part of the body."""

    def content(self, number, at):
        stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))
        return json.dumps({
            "type": "message", "id": str(number), "timestamp": stamp, "from": {"id": f"29:{number}"},
            "conversation": {"id": f"19:{number}"}, "text": f"<at>Rapporteur</at> {QUESTION}",
        }).encode()

    def sign(self, body, at, secret=SECRET):
        signature = base64.b64encode(mac(secret, body).digest()).decode()
        return Sent("/bots/teams", {"Authorization": f"HMAC {signature}", "Content-Type": "application/json"}, body)


class Mattermost(Platform):
    """A slash command, with a token."""

    signed = timed = False

    def content(self, number, _):
        return form(channel_id="c", user_id=f"u{number}", trigger_id=number)

    def sign(self, body, at, secret=SECRET):
        return Sent("/bots/mattermost", {"Authorization": f"Token {secret.decode()}"}, body)


class Github(Platform):
    """A pull request, which is commented on later."""

    timed = False
    digits = "X-Hub-Signature-256"

    def content(self, number, _):
        request = {"number": number, "body": DRAFT}
        return json.dumps({"action": "opened", "repository": {"full_name": "a/b"}, "pull_request": request}).encode()

    def sign(self, body, at, secret=SECRET):
        headers = {
            self.digits: f"sha256={mac(secret, body).hexdigest()}", "X-GitHub-Event": "pull_request",
            "X-GitHub-Delivery": os.urandom(8).hex(), "Content-Type": "application/json",
        }
        return Sent("/bots/github", headers, body)


class Hub(http.server.BaseHTTPRequestHandler):
    """Stands in for GitHub; keeps what it is sent."""

    comments = []

    def do_GET(self):
        """There are no comments."""
        self.reply(b"[]")

    def do_POST(self):
        """A comment."""
        self.comments.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.reply(b"{}")

    def reply(self, body):
        """Sends a body."""
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Nothing is logged."""


class Bots:
    """A server with all bots."""

    def __init__(self, port):
        self.port = port
        # Each counts as another client: who is refused often is refused for a minute.
        self.addresses = (f"198.51.100.{number}" for number in itertools.cycle(range(1, 255)))

    def post(self, sent):
        """Status and text of the response."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("POST", sent.path, sent.body, sent.headers | {"X-Forwarded-For": next(self.addresses)})
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        return response.status, text

    def answers(self, sent):
        """Whether a request is answered: by the response, or by a comment on GitHub."""
        before = len(Hub.comments)
        status, text = self.post(sent)
        if sent.path != "/bots/github":
            return ANSWER in text
        until = time.monotonic() + (COMMENT_SECONDS if status == 200 else 0)
        while time.monotonic() < until and len(Hub.comments) == before:
            time.sleep(0.05)
        return len(Hub.comments) > before


def without(sent, part):
    """The request without the headers whose names have this part."""
    return sent._replace(headers={name: value for name, value in sent.headers.items() if part not in name.lower()})


def forgeries(platform, good):
    """Requests that the platform did not send, or not now; each with its name."""
    now = int(time.time())
    # The number is in the body, and in what is signed.
    yield "another key", platform.sign(good.body, now, OTHER_SECRET)
    yield "an empty key", platform.sign(good.body, now, b" ")
    yield "no signature", good._replace(headers={"Content-Type": "application/json"})
    proof = next(name for name in good.headers if any(part in name for part in ("Signature", "Token", "Authorization")))
    proof = platform.digits or proof
    value = good.headers[proof]
    yield "an empty signature", good._replace(headers=good.headers | {proof: ""})
    yield "half a signature", good._replace(headers=good.headers | {proof: value[: len(value) // 2]})
    changed = value[:-3] + ("0" if value[-3] != "0" else "1") + value[-2:]
    yield "a changed signature", good._replace(headers=good.headers | {proof: changed})
    yield "a longer signature", good._replace(headers=good.headers | {proof: f"{value}00"})
    yield "twenty thousand characters", good._replace(headers=good.headers | {proof: "a" * 20_000})
    if platform.signed:
        yield "an altered byte", good._replace(body=good.body.replace(b"gangs", b"bangs").replace(b"so be", b"to be"))
        yield "a byte more", good._replace(body=good.body + b" ")
        yield "a byte less", good._replace(body=good.body[:-1])
        yield "no body", good._replace(body=b"")


def untimely(platform, number):
    """Requests that were signed at another time."""
    now = int(time.time())
    for at in (now - OLD_SECONDS, now + OLD_SECONDS):
        yield f"signed {at - now:+d} s", platform.make(number, at)
    if not isinstance(platform, Teams):
        good = platform.make(number, now - OLD_SECONDS)
        name = next(name for name in good.headers if "Timestamp" in name)
        for stamp in (str(now), f"+{now}", "", "NaN", str(1 << 70), f"{now}\t"):
            yield f"old, with the time {stamp!r}", good._replace(headers=good.headers | {name: stamp})


def repeated(platform, sent):
    """The same delivery once more, in each form that it can have."""
    yield "word for word", sent
    if platform.digits:
        yield "with digits in the other case", sent._replace(headers=sent.headers | recased(platform, sent, str.isalpha))
    if isinstance(platform, Github):
        # The id of a delivery is not signed.
        yield "with another id of the delivery", sent._replace(headers=sent.headers | {"X-GitHub-Delivery": "other"})
        both = recased(platform, sent, "abc".__contains__) | {"X-GitHub-Delivery": "another"}
        yield "with another id and digits in the other case", sent._replace(headers=sent.headers | both)
    if not platform.signed:
        yield "with another order", sent._replace(body=reordered(sent.body))


def recased(platform, sent, chosen):
    """The signature with some of its hexadecimal digits as capitals."""
    prefix, mark, digits = sent.headers[platform.digits].rpartition("=")
    return {platform.digits: prefix + mark + "".join(one.upper() if chosen(one) else one for one in digits)}


def reordered(body):
    """The same values in another order."""
    if body.startswith(b"{"):
        return json.dumps(dict(reversed(json.loads(body).items()))).encode()
    return b"&".join(reversed(body.split(b"&")))


def check(bots, platform, numbers):
    """All requests of a platform; what was wrong, and how many there were."""
    name, wrong, count = type(platform).__name__, [], 0
    for what, sent in forgeries(platform, platform.make(next(numbers))):
        count += 1
        status, text = bots.post(sent)
        if status not in (400, 401, 413, 431) or ANSWER in text or SECRET.decode() in text:
            wrong.append(f"{name}, {what}: status {status}: {text[:200]}")
    if platform.timed:
        for what, sent in untimely(platform, next(numbers)):
            count += 1
            status, text = bots.post(sent)
            if status not in (400, 401):
                wrong.append(f"{name}, {what}: status {status}: {text[:200]}")
    if isinstance(platform, Telegram):
        count += 1
        if bots.answers(platform.make(next(numbers), int(time.time()) - YESTERDAY_SECONDS)):
            wrong.append(f"{name}: a message of yesterday is answered")
    # None of them may use up what the platform then sends.
    good = platform.make(next(numbers))
    expect(bots.answers(good), f"{name}: a good request is not answered: {bots.post(good)}")
    for what, sent in repeated(platform, good):
        count += 1
        if bots.answers(sent):
            wrong.append(f"{name}: a delivery is answered again {what}")
    expect(bots.answers(platform.make(next(numbers))), f"{name}: the next request is not answered")
    print(f"{name}: {count} requests that must not be answered, {len(wrong)} were")
    return wrong


def check_all(rapporteur, folder):
    """Starts the server, and checks each bot."""
    hub = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    threading.Thread(target=hub.serve_forever, daemon=True).start()
    platforms = [kind(folder) for kind in (Slack, Discord, Telegram, Teams, Mattermost, Github)]
    token = platforms[2].make(1).headers["X-Telegram-Bot-Api-Secret-Token"]
    secrets = {
        "SLACK_SIGNING_SECRET": SECRET.decode(), "DISCORD_PUBLIC_KEY": platforms[1].public_key(),
        "TELEGRAM_SECRET": token, "TEAMS_SECRET": base64.b64encode(SECRET).decode(),
        "MATTERMOST_TOKEN": SECRET.decode(), "GITHUB_WEBHOOK_SECRET": SECRET.decode(), "GITHUB_TOKEN": "token",
        "GITHUB_API_URL": f"http://127.0.0.1:{hub.server_port}",
    }
    environment = {f"RAPPORTEUR_{name}": value for name, value in secrets.items()}
    settings = ["--trusted-proxies", "127.0.0.1", "--public-url", "https://declarations.example.org"]
    with check_proxies.served(rapporteur, folder, settings, environment) as (port, _):
        bots, numbers = Bots(port), itertools.count(1)
        wrong = [one for platform in platforms for one in check(bots, platform, numbers)]
    said = (folder / "server.log").read_text(errors="replace")
    # What GitHub's token says is a word of its own.
    logged = [name for name in secrets if name not in ("GITHUB_API_URL", "GITHUB_TOKEN") and secrets[name] in said]
    return wrong + [f"the log has {name}" for name in logged]


def main(arguments=None):
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rapporteur", type=Path, required=True, help="the program")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        try:
            wrong = check_all(options.rapporteur, Path(name))
        except CheckError as error:
            print(f"failed to check the webhooks: {error}", file=sys.stderr)
            return 1
    for one in wrong:
        print(one, file=sys.stderr)
    print(f"webhooks: {len(wrong)} problems")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
