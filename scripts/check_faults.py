#!/usr/bin/env python3
"""Does to a running program and to its files what happens to machines, and compares what it answers with what it answered before.

    sudo python3 scripts/check_faults.py --rapporteur target/release/rapporteur [kill-index ...]

Each check ends with one line of what was seen. An answer has to be the same as before, byte for byte, or has to be refused
with a reason. Needs Linux, root (for file systems that are full or read-only, and for limits of memory), Debian's package
faketime, and `make model`.
"""

import argparse
import contextlib
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path

from check_proxies import CheckError, expect
from faults import ADDED, CHANCE, QUESTIONS, Place, faketime, few_files, flip, memory_limit, mounted, read_only, right_or_refused

FLIPS = 200
MIB = 1 << 20
HOUR, DAY = 3_600, 86_400


def kill_index(place, expected):
    """The first index is killed."""
    ended = 0
    for turn in range(20):
        shutil.rmtree(place.data, ignore_errors=True)
        ended += place.kill_within(0.6, "index")
        expect(place.answers() == expected, f"turn {turn}: another answer after the first index was killed")
    return f"20 kills, {20 - ended} before it had ended; every answer after it is right"


def kill_reload(place, expected):
    """A server is killed while it reads changed documents; the state from before stays linked."""
    place.run("index")
    link = json.loads(expected[0][1])["citations"][0]["permalink"]
    for turn in range(10):
        document = place.corpus / "quito.md"
        with place.serve() as server:
            document.write_text(ADDED.replace("meteorites", f"meteorites {turn}"), encoding="utf-8")
            time.sleep(CHANCE.uniform(0, 0.6))
            server.kill()
        with place.serve() as server:
            found = server.ask("Who condemns the smuggling of meteorites?")
            expect(f"meteorites {turn}" in json.dumps(found), f"turn {turn}: the changed document is not served")
            expect(server.request("GET", link)[0] == 200, f"turn {turn}: {link} is dead")
        document.unlink()
        expect(place.answers() == expected, f"turn {turn}: another answer once the document is gone again")
    return "10 kills; the next start serves the documents as they are, and earlier links"


def kill_add(place, expected):
    """A document is added by the command, and by a server, that are killed."""
    source, documents = place.folder / "new.md", set(os.listdir(place.corpus))
    source.write_text(ADDED, encoding="utf-8")
    (_, key, _), kept = place.run("keys", "create", "faults", "--scope", "admin"), 0
    for turn in range(20):
        if turn < 10:
            place.kill_within(0.15, "add", "--yes", source)
        else:
            with place.serve() as server:
                sender = threading.Thread(target=quiet, args=(server.request, "POST", "/v1/documents?name=new.md", ADDED, key.strip(), "text/markdown"))
                sender.start()
                time.sleep(CHANCE.uniform(0, 0.1))
                server.kill()
                sender.join()
        there = [path for path in place.corpus.iterdir() if path.name not in documents]
        expect(all(path.read_text(encoding="utf-8").strip() == ADDED.strip() for path in there), f"turn {turn}: half a file: {there}")
        kept += bool(there)
        for path in there:
            path.unlink()
        expect(place.answers() == expected, f"turn {turn}: another answer after an addition was killed")
    return f"20 kills; the file was there whole {kept} times, and not at all otherwise"


def quiet(function, *arguments):
    """Calls what may fail because its server is killed."""
    with contextlib.suppress(OSError, ValueError):
        return function(*arguments)


def kill_feedback(place, _):
    """A server is killed while it keeps feedback: what it acknowledged is there."""
    acknowledged = set()
    for turn in range(10):
        with place.serve("--feedback", "on") as server:
            def send(server=server, turn=turn):
                for number in range(1_000):
                    comment = f"{turn}-{number}"
                    status, _ = server.request("POST", "/v1/feedback", json.dumps({"q": QUESTIONS[0], "right": True, "comment": comment}))
                    if status in (200, 201, 202, 204):
                        acknowledged.add(comment)
            sender = threading.Thread(target=quiet, args=(send,))
            sender.start()
            time.sleep(CHANCE.uniform(0.05, 0.4))
            server.kill()
            sender.join()
        code, said, error = place.run("feedback", "export")
        expect(code == 0, f"turn {turn}: {error}")
        kept = {json.loads(line).get("comment") for line in said.splitlines()}
        expect(acknowledged <= kept, f"turn {turn}: lost {sorted(acknowledged - kept)[:5]}")
    expect(len(acknowledged) > 20, f"only {len(acknowledged)} were acknowledged")
    return f"10 kills; all {len(acknowledged)} acknowledged entries are there"


