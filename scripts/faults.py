"""A copy of the documents with a data folder, and the program over it, for scripts/check_faults.py."""

import contextlib
import http.client
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

from check_proxies import PROJECT, CheckError, answers_readyz, await_port, expect, free_port, start

MODEL = PROJECT / "models/all-MiniLM-L6-v2-int8"
# Two that are answered, one of them by a comparison of all documents, and one that is refused.
QUESTIONS = ["Which declaration mentions gangs?", "Which declarations mention human trafficking?", "Who won the 1998 world cup?"]
# A document that is added, whose words no other has.
ADDED = "---\nid: quito-2031\ntitle: Quito Declaration\nkind: declaration\n---\nP1: Condemn the smuggling of meteorites;\nP2: Encourage trade.\n"
# The same chance in each run, so that what failed can be run again.
CHANCE = random.Random(7)


class Place:
    """Documents, data, and the program over them."""

    def __init__(self, program, folder):
        self.program, self.folder, self.model = program, Path(folder), MODEL
        self.corpus, self.data = self.folder / "corpus", self.folder / "data"
        self.corpus.mkdir(parents=True)
        for document in (PROJECT / "corpus").glob("*.md"):
            shutil.copy(document, self.corpus)

    def command(self, *arguments):
        """The program with the folders of this place."""
        command = [self.program, *arguments, "--corpus", self.corpus, "--data-dir", self.data, "--model-dir", self.model]
        return [str(part) for part in command]

    def run(self, *arguments, **options):
        """How a command ends, and what it prints on stdout and stderr."""
        done = subprocess.run(self.command(*arguments), capture_output=True, check=False, timeout=120, **options)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def answers(self, **options):
        """What the program answers to all questions, each as it is printed, with the exit status."""
        return [self.run("ask", question, "--format", "json", **options)[:2] for question in QUESTIONS]

    def kill_within(self, seconds, *arguments):
        """Ends a command with SIGKILL after a while; whether it had ended by itself."""
        process = subprocess.Popen(self.command(*arguments), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(CHANCE.uniform(0, seconds))
        process.kill()
        return process.wait() == 0

    @contextlib.contextmanager
    def serve(self, *arguments, **options):
        """A server that is ready."""
        server = Server(self, arguments, options)
        try:
            await_port(server.process, server.port, server.log, answers_readyz)
            yield server
        finally:
            server.kill()


class Server:
    """A server that runs."""

    def __init__(self, place, arguments, options):
        self.port, self.log = free_port(), place.folder / "server.log"
        command = place.command("serve", "--listen", f"127.0.0.1:{self.port}", *arguments)
        self.process = start(command, self.log, **options)

    def kill(self, how=signal.SIGKILL):
        """Ends it; its exit status."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(how)
        return self.process.wait(30)

    def request(self, method, path, body=None, key=None, media="application/json"):
        """Status and body of a response."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Content-Type": media} | ({"Authorization": f"Bearer {key}"} if key else {})
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()

    def ask(self, question, **options):
        """The answer, without what differs from call to call."""
        status, body = self.request("GET", f"/v1/ask?q={quote(question)}", **options)
        expect(status == 200, f"status {status} to a question: {body}")
        return steady(body)

    def answers(self):
        """The answers to all questions."""
        return [self.ask(question) for question in QUESTIONS]

    def memory(self):
        """Its largest resident memory so far, in bytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(next(line for line in status.splitlines() if line.startswith("VmHWM:")).split()[1]) * 1024


def steady(body):
    """An answer without whether it came from a cache."""
    answer = json.loads(body)
    answer.pop("cached", None)
    return answer


def right_or_refused(found, expected, what):
    """Fails where an answer is another; counts the refusals. A refusal says what is wrong, and is no panic."""
    refused = 0
    for (code, said), (expected_code, expected_said) in zip(found, expected, strict=True):
        if (code, said) == (expected_code, expected_said):
            continue
        expect(code in (2, 3) and not said, f"{what}: exit status {code}, and {said[:500]}")
        refused += 1
    return refused


@contextlib.contextmanager
def mounted(folder, size):
    """A file system of so many bytes at `folder`; whoever owned it before sees it again afterwards."""
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=0700", "faults", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def read_only(folder):
    """Makes a mounted file system read-only: root ignores modes."""
    subprocess.run(["mount", "-o", "remount,ro", folder], check=True)


@contextlib.contextmanager
def memory_limit(size):
    """What puts a process under a limit of memory, and a function that tells how often it was killed for it."""
    root = Path("/sys/fs/cgroup")
    second = (root / "cgroup.controllers").exists()
    group = (root if second else root / "memory") / f"rapporteur-faults-{os.getpid()}"
    if second:
        (root / "cgroup.subtree_control").write_text("+memory", encoding="utf-8")
    group.mkdir()
    try:
        (group / ("memory.max" if second else "memory.limit_in_bytes")).write_text(str(size), encoding="utf-8")

        def enter():
            (group / "cgroup.procs").write_text(str(os.getpid()), encoding="utf-8")

        def killed():
            told = (group / ("memory.events" if second else "memory.oom_control")).read_text(encoding="utf-8")
            return int(next(line.split()[1] for line in told.splitlines() if line.startswith("oom_kill ")))

        yield enter, killed
    finally:
        # The system takes a moment to see that its processes have ended.
        for _ in range(50):
            with contextlib.suppress(OSError):
                group.rmdir()
                break
            time.sleep(0.1)


def few_files(count):
    """What lets a process open so many files only."""
    return lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (count, count))


def flip(path, whole):
    """Writes `whole` with one flipped bit into a file, by another name as programs do that have mapped it."""
    changed = bytearray(whole)
    at = CHANCE.randrange(len(changed) * 8)
    changed[at // 8] ^= 1 << at % 8
    fresh = path.with_name("fresh")
    fresh.write_bytes(changed)
    fresh.chmod(0o600)
    fresh.rename(path)
    return f"bit {at} of {path.name}"


def faketime(folder):
    """The environment of a program whose clock a file sets, and the function that sets it: seconds ahead."""
    library = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)
    if library is None:
        raise CheckError("clocks cannot be set: install Debian's package faketime")
    clock = folder / "clock"
    clock.write_text("+0\n", encoding="utf-8")
    environment = {
        **os.environ, "LD_PRELOAD": str(library), "FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1", "ORT_DISABLE_TELEMETRY": "1",
    }

    def ahead(seconds):
        fresh = folder / "clock.fresh"
        fresh.write_text(f"{seconds:+d}\n", encoding="utf-8")
        fresh.rename(clock)

    return environment, ahead
