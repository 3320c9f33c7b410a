"""SECURITY.md names tests that exist, and every claim has one."""

import re
import unittest
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
HEADING = "## What is defended\n"
FAULTS = "## Faults that were found by attacks\n"
# A test in Rust: its attribute, perhaps others behind it, and its name.
RUST = r"#\[(?:tokio::)?test[^\n]*\]\n(?:\s*(?:#\[|///)[^\n]*\n)*\s*(?:async )?fn {}\("
PYTHON = r"\n    def {}\(self"


def claims(page, heading=HEADING):
    """The rows of the table below the heading: the claim, and its tests as (file, name)."""
    section = page.split(heading, 1)[1].split("\n## ", 1)[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")][1:]
    for row in rows:
        cells = row.strip("| ").split(" | ")
        source, tests = None, []
        for word in re.findall(r"`([^`]+)`", cells[-1]):
            if "." in word:
                source = word
            else:
                tests.append((source, word))
        yield cells[0], tests


def has_test(text, path, name):
    """Whether the text of the file at `path` has a test of this name."""
    pattern = PYTHON if path.endswith(".py") else RUST
    return re.search(pattern.replace("{}", re.escape(name)), text) is not None


class Claims(unittest.TestCase):
    def test_every_claim_names_tests_that_exist(self):
        page = (PROJECT / "SECURITY.md").read_text(encoding="utf-8")
        found, faults = list(claims(page)), list(claims(page, FAULTS))
        self.assertGreater(len(found), 25)
        self.assertGreater(len(faults), 11)
        for claim, tests in found + faults:
            self.assertTrue(tests, f"{claim}: name the test that fails if it does not hold")
            for source, name in tests:
                text = (PROJECT / source).read_text(encoding="utf-8")
                self.assertTrue(has_test(text, source, name), f"{claim} {source} has no test {name}")

    def test_a_function_that_is_no_test_does_not_count(self):
        text = "#[test]\nfn one() {}\n\n#[tokio::test(start_paused = true)]\n#[cfg(unix)]\nasync fn two() {}\nfn three() {}\n"
        names = [name for name in ("one", "two", "three", "on") if has_test(text, "a.rs", name)]
        self.assertEqual(names, ["one", "two"])

    def test_a_claim_without_a_test_is_seen(self):
        page = HEADING + "\n| claim | by | test |\n|---|---|---|\n| A. | b | `a.rs`, `x` and `y` |\n| B. | b | none |\n\n## Next\n"
        self.assertEqual(list(claims(page)), [("A.", [("a.rs", "x"), ("a.rs", "y")]), ("B.", [])])


if __name__ == "__main__":
    unittest.main()
