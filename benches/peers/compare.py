#!/usr/bin/env python3
"""Rapporteur beside the service in server.py: the same model, corpus and questions, in turn.

Needs wrk, the packages of requirements.txt, and `make build`; `make bench-peers` sees to the last two.
Prints a table in Markdown.
"""

import argparse
import contextlib
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from importlib.metadata import version
from itertools import islice
from pathlib import Path

from questions import questions

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PORTS = {"rapporteur": 18080, "peer": 18081}
READY_S_MAX = 120
# More new questions than either server answers while they are asked, and those that show how many have
# an answer.
QUESTIONS = 100_000
SAMPLE = 200
QUERY = "query($q: String!) { ask(question: $q) { status } }"


def command(name: str, folder: Path, workers: int) -> tuple[list[str], dict[str, str]]:
    port = PORTS[name]
    if name == "rapporteur":
        binary = str(ROOT / "target/release/rapporteur")
        arguments = ["serve", "--listen", f"127.0.0.1:{port}", "--data-dir", str(folder)]
        return [binary, *arguments], {"RAPPORTEUR_LOG": "off"}
    environment = {
        "MODEL": str(ROOT / "models/all-MiniLM-L6-v2-int8"), "CORPUS": str(ROOT / "corpus"),
        "VECTORS": str(folder / "vectors.npy"),
    }
    arguments = ["server:app", "--app-dir", str(HERE), "--port", str(port), "--no-access-log",
                 "--log-level", "warning", "--loop", "uvloop", "--http", "httptools",
                 "--workers", str(workers)]
    return [sys.executable, "-m", "uvicorn", *arguments], environment


@contextlib.contextmanager
def served(name: str, folder: Path, workers: int):
    """The server with the seconds from its start until it was ready."""
    arguments, environment = command(name, folder, workers)
    start = time.monotonic()
    # Clients that go away at the end of a load are no news.
    log = (folder / "log").open("ab")
    process = subprocess.Popen(arguments, env={**os.environ, **environment}, cwd=ROOT, stderr=log)
    try:
        url = f"http://127.0.0.1:{PORTS[name]}"
        while True:
            with contextlib.suppress(OSError):
                with urllib.request.urlopen(f"{url}/readyz", timeout=1) as reply:
                    if reply.status == 200:
                        break
            if process.poll() is not None or time.monotonic() - start > READY_S_MAX:
                sys.exit(f"{name} did not start: {arguments}")
            time.sleep(0.005)
        yield process.pid, url, time.monotonic() - start
    finally:
        process.terminate()
        process.wait()


