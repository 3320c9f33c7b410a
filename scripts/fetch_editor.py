#!/usr/bin/env python3
"""Fetches the files of GraphiQL, the editor for GraphQL, so that the next build embeds them.

    python3 scripts/fetch_editor.py [--registry URL] [--out src/api/page/files/graphiql]

Takes four files out of three packages of the npm registry, and compares each with a pinned SHA-256
before it is put in place. Needs Python 3.9 or later, and nothing else. When all files are there
already, it changes nothing. When the registry cannot be reached, it says so and ends well: the
program then shows a small editor of its own.
"""

import argparse
import hashlib
import io
import os
import sys
import tarfile
import urllib.error
import urllib.request
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "src/api/page/files/graphiql"
REGISTRY = "https://registry.npmjs.org"
TIMEOUT_SECS = 60
PACKAGE_BYTES_MAX = 20_000_000

# The last release of GraphiQL that is one script. Later ones are hundreds of modules.
PACKAGES = {
    "graphiql/-/graphiql-4.1.2.tgz": {
        "package/graphiql.min.css": "30487e07635d312a63f647b140d37740a73c53332b0975bf4b1fe985ca6ec885",
        "package/graphiql.min.js": "867226ba8af5ce7949903fc53932f78dac9f4bfc6cc8da0fd3869b8bc6c5256b",
    },
    "react/-/react-18.3.1.tgz": {
        "package/umd/react.production.min.js": "d949f1c3687aedadcedac85261865f29b17cd273997e7f6b2bfc53b2f9d4c4dd",
    },
    "react-dom/-/react-dom-18.3.1.tgz": {
        "package/umd/react-dom.production.min.js": "35f4f974f4b2bcd44da73963347f8952e341f83909e4498227d4e26b98f66f0d",
    },
}


class FetchError(Exception):
    """A file cannot be had; the message says why."""


def sha256(data):
    """The digest of `data`, as hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def is_there(out, members):
    """Whether all files of a package are in place."""
    return all(
        (out / Path(name).name).is_file() and sha256((out / Path(name).name).read_bytes()) == digest
        for name, digest in members.items()
    )


def fetch(url):
    """The bytes at `url`."""
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT_SECS) as response:
            data = response.read(PACKAGE_BYTES_MAX + 1)
    except (OSError, urllib.error.URLError, ValueError) as error:
        raise FetchError(f"failed to fetch '{url}': {error}") from error
    if len(data) > PACKAGE_BYTES_MAX:
        raise FetchError(f"failed to fetch '{url}': it is larger than {PACKAGE_BYTES_MAX} bytes")
    return data


def unpack(package, members):
    """The files `members` of a package, each compared with its digest."""
    files = {}
    try:
        with tarfile.open(fileobj=io.BytesIO(package), mode="r:gz") as archive:
            for name, expected in members.items():
                member = archive.extractfile(name)
                data = member.read(PACKAGE_BYTES_MAX) if member else b""
                if sha256(data) != expected:
                    raise FetchError(f"'{name}' has another SHA-256 than the pinned {expected}")
                files[Path(name).name] = data
    except (tarfile.TarError, KeyError, OSError, EOFError) as error:
        raise FetchError(f"failed to unpack the package: {error}") from error
    return files


def build(out, registry):
    """Puts the files that are missing into `out`; returns whether there were any."""
    out.mkdir(parents=True, exist_ok=True)
    missing = {path: members for path, members in PACKAGES.items() if not is_there(out, members)}
    files = {}
    for path, members in missing.items():
        files |= unpack(fetch(f"{registry.rstrip('/')}/{path}"), members)
    for name, data in files.items():
        # Never half a file under its name.
        part = out / f"{name}.part"
        part.write_bytes(data)
        part.replace(out / name)
    return bool(missing)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    usual = os.environ.get("npm_config_registry") or REGISTRY
    parser.add_argument("--registry", default=usual, help=f"the npm registry (default: {usual})")
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    try:
        if build(arguments.out, arguments.registry):
            print(f"editor: GraphiQL is in {arguments.out}; the next build embeds it")
    except FetchError as error:
        print(f"editor: {error}\neditor: the build goes on without GraphiQL; /graphql shows a small editor instead")
    return 0


if __name__ == "__main__":
    sys.exit(main())
