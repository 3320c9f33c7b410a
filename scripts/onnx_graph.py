"""Writes a graph of ONNX (opset 17) with the standard library alone.

A protobuf message is a run of tagged fields, and the handful of messages in an ONNX graph need three
kinds of them; `onnx.proto` has the numbers of the fields.
"""

import math
import struct

PRODUCER = "rapporteur"
IR_VERSION = 8
OPSET = 17

# TensorProto.DataType, and the bytes of one element.
FLOAT, UINT8, INT8, INT64 = 1, 2, 3, 7
ELEMENT_BYTES = {FLOAT: 4, UINT8: 1, INT8: 1, INT64: 8}

# AttributeProto.AttributeType
ATTRIBUTE_FLOAT, ATTRIBUTE_INT, ATTRIBUTE_INTS = 1, 2, 7

# Where a tensor may begin in the file that is used where it lies.
ALIGNMENT = 64


class GraphError(Exception):
    """Something does not make a graph."""


# --- protobuf -------------------------------------------------------------------------------


def varint(number):
    """A base-128 number, least significant group first; negative ones as 64-bit complement."""
    number &= (1 << 64) - 1
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def number_field(field, number):
    """A field that holds an integer (wire type 0)."""
    return varint(field << 3) + varint(number)


def float_field(field, number):
    """A field that holds a 32-bit float (wire type 5)."""
    return varint(field << 3 | 5) + struct.pack("<f", number)


def bytes_field(field, data):
    """A field that holds bytes, text or a message (wire type 2)."""
    if isinstance(data, str):
        data = data.encode()
    return b"".join((varint(field << 3 | 2), varint(len(data)), data))


# --- graph ----------------------------------------------------------------------------------


class Graph:
    """A GraphProto under construction."""

    def __init__(self, name):
        self._name = name
        self._nodes = []
        self._initialisers = []
        self._constants = {}

    def initialiser(self, name, data_type, shape, raw, layout=None):
        """Adds a constant tensor; returns its name. One with a `layout` has that for its
        documentation, with spaces after it so that its bytes begin at a multiple of 64 in the file."""
        if len(raw) != math.prod(shape) * ELEMENT_BYTES[data_type]:
            raise GraphError(f"{name}: {len(raw)} bytes do not fill {list(shape)}")
        dims = b"".join(number_field(1, dim) for dim in shape)
        head = dims + number_field(2, data_type) + bytes_field(8, name)
        self._initialisers.append((head, raw, layout))
        return name

    def constant(self, data_type, *values, scalar=False):
        """A small constant, written once however often it is asked for; returns its name."""
        key = (data_type, values, scalar)
        if key not in self._constants:
            code = {FLOAT: "f", UINT8: "B", INT64: "q"}[data_type]
            self._constants[key] = self.initialiser(
                f"constant_{len(self._constants)}",
                data_type,
                () if scalar else (len(values),),
                struct.pack(f"<{len(values)}{code}", *values),
            )
        return self._constants[key]

    def node(self, operator, inputs, outputs=1, name=None, **attributes):
        """Adds an operator; returns the name of its output, or a list of names."""
        label = f"{operator}_{len(self._nodes)}"
        names = [name] if name else [f"{label}_{index}" for index in range(outputs)]
        message = [bytes_field(1, source) for source in inputs]
        message += [bytes_field(2, output) for output in names]
        message += [bytes_field(3, label), bytes_field(4, operator)]
        message += [bytes_field(5, attribute(*item)) for item in attributes.items()]
        self._nodes.append(b"".join(message))
        return names[0] if outputs == 1 else names

    def model(self, inputs, outputs):
        """The bytes of the ModelProto. Inputs and outputs are (name, data type, shape)."""
        head = number_field(1, IR_VERSION) + bytes_field(2, PRODUCER)
        opset = bytes_field(1, "") + number_field(2, OPSET)
        # Where the graph begins depends on how many bytes say how long it is.
        for width in range(1, 6):
            graph = self._graph(len(head) + 1 + width, inputs, outputs)
            length = varint(len(graph))
            if len(length) == width:
                return b"".join((head, varint(7 << 3 | 2), length, graph, bytes_field(8, opset)))
        raise GraphError("the graph is longer than a file of ONNX may be")

    def _graph(self, start, inputs, outputs):
        """The bytes of the GraphProto, which begin at `start` in the file."""
        parts = [bytes_field(1, node) for node in self._nodes]
        parts.append(bytes_field(2, self._name))
        start += sum(map(len, parts))
        for tensor in self._initialisers:
            parts.append(tensor_field(start, *tensor))
            start += len(parts[-1])
        parts += [bytes_field(11, value_info(*item)) for item in inputs]
        parts += [bytes_field(12, value_info(*item)) for item in outputs]
        return b"".join(parts)


def tensor_field(start, head, raw, layout):
    """The field of a TensorProto that begins at `start` in the file."""
    if layout is None:
        return bytes_field(5, head + bytes_field(9, raw))
    while True:
        field = bytes_field(5, b"".join((head, bytes_field(12, layout), bytes_field(9, raw))))
        over = (start + len(field) - len(raw)) % ALIGNMENT
        if over == 0:
            return field
        layout += (ALIGNMENT - over) * " "


def attribute(name, value):
    """An AttributeProto: a float, an integer, or a list of integers."""
    if isinstance(value, float):
        return bytes_field(1, name) + float_field(2, value) + number_field(20, ATTRIBUTE_FLOAT)
    if isinstance(value, int):
        return bytes_field(1, name) + number_field(3, value) + number_field(20, ATTRIBUTE_INT)
    numbers = b"".join(number_field(8, number) for number in value)
    return bytes_field(1, name) + numbers + number_field(20, ATTRIBUTE_INTS)


def value_info(name, data_type, shape):
    """A ValueInfoProto; a dimension is a number, or the name of one that varies."""
    dims = b"".join(
        bytes_field(1, number_field(1, dim) if isinstance(dim, int) else bytes_field(2, dim))
        for dim in shape
    )
    tensor = number_field(1, data_type) + bytes_field(2, dims)
    return bytes_field(1, name) + bytes_field(2, bytes_field(1, tensor))
