"""Writes a BERT encoder as an ONNX graph, from its weights alone.

Published weights come without a graph. This module writes the encoder with standard ONNX operators,
which ONNX Runtime fuses when it loads the graph. Nothing but the standard library is needed.

A program may run the int8 variant without ONNX Runtime, by what it has learnt: crates/encoder does. It
goes by the name of the producer, by the names below, by the order query, key, value of the joined
matrix, and by what `.panels`, `.scale` and `.bias` mean: who changes the meaning of a name changes the
name, or the producer's. Panels lie in the file as processors multiply them, so that they can be used
where they are; ONNX Runtime puts them into rows when it loads the graph.

The graph takes input_ids, attention_mask and token_type_ids, int64 [batch, sequence], and gives
last_hidden_state, float [batch, sequence, hidden]: the vector of every token, not a pooled one.
"""

import array
import math
import sys
from typing import NamedTuple

from onnx_graph import FLOAT, INT8, INT64, UINT8, Graph, GraphError

if sys.byteorder != "little":
    raise SystemExit("failed to start: weights are laid out for little-endian machines only")

NORM_EPSILON = 1e-12

# Columns of a panel, and the numbers of each that lie side by side.
PANEL_COLUMNS, PANEL_STEP = 16, 4
PANELS = "[panel, step, column, number]: sixteen columns side by side, four numbers of each at a step"

VARIANTS = ("int8", "fp32")


class Shape(NamedTuple):
    """What a model is called, and how large its parts are."""

    name: str
    hidden: int
    heads: int
    layers: int
    feed_forward: int
    vocabulary: int
    positions: int


# --- numbers ---------------------------------------------------------------------------------


def floats(raw):
    """The float32 numbers in `raw`."""
    numbers = array.array("f")
    numbers.frombytes(raw)
    return numbers


def transpose(matrices, columns):
    """Matrices [rows, columns], one below the other, as the bytes of one [columns, all rows]."""
    numbers = [floats(raw) for raw in matrices]
    out = array.array("f")
    for column in range(columns):
        for matrix in numbers:
            out.extend(matrix[column::columns])
    return out.tobytes()


def quantise(matrices, columns):
    """Matrices [rows, columns], one below the other, as int8.

    Symmetric: each row has one scale, its greatest magnitude / 127. Returns the bytes of the
    quantised rows, and those of the float32 scales, one for each row.
    """
    quantised, scales = array.array("b"), array.array("f")
    for raw in matrices:
        numbers = floats(raw)
        for start in range(0, len(numbers), columns):
            row = numbers[start : start + columns]
            greatest = max(max(row), -min(row)) or 1.0
            scales.append(greatest / 127)
            unit = 127 / greatest
            quantised.extend(round(number * unit) for number in row)
    return quantised.tobytes(), scales.tobytes()