def full_disk(place, expected):
    """The data folder has no room: what is asked is answered all the same, or refused."""
    sizes, refused = [64 << 10, 256 << 10, 1 << 20, 1_200 << 10, 2 << 20], 0
    for size in sizes:
        with mounted(place.data, size):
            for _ in range(2):
                refused += right_or_refused(place.answers(), expected, f"with {size} bytes")
    with mounted(place.data, 4 << 20):
        place.run("index")
        _, key, _ = place.run("keys", "create", "faults", "--scope", "admin")
        with place.serve("--feedback", "on") as server:
            before = server.answers()
            (place.data / "ballast").write_bytes(b"\0" * (os.statvfs(place.data).f_bavail * os.statvfs(place.data).f_frsize))
            status, body = server.request("POST", "/v1/feedback", json.dumps({"q": QUESTIONS[0], "right": True, "comment": "x" * 900}))
            expect(status in (200, 201, 202, 204) or status == 500 and "log" in body, f"feedback without room: {status} {body}")
            expect(server.answers() == before, "another answer once the disk is full")
            code, _, error = place.run("keys", "create", "another")
            expect(code == 3 and "No space left" in error, f"a key without room: {code} {error}")
            expect(server.request("GET", "/v1/status", key=key.strip())[0] == 200, "the key from before is gone")
    with mounted(place.corpus, MIB):
        (place.corpus / "quito.md").write_text(ADDED, encoding="utf-8")
        with place.serve() as server:
            long = ADDED + "".join(f"P{number}: Encourage trade of the kind {number}.\n" for number in range(3, 40_000))
            status, body = server.request("POST", "/v1/documents?name=long.md", long, key.strip(), "text/markdown")
            expect(status >= 400, f"a document without room: {status} {body}")
            expect(os.listdir(place.corpus) == ["quito.md"], f"a part of it is left: {os.listdir(place.corpus)}")
    return f"{refused} of {2 * len(sizes) * len(expected)} answers refused, the others right; keys, feedback and documents are refused or kept whole"


def read_only_data(place, expected):
    """The data folder cannot be written."""
    with mounted(place.data, 16 * MIB):
        read_only(place.data)
        refused = right_or_refused(place.answers(), expected, "empty and read-only")
    with mounted(place.data, 16 * MIB):
        place.run("index")
        read_only(place.data)
        expect(place.answers() == expected, "another answer from a read-only index")
        with place.serve() as server:
            expect(server.request("GET", "/readyz")[0] == 200, "not ready over a read-only folder")
            server.answers()
        code, _, error = place.run("keys", "create", "x")
        expect(code == 3 and "Read-only" in error, f"a key in a read-only folder: {code} {error}")
    return f"empty: {refused} of {len(expected)} refused; with an index: all right"


def flips(place, expected):
    """One bit after another is flipped in each kind of file."""
    place.run("index")
    place.run("keys", "create", "first", "--expires-days", "30")
    place.run("keys", "create", "second", "--scope", "admin")
    with place.serve("--feedback", "on") as server:
        before = server.answers()
        for number in range(20):
            server.request("POST", "/v1/feedback", json.dumps({"q": QUESTIONS[number % 3], "right": number % 2 == 0, "comment": f"{number}"}))
        expect(server.kill(signal.SIGTERM) == 0, "it did not end by itself")
    seen = [flips_of(place, kind, files, expected, before) for kind, files in kinds(place.data).items()]
    return "; ".join(seen)


def kinds(data):
    """The files of the data folder that hold something, by what they are."""
    found = {
        "index": data.glob("index/*.idx"), "vectors": data.glob("vectors/*.vec"), "lists of states": data.glob("snapshots/states/*"),
        "kept documents": data.glob("snapshots/files/*/*"), "keys": data.glob("keys.toml"), "feedback": data.glob("feedback.redb"),
    }
    found = {kind: sorted(files) for kind, files in found.items()}
    named = {path for files in found.values() for path in files}
    others = {path for path in data.rglob("*") if path.is_file() and path.stat().st_size > 0} - named
    expect(all(found.values()) and not others, f"kinds of files: {found}; of none: {others}")
    return found


