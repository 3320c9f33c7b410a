#!/usr/bin/env python3
"""Has schemathesis ask a server all that its OpenAPI document allows, and much that it does not, with all checks.

    PYTHONPATH=$PWD/target/tools/schemathesis python3 scripts/check_openapi.py --rapporteur target/release/rapporteur [--examples 40]

Once without a key, once as an administrator of a copy of the corpus, and once by GraphQL.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import check_proxies

# 422 is in the document of each operation: the form is right, but the corpus has no such document, or the text no words.
# Schemathesis counts it as a refusal of valid data unless it is told.
SETTINGS = """\
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "403", "404", "414", "422", "429"]

[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "405", "406", "409", "413", "414", "415", "422", "428", "429", "5xx"]
"""


def schemathesis(folder, address, *arguments):
    """Whether it finds nothing."""
    command = [sys.executable, "-m", "schemathesis.cli", "--no-color", "--config-file", folder / "schemathesis.toml"]
    command += ["run", address, "--continue-on-failure", *arguments]
    return subprocess.run([str(part) for part in command], cwd=folder, check=False).returncode == 0


def main(arguments=None):
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rapporteur", type=Path, required=True, help="the program")
    parser.add_argument("--examples", default="40", help="of each operation (40)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(check_proxies.PROJECT / "corpus", folder / "corpus")
        (folder / "schemathesis.toml").write_text(SETTINGS, encoding="utf-8")
        key = check_proxies.create_key(options.rapporteur, folder, "schemathesis")
        settings = ["--corpus", folder / "corpus", "--feedback", "on", "--key-rate-limit", "0"]
        as_admin = ("--header", f"Authorization: Bearer {key}", "--exclude-method", "DELETE")
        with check_proxies.served(options.rapporteur, folder, settings) as (port, _):
            document, examples = f"http://127.0.0.1:{port}/v1/openapi.json", ("--max-examples", options.examples)
            found = [
                schemathesis(folder, document, "--checks", "all", *examples),
                schemathesis(folder, document, "--checks", "all", *as_admin, *examples),
                # A key that is missing is an error in a response with data, which this check takes for a defect.
                schemathesis(folder, f"http://127.0.0.1:{port}/graphql", "--checks", "not_a_server_error", *as_admin[:2],
                             "--exclude-name", "Mutation.removeDocument", *examples),
            ]
    print(f"schemathesis: {found.count(False)} of {len(found)} runs have findings")
    return 0 if all(found) else 1


if __name__ == "__main__":
    sys.exit(main())