def resident_mb(pid: int) -> float:
    """Resident memory of a process and of those that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    status = Path(f"/proc/{pid}/status").read_text()
    own = int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024
    return own + sum(resident_mb(int(child)) for child in children)


def load(url: str, kind: str, connections: int, seconds: int, asked: Path,
         line: int) -> tuple[float, float, float, int]:
    """Requests a second, the median and 99th percentile of their times in milliseconds, and how many
    lines were read from `line` on."""
    run = subprocess.run(
        ["wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--latency",
         "-s", str(HERE / "ask.lua"), f"{url}/graphql", "--", kind, str(asked), str(line)],
        capture_output=True, text=True, check=False,
    )
    if run.returncode or "Socket errors" in run.stdout:
        sys.exit(f"wrk failed: {run.stdout}{run.stderr}")

    def milliseconds(percent: str) -> float:
        value, unit = re.search(rf"{percent}%\s+([\d.]+)(us|ms|s)\b", run.stdout).groups()
        return float(value) * {"us": 1e-3, "ms": 1.0, "s": 1e3}[unit]

    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", run.stdout).group(1))
    answered = int(re.search(r"(\d+) requests in", run.stdout).group(1))
    # Those of which the answers did not arrive in time were asked as well.
    return rate, milliseconds("50"), milliseconds("99"), answered + 2 * connections


def answered(url: str, asked: list[str]) -> float:
    """The share of questions that have an answer."""
    count = 0
    for question in asked:
        body = json.dumps({"query": QUERY, "variables": {"q": question}}).encode()
        request = urllib.request.Request(f"{url}/graphql", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as reply:
            count += json.load(reply)["data"]["ask"]["status"] == "ANSWERED"
    return count / len(asked)


LOADS = [("same", 16), ("same", 64), ("new", 1), ("new", 16)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each load, in turn")
    parser.add_argument("--seconds", type=int, default=5, help="seconds of each load")
    parser.add_argument("--starts", type=int, default=5, help="starts that are timed")
    parser.add_argument("--workers", type=int, default=1, help="processes of the peer")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folders = {name: Path(scratch) / name for name in PORTS}
        asked = list(islice(questions(ROOT / "corpus"), QUESTIONS))
        lines = Path(scratch) / "questions.txt"
        lines.write_text("\n".join(asked) + "\n", encoding="utf-8")
        starts: dict[str, list[float]] = {name: [] for name in PORTS}
        for name, folder in folders.items():
            folder.mkdir()
            # What is kept from one start to the next is made here.
            with served(name, folder, options.workers):
                pass
        for _ in range(options.starts):
            for name, folder in folders.items():
                with served(name, folder, options.workers) as (_, _, seconds):
                    starts[name].append(seconds)
        measured: dict[tuple, list[tuple]] = {}
        with contextlib.ExitStack() as stack:
            running = {name: stack.enter_context(served(name, folder, options.workers))
                       for name, folder in folders.items()}
            time.sleep(2)
            memory = [{name: resident_mb(pid) for name, (pid, _, _) in running.items()}]
            shares = {name: answered(url, asked[:SAMPLE]) for name, (_, url, _) in running.items()}
            memory.append({name: resident_mb(pid) for name, (pid, _, _) in running.items()})
            line = dict.fromkeys(PORTS, SAMPLE + 1)
            for _ in range(options.rounds):
                for kind, connections in LOADS:
                    for name, (_, url, _) in running.items():
                        *result, read = load(
                            url, kind, connections, options.seconds, lines, line[name])
                        measured.setdefault((name, kind, connections), []).append(result)
                        line[name] += read if kind == "new" else 0
    report(starts, memory, shares, measured)


def versions() -> tuple[str, str]:
    """What was measured, on either side."""
    binary = str(ROOT / "target/release/rapporteur")
    own = subprocess.run([binary, "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]
    commit = subprocess.run(["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"],
                            capture_output=True, text=True, check=False).stdout.strip()
    pinned = (HERE / "requirements.txt").read_text().split()
    packages = [f"{name} {version(name)}" for name, _ in (line.split("==") for line in pinned)]
    python = ".".join(map(str, sys.version_info[:3]))
    return f"{own} {commit}".strip(), ", ".join([f"Python {python}", *packages])


def report(starts: dict, memory: list[dict], shares: dict, measured: dict) -> None:
    print("| | rapporteur | peer | ratio |\n|---|---|---|---|")
    print("| versions |", " | ".join(versions()), "| |")
    print("| new questions that have an answer |", " | ".join(f"{shares[name]:.2f}" for name in PORTS), "| |")
    own, other = (statistics.median(starts[name]) for name in PORTS)
    print(f"| start to ready, vectors kept | {own * 1e3:.0f} ms | {other * 1e3:.0f} ms | {own / other:.2f} |")
    for when, resident in zip(["at rest", f"after {SAMPLE} questions"], memory, strict=True):
        own, other = (resident[name] for name in PORTS)
        print(f"| resident memory {when} | {own:.1f} MB | {other:.0f} MB | {own / other:.3f} |")
    for kind, connections in LOADS:
        rows = [measured[name, kind, connections] for name in PORTS]
        (own, p50, p99), (other, other50, other99) = (
            tuple(statistics.median(row[at] for row in rounds) for at in range(3)) for rounds in rows
        )
        what = "one question again and again" if kind == "same" else "new questions"
        print(f"| {what}, {connections} connections | {own:.0f}/s, p50 {p50:.2f} ms, p99 {p99:.2f} ms "
              f"| {other:.0f}/s, p50 {other50:.2f} ms, p99 {other99:.2f} ms | {own / other:.1f} |")


if __name__ == "__main__":
    main()
