"""Tests of what fetches GraphiQL: python3 -m unittest discover -s scripts"""

import contextlib
import io
import sys
import tarfile
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import fetch_editor


def package(files):
    """An npm package of `files`."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


SCRIPT = b"let editor;"
PACKAGES = {"a/-/a-1.tgz": {"package/dist/a.js": fetch_editor.sha256(SCRIPT)}}


class FetchTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.out = Path(folder.name)
        patch = mock.patch.object(fetch_editor, "PACKAGES", PACKAGES)
        patch.start()
        self.addCleanup(patch.stop)

    def build(self, data):
        with mock.patch.object(fetch_editor, "fetch", return_value=data) as fetch:
            built = fetch_editor.build(self.out, "https://npm.example/")
        return built, [call.args[0] for call in fetch.call_args_list]

    def test_files_are_put_in_place_once(self):
        data = package({"package/dist/a.js": SCRIPT, "package/dist/b.js": b"x"})
        self.assertEqual(self.build(data), (True, ["https://npm.example/a/-/a-1.tgz"]))
        self.assertEqual([file.name for file in self.out.iterdir()], ["a.js"])
        self.assertEqual((self.out / "a.js").read_bytes(), SCRIPT)
        self.assertEqual(self.build(data), (False, []))
        (self.out / "a.js").write_bytes(b"damaged")
        self.assertTrue(self.build(data)[0])
        self.assertEqual((self.out / "a.js").read_bytes(), SCRIPT)

    def test_another_file_than_the_pinned_one_is_refused(self):
        for data in [
            package({"package/dist/a.js": b"let other;"}),
            package({"package/dist/b.js": SCRIPT}),
            package({"package/dist/a.js": SCRIPT})[:40],
            b"",
        ]:
            with self.assertRaises(fetch_editor.FetchError):
                self.build(data)
            self.assertEqual(list(self.out.iterdir()), [])

    def test_a_registry_that_does_not_answer_stops_no_build(self):
        arguments = ["fetch_editor.py", "--registry", "http://127.0.0.1:1", "--out", str(self.out)]
        said = io.StringIO()
        with mock.patch.object(sys, "argv", arguments), contextlib.redirect_stdout(said):
            self.assertEqual(fetch_editor.main(), 0)
        self.assertIn("goes on without GraphiQL", said.getvalue())


if __name__ == "__main__":
    unittest.main()