def flips_of(place, kind, files, expected, before):
    """Flips bits in files of one kind; what came of it."""
    pristine = place.folder / "pristine"
    shutil.rmtree(pristine, ignore_errors=True)
    shutil.copytree(place.data, pristine)
    lists = {"keys": ("keys", "list", "--format", "json"), "feedback": ("feedback", "export")}
    whole_list = place.run(*lists[kind])[1] if kind in lists else None
    refused = unnoticed = 0
    for turn in range(FLIPS):
        path = files[turn % len(files)]
        what = f"{kind}: {flip(path, (pristine / path.relative_to(place.data)).read_bytes())}"
        if kind in lists:
            code, said, error = place.run(*lists[kind])
            if code == 0:
                refused += said != whole_list
                expect(set(said.splitlines()) <= set(whole_list.splitlines()), f"{what}: {said[:1000]}")
                expect(kind == "feedback" or said == whole_list, f"{what}: {said[:1000]}")
            else:
                refused += 1
                expect(code in (2, 3) and "panicked" not in error, f"{what}: {code} {error}")
        else:
            noticed = kind not in ("lists of states", "kept documents") or place.run("snapshot", "verify")[0] == 1
            unnoticed += not noticed
            refused += right_or_refused(place.answers() if turn % 4 == 0 else [place.run("ask", QUESTIONS[0], "--format", "json")[:2]],
                                        expected if turn % 4 == 0 else expected[:1], what)
        if turn % 10 == 0:
            refused += not starts_right(place, before, what)
        shutil.rmtree(place.data)
        shutil.copytree(pristine, place.data)
    expect(unnoticed == 0, f"{kind}: {unnoticed} flipped bits that `snapshot verify` did not see")
    return f"{kind}: {FLIPS} bits, {refused} times refused or left out, never wrong"


def starts_right(place, before, what):
    """Whether a server starts over damaged files; then its answers have to be right."""
    try:
        with place.serve("--feedback", "on") as server:
            expect(server.answers() == before, f"{what}: a server answers otherwise")
            return True
    except CheckError as error:
        said = str(error)
        expect("nothing is ready" in said and "failed to" in said and "panicked" not in said, said)
        return False