def panels(rows, length):
    """The bytes of int8 rows of this length, sixteen rows side by side: four numbers of each, then
    the next four; then the next sixteen rows."""
    if length % PANEL_STEP or len(rows) % (length * PANEL_COLUMNS):
        raise GraphError(f"{len(rows)} bytes in rows of {length} are no whole panels")
    steps = array.array("i")
    steps.frombytes(rows)
    of_row = length // PANEL_STEP
    out = array.array("i", bytes(len(rows)))
    for row in range(len(steps) // of_row):
        panel, column = divmod(row, PANEL_COLUMNS)
        start, end = (at * PANEL_COLUMNS * of_row for at in (panel, panel + 1))
        out[start + column : end : PANEL_COLUMNS] = steps[row * of_row : (row + 1) * of_row]
    return out.tobytes()


# --- the encoder ----------------------------------------------------------------------------


class Encoder:
    """Writes an encoder into a graph. `weights` hands out its tensors by the names that BERT has."""

    def __init__(self, weights, variant, shape):
        if variant not in VARIANTS:
            raise GraphError(f"unknown variant '{variant}', known are {', '.join(VARIANTS)}")
        self._weights = weights
        self._variant = variant
        self._of = shape
        self._graph = Graph(shape.name)
        self._shape = None

    def build(self):
        """The bytes of the whole model."""
        node = self._graph.node
        self._shape = node("Shape", ["input_ids"])
        states, mask = self._embeddings(), self._mask()
        for layer in range(self._of.layers):
            last = "last_hidden_state" if layer == self._of.layers - 1 else None
            states = self._layer(f"encoder.layer.{layer}", states, mask, last)
        names = ("input_ids", "attention_mask", "token_type_ids")
        inputs = [(name, INT64, ("batch", "sequence")) for name in names]
        output = ("last_hidden_state", FLOAT, ("batch", "sequence", self._of.hidden))
        return self._graph.model(inputs, [output])

    def _parameter(self, name, *shape):
        return self._graph.initialiser(name, FLOAT, shape, self._weights.tensor(name, *shape))

    def _ints(self, *values):
        return self._graph.constant(INT64, *values)

    def _float(self, value):
        return self._graph.constant(FLOAT, value, scalar=True)

    def _norm(self, states, prefix, name=None):
        scale = self._parameter(f"{prefix}.LayerNorm.weight", self._of.hidden)
        bias = self._parameter(f"{prefix}.LayerNorm.bias", self._of.hidden)
        return self._graph.node(
            "LayerNormalization", [states, scale, bias], name=name, axis=-1, epsilon=NORM_EPSILON
        )

    def _embeddings(self):
        node, hidden = self._graph.node, self._of.hidden
        lookup = self._words()
        kinds = self._parameter("embeddings.token_type_embeddings.weight", 2, hidden)
        places = self._parameter(
            "embeddings.position_embeddings.weight", self._of.positions, hidden
        )
        length = node("Slice", [self._shape, self._ints(1), self._ints(2)])
        words = lookup()
        kinds = node("Gather", [kinds, "token_type_ids"])
        places = node("Slice", [places, self._ints(0), length])
        return self._norm(node("Add", [node("Add", [words, kinds]), places]), "embeddings")

    def _words(self):
        """Adds the table of words; returns what looks the words of a text up in it."""
        name, of = "embeddings.word_embeddings.weight", self._of
        words = self._parameter(name, of.vocabulary, of.hidden)
        return lambda: self._graph.node("Gather", [words, "input_ids"])

    def _mask(self):
        """What is added to attention scores: 0 for tokens, -10000 for padding."""
        node = self._graph.node
        mask = node("Unsqueeze", ["attention_mask", self._ints(1, 2)])
        absent = node("Sub", [self._float(1.0), node("Cast", [mask], to=FLOAT)])
        return node("Mul", [absent, self._float(-10000.0)])

    def _linear(self, states, names, rows, columns):
        """states x the matrices' transposes, side by side, plus their biases."""
        matrices = [self._weights.tensor(f"{name}.weight", rows, columns) for name in names]
        biases = [self._weights.tensor(f"{name}.bias", rows) for name in names]
        label, width = names[0], rows * len(names)
        multiply = self._multiply if self._variant == "fp32" else self._multiply_int8
        product = multiply(states, label, matrices, width, columns)
        bias = self._graph.initialiser(f"{label}.bias", FLOAT, (width,), b"".join(biases))
        return self._graph.node("Add", [product, bias])

    def _multiply(self, states, label, matrices, width, columns):
        matrix = transpose(matrices, columns)
        matrix = self._graph.initialiser(f"{label}.weight", FLOAT, (columns, width), matrix)
        return self._graph.node("MatMul", [states, matrix])

    def _multiply_int8(self, states, label, matrices, width, columns):
        """An integer product. Each token row has a scale of its own (its greatest magnitude
        / 127), so that a text's vectors do not depend on the other texts of its batch."""
        graph, node = self._graph, self._graph.node
        quantised, scales = quantise(matrices, columns)
        matrix = self._panels(f"{label}.panels", quantised, width, columns)
        scales = graph.initialiser(f"{label}.scale", FLOAT, (width,), scales)
        rows = node("Reshape", [states, self._ints(-1, columns)])
        greatest = node("ReduceMax", [node("Abs", [rows])], axes=[-1], keepdims=1)
        row_scale = node("Max", [greatest, self._float(1e-9)])
        row_scale = node("Mul", [row_scale, self._float(1 / 127)])
        flat_scale = node("Reshape", [row_scale, self._ints(-1)])
        zero = node("Expand", [graph.constant(UINT8, 128), node("Shape", [flat_scale])])
        rows = node("QuantizeLinear", [rows, flat_scale, zero], axis=0)
        zero = graph.constant(UINT8, 128, scalar=True)
        product = node("Cast", [node("MatMulInteger", [rows, matrix, zero])], to=FLOAT)
        product = node("Mul", [node("Mul", [product, scales]), row_scale])
        shape = node("Concat", [self._shape, self._ints(width)], axis=0)
        return node("Reshape", [product, shape])

    def _panels(self, name, rows, width, columns):
        """The matrix [columns, width] whose columns are these rows, which lies in panels."""
        shape = (width // PANEL_COLUMNS, columns // PANEL_STEP, PANEL_COLUMNS, PANEL_STEP)
        matrix = self._graph.initialiser(name, INT8, shape, panels(rows, columns), layout=PANELS)
        matrix = self._graph.node("Transpose", [matrix], perm=[1, 3, 0, 2])
        return self._graph.node("Reshape", [matrix, self._ints(columns, width)])

    def _query_key_value(self, prefix, states):
        names = [f"{prefix}.attention.self.{part}" for part in ("query", "key", "value")]
        hidden = self._of.hidden
        if self._variant == "fp32":  # three products cost less than one and a Split
            return [self._linear(states, [name], hidden, hidden) for name in names]
        joined = self._linear(states, names, hidden, hidden)
        sizes = self._ints(hidden, hidden, hidden)
        return self._graph.node("Split", [joined, sizes], outputs=3, axis=-1)

    def _heads(self, states, order):
        shape = self._ints(0, 0, self._of.heads, self._of.hidden // self._of.heads)
        split = self._graph.node("Reshape", [states, shape])
        return self._graph.node("Transpose", [split], perm=order)

    def _attention(self, prefix, states, mask):
        node, hidden = self._graph.node, self._of.hidden
        query, key, value = self._query_key_value(prefix, states)
        scores = node("MatMul", [self._heads(query, [0, 2, 1, 3]), self._heads(key, [0, 2, 3, 1])])
        scores = node("Mul", [scores, self._float((hidden // self._of.heads) ** -0.5)])
        weights = node("Softmax", [node("Add", [scores, mask])], axis=-1)
        mixed = node("MatMul", [weights, self._heads(value, [0, 2, 1, 3])])
        mixed = node("Transpose", [mixed], perm=[0, 2, 1, 3])
        return node("Reshape", [mixed, self._ints(0, 0, hidden)])

    def _gelu(self, states):
        """x * (1 + erf(x / sqrt 2)) / 2, written so that ONNX Runtime fuses it with the bias."""
        node = self._graph.node
        error = node("Erf", [node("Div", [states, self._float(math.sqrt(2))])])
        gate = node("Add", [error, self._float(1.0)])
        return node("Mul", [node("Mul", [states, gate]), self._float(0.5)])

    def _layer(self, prefix, states, mask, name):
        node, hidden, wide = self._graph.node, self._of.hidden, self._of.feed_forward
        mixed = self._attention(prefix, states, mask)
        mixed = self._linear(mixed, [f"{prefix}.attention.output.dense"], hidden, hidden)
        states = self._norm(node("Add", [mixed, states]), f"{prefix}.attention.output")
        inner = self._linear(states, [f"{prefix}.intermediate.dense"], wide, hidden)
        narrow = self._linear(self._gelu(inner), [f"{prefix}.output.dense"], hidden, wide)
        return self._norm(node("Add", [narrow, states]), f"{prefix}.output", name)

