"""Servers for the load check: one under load, whose documents change, and a quiet one for each state of the documents."""

import concurrent.futures
import json
import os
import re
import shutil
import socket
import subprocess
import threading
import time

import check_proxies
import graphql_websocket
import load_client
from check_proxies import CheckError
from load_report import digest

# Documents are read again within seconds.
RELOAD_SECONDS_MAX = 20
REFERENCE_CLIENTS = 3
# So small that they are full before memory is looked at.
CACHES = {
    "--cache-bytes": 2_000_000, "--response-cache-bytes": 2_000_000, "--embedding-cache-bytes": 1_000_000,
    "--document-cache-bytes": 500_000,
}
SECRETS = {
    "RAPPORTEUR_SLACK_SIGNING_SECRET": load_client.SLACK_SECRET,
    "RAPPORTEUR_TELEGRAM_SECRET": load_client.TELEGRAM_SECRET,
}
DOCUMENT = "rome-2012.md"
# What the second state of the documents has in place of the first: another word in one clause, and a clause more.
CHANGES = (
    ("destroys the social fabric of cities,", "destroys the social fabric of towns,"),
    ("P3H: *Fully support*", "P3I: *Decide* to examine within two years what was achieved,\n\nP3H: *Fully support*"),
)


def make_states(source, folder):
    """Both states of the documents, and the folder that is served, in state 0."""
    states = [folder / "state-0", folder / "state-1"]
    for state in (*states, folder / "corpus"):
        shutil.copytree(source, state)
    changed = states[1] / DOCUMENT
    changed.write_text(check_proxies.replaced(changed.read_text(encoding="utf-8"), CHANGES), encoding="utf-8")
    return states


class Server:
    """A running server."""

    def __init__(self, rapporteur, corpus, folder, name, settings=()):
        self.port = check_proxies.free_port()
        self.corpus = corpus
        self.log = folder / f"{name}.log"
        command = [rapporteur.resolve(), "serve", "--listen", f"127.0.0.1:{self.port}", "--corpus", corpus]
        command += ["--data-dir", folder / f"data-{name}", "--public-url", load_client.PUBLIC_URL, "--log", "warn"]
        command += ["--trusted-proxies", "127.0.0.1", *settings]
        environment = {**os.environ, **SECRETS}
        self.process = check_proxies.start(command, self.log, cwd=check_proxies.PROJECT, env=environment)

    def await_ready(self):
        """Waits until it can be asked."""
        check_proxies.await_port(self.process, self.port, self.log, check_proxies.answers_readyz)

    def graphql(self, query):
        """The data of a query."""
        client = load_client.Client(self.port, "192.0.2.1")
        status, body = client.request("POST", "/graphql", load_client.JSON, json.dumps({"query": query}))
        client.close()
        if status != 200:
            raise CheckError(f"status {status}: {body[:500]!r}")
        return json.loads(body)["data"]

    def digest(self):
        """Which state of the documents it serves."""
        return self.graphql("{ corpus { digest } }")["corpus"]["digest"]

    def resident_bytes(self):
        """The memory that it holds."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return int(re.search(r"VmRSS:\s+(\d+) kB", status.read())[1]) * 1024

    def stop(self):
        """Ends it; fails unless it ends well."""
        self.process.terminate()
        try:
            code = self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = "none: it did not end within 30 s"
        if code != 0:
            raise CheckError(f"the server ended with {code}: {self.log.read_text(errors='replace')[-2000:]}")


def squeezed(text):
    """The letters and figures of a text."""
    return re.sub(r"[\W_]+", "", text).lower()


class Reference:
    """A quiet server over one state of the documents, and what it answers."""

    def __init__(self, rapporteur, corpus, folder):
        self.server = Server(rapporteur, corpus, folder, corpus.name, ["--bot-rate-limit", "0", "--rate-limit", "0"])
        self.texts = {}
        self.quotations = 0

    def prepare(self):
        """Waits for the server, and takes the texts of its documents."""
        self.server.await_ready()
        edges = self.server.graphql("{ documents(first: 100) { edges { node { id text } } } }")["documents"]["edges"]
        self.texts = {edge["node"]["id"]: edge["node"]["text"] for edge in edges}

    def check_quotations(self, body):
        """Each quotation of an answer has to be a span of its document, and stand in the file itself."""
        for citation in json.loads(body)["data"]["ask"]["citations"]:
            name, quote = citation["clause"]["document"]["id"], citation["quote"]
            if self.texts[name][citation["start"] : citation["end"]] != quote:
                raise CheckError(f"{quote!r} is not the span of {name} that it claims to be")
            file = (self.server.corpus / f"{name}.md").read_text(encoding="utf-8")
            if squeezed(quote) not in squeezed(file):
                raise CheckError(f"{quote!r} does not stand in {name}.md")
            self.quotations += 1

    def answers(self, questions):
        """The digest of the right response to each question."""
        def ask(share):
            client = load_client.Client(self.server.port, "192.0.2.1")
            found = {}
            for number, question in share:
                status, body = client.ask(question, number)
                if status != 200:
                    raise CheckError(f"{question}: status {status}: {body[:500]!r}")
                if question.surface == "ask":
                    self.check_quotations(body)
                found[question] = digest(body)
            client.close()
            return found

        numbered = list(enumerate(questions, 1))
        with concurrent.futures.ThreadPoolExecutor(REFERENCE_CLIENTS) as pool:
            shares = pool.map(ask, [numbered[at::REFERENCE_CLIENTS] for at in range(REFERENCE_CLIENTS)])
            return {question: right for share in shares for question, right in share.items()}


class Loaded(Server):
    """The server under load. Its documents change, and its memory is looked at each second."""

    def __init__(self, rapporteur, folder, states):
        settings = [str(part) for pair in CACHES.items() for part in pair]
        super().__init__(rapporteur, folder / "corpus", folder, "load", settings)
        self.states = states
        self.samples, self.changed = [], []
        self.ended = threading.Event()

    def begin(self):
        """Waits until it can be asked, and begins to watch it."""
        self.await_ready()
        for job in (self.sample, self.watch):
            threading.Thread(target=job, daemon=True).start()

    def sample(self):
        """Looks at its memory until it ends."""
        while not self.ended.wait(1):
            self.samples.append((time.monotonic(), self.resident_bytes()))

    def watch(self):
        """Subscribes to changes of the documents, and keeps what is told; again, where the connection ends."""
        while not self.ended.is_set():
            try:
                connection = socket.create_connection(("127.0.0.1", self.port))
                opened = graphql_websocket.WebSocket(connection, f"127.0.0.1:{self.port}")
                opened.init()
                for payload in opened.payloads("subscription { corpusChanged { digest } }"):
                    self.changed.append(payload["data"]["corpusChanged"]["digest"])
            except (OSError, graphql_websocket.ClosedError) as error:
                if not self.ended.is_set():
                    self.changed.append(f"interrupted: {error}")

    def change(self, state, right):
        """Writes the document in another state; returns when it was written, and when the state was served."""
        fresh = self.corpus.parent / DOCUMENT
        shutil.copyfile(self.states[state] / DOCUMENT, fresh)
        written = time.monotonic()
        os.replace(fresh, self.corpus / DOCUMENT)
        while time.monotonic() < written + RELOAD_SECONDS_MAX:
            if self.digest() == right:
                return written, time.monotonic()
            time.sleep(0.02)
        raise CheckError(f"state {state} is not served {RELOAD_SECONDS_MAX} s after it was written")

    def stop(self):
        """Ends the watching, too."""
        self.ended.set()
        super().stop()
