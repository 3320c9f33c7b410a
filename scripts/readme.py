#!/usr/bin/env python3
"""Holds the examples of README.md and docs/*.md to what the program prints, and to the files that they show.

    python3 scripts/readme.py --check | --write [--rapporteur FILE] [--address HOST:PORT]

An example is a block marked `console` with lines `$ command` and what the command prints on stdout
below them. A command goes on in the next line after a backslash and within single quotes. Commands
of other blocks are not run. Examples that ask by HTTP get a server of their own, unless --address
names one that runs. --check compares and --write puts in what is printed now. Numbers with a
decimal point are not compared: probabilities differ a little between processors.

A block below `<!-- shows FILE -->` is the content of that file.
"""

import argparse
import contextlib
import difflib
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *(ROOT / "docs" / f"{name}.md" for name in ("ANSWERS", "CHECKING", "CITING", "CLI"))]
# The pages that show files.
SHOWING = [ROOT / "docs" / "API.md"]
# As the commands in README.md have them.
BINARY = "target/release/rapporteur"
ADDRESS = "127.0.0.1:8080"

BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
SHOWN = re.compile(r"^<!-- shows (\S+) -->\n```(\w*)\n.*?^```$", re.MULTILINE | re.DOTALL)
DECIMAL = re.compile(r"\b\d+\.\d+\b")
NEAREST = re.compile(r"(nearest:) [\w/-]+")
NEARER = re.compile(r"\. (?:The|Resolution) [^.]*?, [A-Z0-9]+, (comes nearest)")

COMMAND_SECS_MAX = 60
READY_SECS_MAX = 120


class ReadmeError(Exception):
    """A page cannot be compared; the message says why."""


def commands_of(block):
    """The commands of an example, each as it is written: with its continuation lines."""
    commands, goes_on = [], False
    for line in block.splitlines():
        if goes_on:
            commands[-1] += "\n" + line
        elif line.startswith("$ "):
            commands.append(line)
        else:
            continue
        goes_on = line.endswith("\\") or commands[-1].count("'") % 2 == 1
    return commands


def run(written, binary, address):
    """What a command prints on stdout."""
    command = written[2:].replace(BINARY, str(binary)).replace(ADDRESS, address)
    environment = {**os.environ, "RAPPORTEUR_LOG": "off"}
    result = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=COMMAND_SECS_MAX,
        check=False,
    )
    if not result.stdout:
        raise ReadmeError(f"'{command}' printed nothing: {result.stderr.strip()}")
    return result.stdout.rstrip("\n")


def rebuilt(page, binary, address):
    """The text of a page as it should be."""
    text = page.read_text(encoding="utf-8")
    if not BLOCK.search(text):
        raise ReadmeError(f"{page.name} has no examples: mark them as ```console")

    def block(match):
        lines = []
        for command in commands_of(match.group()):
            lines += [command, run(command, binary, address)]
        return "\n".join(lines) + "\n"

    return BLOCK.sub(block, text)


def with_files(page):
    """The text of a page with the files that it shows as they are now."""
    text = page.read_text(encoding="utf-8")
    if not SHOWN.search(text):
        raise ReadmeError(f"{page.name} shows no file: put <!-- shows FILE --> above a block")

    def block(match):
        name, language = match.groups()
        content = (ROOT / name).read_text(encoding="utf-8")
        return f"<!-- shows {name} -->\n```{language}\n{content}```"

    return SHOWN.sub(block, text)


def masked(text):
    """`text` without what vectors decide that are no two processors' the same: numbers with a decimal point, and which
    clause is nearest where none is near."""
    text = NEAREST.sub(r"\1 #", DECIMAL.sub("#.#", text))
    return NEARER.sub(r". # \1", text)


def differences(name, committed, current):
    """The lines that differ, but for what `masked` leaves out."""
    masked_texts = [masked(text).splitlines() for text in (committed, current)]
    return list(difflib.unified_diff(*masked_texts, name, "what is printed now", lineterm=""))


def free_address():
    """An address that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{one.getsockname()[1]}"


@contextlib.contextmanager
def server(binary):
    """A server that answers questions; gives its address."""
    address = free_address()
    command = [str(binary), "--log", "rapporteur=warn", "--listen", address, "serve"]
    with subprocess.Popen(command, cwd=ROOT) as process:
        try:
            wait_until_ready(process, address)
            yield address
        finally:
            process.terminate()


def wait_until_ready(process, address):
    """Returns once questions can be asked."""
    until = time.monotonic() + READY_SECS_MAX
    while time.monotonic() < until:
        if process.poll() is not None:
            raise ReadmeError("the server ended; its last words stand above")
        # Connections are refused at first, and then answered with 503 for a while.
        with contextlib.suppress(OSError):
            with urllib.request.urlopen(f"http://{address}/readyz", timeout=2):
                return
        time.sleep(0.1)
    raise ReadmeError(f"the server was not ready after {READY_SECS_MAX} seconds")


def main(arguments=None):
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--check", action="store_true", help="fail when a page is out of date")
    what.add_argument("--write", action="store_true", help="bring the pages up to date")
    parser.add_argument("--rapporteur", type=Path, default=ROOT / BINARY, help=f"default: {BINARY}")
    parser.add_argument("--address", help="of a server that runs; without it, one is started")
    options = parser.parse_args(arguments)
    binary = options.rapporteur.absolute()
    given = contextlib.nullcontext(options.address)
    try:
        current = {page: with_files(page) for page in SHOWING}
        with given if options.address else server(binary) as address:
            current |= {page: rebuilt(page, binary, address) for page in PAGES}
    except (ReadmeError, OSError, subprocess.TimeoutExpired) as error:
        print(f"failed to compare the pages: {error}", file=sys.stderr)
        return 1
    if options.write:
        for page, text in current.items():
            page.write_text(text, encoding="utf-8")
            print(f"{page.name}: written")
        return 0
    stale = False
    for page, text in current.items():
        lines = differences(page.name, page.read_text(encoding="utf-8"), text)
        print("\n".join(lines) if lines else f"{page.name}: up to date")
        stale = stale or bool(lines)
    if stale:
        print("failed to find the pages up to date: run `make readme`", file=sys.stderr)
    return int(stale)


if __name__ == "__main__":
    sys.exit(main())