def damaged_model(place, _):
    """The files of the model are cut off, or have flipped bits."""
    whole, refused = place.model, 0
    place.model = place.folder / "model"
    files = sorted(path.relative_to(whole) for path in whole.rglob("*") if path.is_file())
    for name in files:
        for damage in ("cut", "flipped", "empty"):
            shutil.copytree(whole, place.model)
            path = place.model / name
            data = path.read_bytes()
            if damage == "flipped":
                flip(path, data)
            else:
                path.write_bytes(data[: len(data) * 2 // 3] if damage == "cut" else b"")
            code, said, error = place.run("ask", QUESTIONS[0])
            expect(code == 3 and not said and "failed to" in error, f"{name} {damage}: {code} {said} {error}")
            refused += 1
            shutil.rmtree(place.model)
    place.model = whole
    return f"{refused} damaged files, each refused at start"


def clocks(place, _):
    """The clock of the machine jumps."""
    environment, ahead = faketime(place.folder)
    (_, key, _), admin = place.run("keys", "create", "short", "--expires-days", "1"), place.run("keys", "create", "long")[1].strip()
    key = key.strip()
    with place.serve("--feedback", "on", "--feedback-days", "30", "--anonymous-read", "off", env=environment) as server:
        before = server.ask(QUESTIONS[0], key=key)
        keep = lambda comment: server.request("POST", "/v1/feedback", json.dumps({"q": QUESTIONS[0], "right": True, "comment": comment}), admin)
        expect(keep("first")[0] < 300, "feedback is not kept")
        for jump, status in ((2 * DAY, 401), (0, 200), (-365 * DAY, 200), (40 * DAY, 401), (HOUR, 200)):
            ahead(jump)
            found = server.request("GET", "/v1/documents", key=key)[0]
            expect(found == status, f"{jump} s ahead a key of one day has {found}, not {status}")
            expect(server.ask(QUESTIONS[0], key=admin) == before, f"{jump} s ahead the answer is another")
            expect(keep(f"{jump}")[0] < 300, f"{jump} s ahead feedback is not kept")
            new = server.ask(f"Which declaration mentions gangs in {jump}?", key=admin)
            expect(new["status"] in ("ANSWERED", "NOT_FOUND", "NEAREST"), f"{jump} s ahead: {new}")
        ahead(0)
        expect(server.kill(signal.SIGTERM) == 0, "it did not end by itself")
    comments = [json.loads(line)["comment"] for line in place.run("feedback", "export")[1].splitlines()]
    expect(f"{40 * DAY}" in comments and "first" not in comments, f"after 40 days there is {comments}")
    with place.serve(env={**environment}) as server:
        ahead(-10 * 365 * DAY)
        expect(server.ask(QUESTIONS[0]) == before, "ten years ago the answer is another")
    return "2 days, 40 days, -1 year, -10 years: keys end by the clock, feedback of 30 days goes, answers stay"


def descriptors(place, expected):
    """The program may open 64 files."""
    expect(place.answers(preexec_fn=few_files(64)) == expected, "another answer with 64 files")
    with place.serve(preexec_fn=few_files(64)) as server:
        before = server.answers()
        idle = []
        for _ in range(200):
            with contextlib.suppress(OSError):
                idle.append(socket.create_connection(("127.0.0.1", server.port), 1))
        time.sleep(1)
        expect(server.process.poll() is None, "it has ended")
        for connection in idle:
            connection.close()
        until = time.monotonic() + 10
        while True:
            try:
                expect(server.answers() == before, "another answer after 200 connections")
                break
            except OSError as error:
                expect(time.monotonic() < until, f"no answer once they are closed: {error}")
        expect(server.kill(signal.SIGTERM) == 0, "it did not end by itself")
    return f"all right; {len(idle)} idle connections at once are survived"


def memory(place, expected):
    """The program has 256 MiB, and then the 2 GiB of the Compose file."""
    seen = []
    for size, new in ((256 * MIB, 300), (2_048 * MIB, 1_000)):
        with memory_limit(size) as (enter, killed):
            shutil.rmtree(place.data, ignore_errors=True)
            expect(place.answers(preexec_fn=enter) == expected, f"another answer with {size} bytes")
            with place.serve("--anonymous-read", "on", preexec_fn=enter) as server:
                for number in range(new):
                    server.ask(f"Which declarations of {number} speak of the police and of trade {number * 7}?")
                    if number % 20 == 0:
                        status, _ = server.request("POST", "/v1/verify-text", json.dumps({"text": f"They “support {number}” the police. " * 1_500}))
                        expect(status in (200, 422, 503, 504), f"a long text: {status}")
                most = server.memory()
                expect(server.kill(signal.SIGTERM) == 0, "it did not end by itself")
            expect(killed() == 0, f"the system ended {killed()} processes for want of memory")
        seen.append(f"{size // MIB} MiB: {new} new questions and {-(-new // 20)} long texts, at most {most / 1e6:.0f} MB")
    return "; ".join(seen)


CHECKS = {
    "kill-index": kill_index, "kill-reload": kill_reload, "kill-add": kill_add, "kill-feedback": kill_feedback, "full-disk": full_disk,
    "read-only": read_only_data, "flips": flips, "model": damaged_model, "clocks": clocks, "descriptors": descriptors, "memory": memory,
}


def main(arguments=None):
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rapporteur", type=Path, required=True, help="the program")
    parser.add_argument("checks", nargs="*", help=f"default: {' '.join(CHECKS)}")
    options = parser.parse_args(arguments)
    if os.getuid() != 0 or sys.platform != "linux":
        print("failed to check faults: needs Linux, and root to mount file systems and to limit memory", file=sys.stderr)
        return 1
    failed = 0
    for name in options.checks or CHECKS:
        with tempfile.TemporaryDirectory() as folder:
            place, begun = Place(options.rapporteur.resolve(), Path(folder, "place")), time.monotonic()
            expected = place.answers()
            expect([code for code, _ in expected] == [0, 0, 1], f"before any fault: {expected}")
            try:
                said = CHECKS[name](place, expected)
                print(f"{name}: {said} ({time.monotonic() - begun:.0f} s)", flush=True)
            except (CheckError, OSError, ValueError, KeyError) as error:
                print(f"{name}: FAILED: {error!r}"[:3_000], file=sys.stderr, flush=True)
                failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
