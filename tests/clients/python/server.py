"""Starts the server that the tests talk to: the program RAPPORTEUR, or the release build."""

import os
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
PROGRAM = os.environ.get("RAPPORTEUR", str(PROJECT / "target/release/rapporteur"))
DATA = str(PROJECT / "target/clients")
QUESTION = "Which declarations mention human trafficking?"
READY_SECS_MAX = 60


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """A server for the tests of a class."""

    @classmethod
    def setUpClass(cls):
        port = free_port()
        cls.origin = f"http://127.0.0.1:{port}"
        serve = [PROGRAM, "--data-dir", DATA, "--log", "warn", "serve", "--listen", f"127.0.0.1:{port}"]
        cls.server = subprocess.Popen(serve, cwd=PROJECT)
        until = time.monotonic() + READY_SECS_MAX
        while True:
            try:
                urllib.request.urlopen(f"{cls.origin}/readyz").close()
                return
            except OSError:
                if cls.server.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.1)

    @classmethod
    def tearDownClass(cls):
        cls.server.terminate()
        cls.server.wait()
