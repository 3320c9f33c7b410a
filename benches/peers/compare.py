#!/usr/bin/env python3
"""Rapporteur beside the service in server.py: the same model, corpus and questions, in turn.

Needs wrk, the packages of requirements.txt, and `make build`. Prints a table in Markdown.
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
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PORTS = {"rapporteur": 18080, "peer": 18081}
READY_S_MAX = 120


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


def load(url: str, kind: str, connections: int, seconds: int, questions: Path) -> tuple[float, float, float]:
    """Requests a second, and the median and 99th percentile of their times in milliseconds."""
    run = subprocess.run(
        ["wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--latency",
         "-s", str(HERE / "ask.lua"), f"{url}/graphql", "--", kind, str(questions)],
        capture_output=True, text=True, check=False,
    )
    if run.returncode or "Socket errors" in run.stdout:
        sys.exit(f"wrk failed: {run.stdout}{run.stderr}")

    def milliseconds(percent: str) -> float:
        value, unit = re.search(rf"{percent}%\s+([\d.]+)(us|ms|s)\b", run.stdout).groups()
        return float(value) * {"us": 1e-3, "ms": 1.0, "s": 1e3}[unit]

    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", run.stdout).group(1))
    return rate, milliseconds("50"), milliseconds("99")


def questions(path: Path) -> Path:
    """The labelled questions, one on a line, fit to stand in a JSON string."""
    rows = [json.loads(line) for line in (ROOT / "tests/questions/labelled.jsonl").open()]
    texts = [json.dumps(row["question"], ensure_ascii=False)[1:-1] for row in rows]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


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
        asked = questions(Path(scratch) / "questions.txt")
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
        measured: dict[tuple, list[tuple[float, float, float]]] = {}
        memory = {}
        with contextlib.ExitStack() as stack:
            running = {name: stack.enter_context(served(name, folder, options.workers))
                       for name, folder in folders.items()}
            time.sleep(2)
            memory = {name: resident_mb(pid) for name, (pid, _, _) in running.items()}
            for _ in range(options.rounds):
                for kind, connections in LOADS:
                    for name, (_, url, _) in running.items():
                        result = load(url, kind, connections, options.seconds, asked)
                        measured.setdefault((name, kind, connections), []).append(result)
    report(starts, memory, measured)


def report(starts: dict, memory: dict, measured: dict) -> None:
    print("| | rapporteur | peer | ratio |\n|---|---|---|---|")
    own, other = (statistics.median(starts[name]) for name in PORTS)
    print(f"| start to ready, vectors kept | {own * 1e3:.0f} ms | {other * 1e3:.0f} ms | {own / other:.2f} |")
    own, other = (memory[name] for name in PORTS)
    print(f"| resident memory at rest | {own:.0f} MB | {other:.0f} MB | {own / other:.2f} |")
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
