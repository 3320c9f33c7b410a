#!/usr/bin/env python3
"""Makes the archive of a release out of a program that is built, and runs it from another folder.

    python3 scripts/package.py --rapporteur target/dist/rapporteur [--out target/package]

Leaves under --out:

    rapporteur-VERSION-MACHINE-SYSTEM.tar.gz   and its SHA-256 beside it
    share/                                     manual pages and completions, for the Debian package

The same program and the same files give the same bytes: the time of all files is SOURCE_DATE_EPOCH, or that of the last
commit.
"""

import argparse
import gzip
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
MODELS = ["all-MiniLM-L6-v2-int8", "onnxruntime"]
SHELLS = {"bash": "rapporteur.bash", "fish": "rapporteur.fish", "zsh": "_rapporteur"}
SYSTEMS = {"Linux": "linux", "Darwin": "macos"}
QUESTION = "Which declaration mentions gangs?"
EXPECTED = "territorial gangs"


class PackageError(Exception):
    """The archive cannot be made, or does not work; the message says why."""


def run(*command, **options):
    """What a command prints; fails where it fails."""
    command = [str(part) for part in command]
    result = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    if result.returncode != 0:
        raise PackageError(f"{' '.join(command)}: {result.stderr.strip()}")
    return result.stdout


def version(program):
    """The number in `rapporteur 0.1.0 (commit)`."""
    return run(program, "--version").split()[1]


def write_share(program, share):
    """Manual pages and completions, as the program writes them."""
    shutil.rmtree(share, ignore_errors=True)
    man, completions = share / "man", share / "completions"
    man.mkdir(parents=True)
    completions.mkdir()
    run(program, "man", man)
    for shell, name in SHELLS.items():
        (completions / name).write_text(run(program, "completions", shell), encoding="utf-8")


def contents(program, share):
    """What is in the archive, by its path there; folders are taken whole."""
    found = {
        "LICENSE": PROJECT / "LICENSE",
        "README.md": PROJECT / "deploy/archive/README.md",
        "rapporteur": PROJECT / "deploy/archive/rapporteur",
        "usr/bin/rapporteur": program,
        "corpus": PROJECT / "corpus",
        "share/man": share / "man",
        "share/completions": share / "completions",
        "share/doc/CHANGELOG.md": PROJECT / "CHANGELOG.md",
        "share/doc/env.example": PROJECT / "deploy/env.example",
        "share/doc/rapporteur.service": PROJECT / "deploy/rapporteur.service",
    }
    for name in MODELS:
        found[f"models/{name}"] = PROJECT / "models" / name
    return found


def files(found):
    """The single files of an archive: (path, source), in order."""
    listed = []
    for path, source in found.items():
        if not source.exists():
            raise PackageError(f"{source} is missing: run `make model` first")
        if source.is_dir():
            inside = [item for item in source.rglob("*") if item.is_file() and ".wheels" not in item.parts]
            if not inside:
                raise PackageError(f"{source} is empty")
            listed += [(f"{path}/{item.relative_to(source).as_posix()}", item) for item in inside]
        else:
            listed.append((path, source))
    return sorted(listed)


def time_of_files():
    """Seconds since 1970 that stand for the time of each file."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given is None:
        result = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=PROJECT, capture_output=True, text=True, check=False)
        given = result.stdout.strip()
    return int(given or 0)


def write_archive(path, folder, listed, time):
    """Writes the files below `folder`, without anything of the machine that they come from."""
    with open(path, "wb") as raw, gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive:
            for name, source in listed:
                data = source.read_bytes()
                entry = tarfile.TarInfo(f"{folder}/{name}")
                entry.size, entry.mtime = len(data), time
                entry.mode = 0o755 if name in ("rapporteur", "usr/bin/rapporteur") else 0o644
                with open(source, "rb") as file:
                    archive.addfile(entry, file)


def check(path, folder):
    """Unpacks the archive, and asks from another folder, with nothing but a home."""
    with tempfile.TemporaryDirectory() as place:
        run("tar", "-xzf", path, "-C", place)
        elsewhere = Path(place, "elsewhere")
        elsewhere.mkdir()
        environment = {"HOME": str(elsewhere), "PATH": "/usr/bin:/bin"}
        link = elsewhere / "linked"
        link.symlink_to(Path(place, folder, "rapporteur"))
        answer = run(link, "ask", QUESTION, cwd=elsewhere, env=environment)
        if EXPECTED not in answer:
            raise PackageError(f"the program of the archive answers {answer!r}")
        if not (elsewhere / ".local/share/rapporteur").is_dir():
            raise PackageError("the data folder is not where it should be")


def main(arguments=None):
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rapporteur", type=Path, required=True, help="the program")
    parser.add_argument("--out", type=Path, default=PROJECT / "target/package", help="default: target/package")
    options = parser.parse_args(arguments)
    program = options.rapporteur.resolve()
    try:
        share = options.out / "share"
        write_share(program, share)
        system = SYSTEMS.get(platform.system(), platform.system().lower())
        folder = f"rapporteur-{version(program)}-{platform.machine()}-{system}"
        path = options.out / f"{folder}.tar.gz"
        write_archive(path, folder, files(contents(program, share)), time_of_files())
        check(path, folder)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        path.with_name(f"{path.name}.sha256").write_text(f"{digest}  {path.name}\n", encoding="utf-8")
    except (PackageError, OSError) as error:
        print(f"failed to make the archive: {error}", file=sys.stderr)
        return 1
    print(f"{path}: {path.stat().st_size / 1e6:.0f} MB, answers from another folder")
    return 0


if __name__ == "__main__":
    sys.exit(main())
