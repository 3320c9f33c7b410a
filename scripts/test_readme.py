"""Tests of what holds README.md to the program: python3 -m unittest discover -s scripts"""

import contextlib
import io
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import readme

TEXT = """# Title

```sh
$ rm -rf not-run
```

```console
$ echo one \\
  'two
three'; false
stale
$ target/release/rapporteur 127.0.0.1:8080
```
"""

CURRENT = """# Title

```sh
$ rm -rf not-run
```

```console
$ echo one \\
  'two
three'; false
one two
three
$ target/release/rapporteur 127.0.0.1:8080
[127.0.0.1:1]
```
"""

SHOWS = """# API

<!-- shows ask.py -->
```python
ask()
```

```python
other()
```
"""


class Readme(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "README.md"
        self.answers = Path(folder.name) / "ANSWERS.md"
        self.answers.write_text("```console\n$ echo 0.5\n0.4\n```\n", encoding="utf-8")
        self.root = Path(folder.name)
        (self.root / "ask.py").write_text("ask()\n", encoding="utf-8")
        self.api = self.root / "API.md"
        self.api.write_text(SHOWS, encoding="utf-8")
        self.binary = Path(folder.name) / "rapporteur"
        self.binary.write_text('#!/bin/sh\necho "[$*]"\n', encoding="utf-8")
        self.binary.chmod(0o755)

    def main(self, text, what):
        """Exit code, stdout and the file afterwards."""
        self.file.write_text(text, encoding="utf-8")
        arguments = [what, "--rapporteur", str(self.binary), "--address", "127.0.0.1:1"]
        out, err = io.StringIO(), io.StringIO()
        with (
            mock.patch.object(readme, "PAGES", [self.file, self.answers]),
            mock.patch.object(readme, "ROOT", self.root),
            mock.patch.object(readme, "SHOWING", [self.api]),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            code = readme.main(arguments)
        return code, out.getvalue() + err.getvalue(), self.file.read_text(encoding="utf-8")

    def test_write_puts_in_what_is_printed(self):
        self.assertEqual(self.main(TEXT, "--write")[::2], (0, CURRENT))

    def test_check_accepts_what_is_current_and_changes_nothing(self):
        self.assertEqual(self.main(CURRENT, "--check")[::2], (0, CURRENT))

    def test_check_names_what_differs(self):
        code, printed, after = self.main(TEXT, "--check")
        self.assertEqual((code, after), (1, TEXT))
        for line in ("-stale", "+one two", "run `make readme`"):
            self.assertIn(line, printed)

    def test_a_readme_without_marks_is_refused(self):
        code, printed, _ = self.main("# Title\n", "--check")
        self.assertEqual(code, 1)
        self.assertIn("mark them as", printed)

    def test_a_command_that_prints_nothing_is_refused(self):
        code, printed, _ = self.main(TEXT.replace("echo one", "true"), "--check")
        self.assertEqual(code, 1)
        self.assertIn("printed nothing", printed)

    def test_every_page_is_looked_at(self):
        self.answers.write_text("```console\n$ echo yes\nno\n```\n", encoding="utf-8")
        code, printed, _ = self.main(CURRENT, "--check")
        self.assertEqual(code, 1)
        self.assertIn("+yes", printed)
        self.assertEqual(self.main(CURRENT, "--write")[0], 0)
        self.assertIn("$ echo yes\nyes\n", self.answers.read_text(encoding="utf-8"))

    def test_probabilities_are_not_compared_and_other_numbers_are(self):
        self.assertEqual(readme.differences("page", "p 0.81, 3", "p 0.79, 3"), [])
        self.assertNotEqual(readme.differences("page", "p 0.81, 3", "p 0.81, 4"), [])

    def test_files_are_shown_as_they_are(self):
        self.assertEqual(self.main(CURRENT, "--check")[0], 0)
        self.api.write_text(SHOWS.replace("ask()", "asked()"), encoding="utf-8")
        code, printed, _ = self.main(CURRENT, "--check")
        self.assertEqual(code, 1)
        self.assertIn("-asked()", printed)
        self.main(CURRENT, "--write")
        self.assertEqual(self.api.read_text(encoding="utf-8"), SHOWS)

    def test_a_page_that_shows_no_file_is_refused(self):
        self.api.write_text(SHOWS.replace("shows", "has"), encoding="utf-8")
        code, printed, _ = self.main(CURRENT, "--check")
        self.assertEqual(code, 1)
        self.assertIn("shows no file", printed)

    def test_the_pages_of_the_project_show_its_files(self):
        shown = []
        for page in readme.SHOWING:
            text = page.read_text(encoding="utf-8")
            self.assertEqual(readme.with_files(page), text, "run `make readme`")
            shown += [name for name, _ in readme.SHOWN.findall(text)]
        self.assertEqual(shown, [f"examples/ask.{ending}" for ending in ("sh", "mjs", "py", "rs")])



class MaskTest(unittest.TestCase):
    def test_what_is_nearest_where_nothing_is_near_may_differ(self):
        silent = "  rome-2012: nothing; nearest: rome-2012/P3G (clauses searched: 20)"
        said = "Not found in 1 page. The Rome declaration, P2E, comes nearest but does not answer the question."
        for text, other in [(silent, silent.replace("P3G", "P2E")), (said, said.replace("P2E", "P3G"))]:
            self.assertEqual(readme.differences("page", text, other), [])
        self.assertNotEqual(readme.differences("page", silent, silent.replace("20", "21")), [])
        self.assertNotEqual(readme.differences("page", said, said.replace("Not found", "Found")), [])


if __name__ == "__main__":
    unittest.main()
