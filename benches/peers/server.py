"""The service that one would put together from Python's own parts, as well as they allow.

FastAPI, strawberry-graphql, fastembed with the same weights, FAISS, rank-bm25, cachetools. It answers
`ask` with the clauses that a min-max combination of cosine (0.7) and BM25 (0.3) ranks first, each
verbatim with its offsets, and keeps what it answered. It reads no question, abstains by a threshold
alone, and has no late interaction: it does less than what it is compared with.

Settings by environment: MODEL (folder), CORPUS (folder), VECTORS (file to keep vectors in).
"""

import asyncio
import hashlib
import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import faiss
import numpy as np
import orjson
import strawberry
from cachetools import LRUCache
from fastapi import FastAPI
from fastembed import TextEmbedding
from fastembed.common.model_description import ModelSource, PoolingType
from rank_bm25 import BM25Okapi
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.fastapi import GraphQLRouter

CITATIONS_MAX = 8
THRESHOLD = 0.35
LABEL = re.compile(r"^(INTRO|[A-Z]{1,3}\d{1,3}[A-Z]{0,2}): ", re.M)
WORD = re.compile(r"\w+")


def parse(path: Path) -> list[dict]:
    """The clauses of a file: its labelled lines, or else its paragraphs."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    known = dict(line.split(": ", 1) for line in front.splitlines() if ": " in line)
    text = body.replace("*", "").strip()
    marks = list(LABEL.finditer(text))
    if len(marks) >= 2:
        ends = [mark.start() for mark in marks[1:]] + [len(text)]
        pieces = [(m.group(1), m.end(), end) for m, end in zip(marks, ends)]
    else:
        found = re.finditer(r"\S[^\n]*", text)
        pieces = [(str(n), m.start(), m.end()) for n, m in enumerate(found, start=1)]
    rows = []
    for label, start, end in pieces:
        words = text[start:end].rstrip()
        if len(words) > 20:
            rows.append({
                "id": f"{known['id']}/{label}", "document": known["id"], "label": label,
                "text": words, "start": start, "end": start + len(words),
            })
    return rows


def open_model() -> TextEmbedding:
    TextEmbedding.add_custom_model(
        model="same-weights", pooling=PoolingType.MEAN, normalization=True,
        sources=ModelSource(url="file:///"), dim=384, model_file="model.onnx",
    )
    return TextEmbedding("same-weights", specific_model_path=os.environ["MODEL"], threads=1)


def terms(text: str) -> list[str]:
    return WORD.findall(text.lower())


class Index:
    """Everything that ranking looks up."""

    def __init__(self) -> None:
        self.clauses = [row for path in sorted(Path(os.environ["CORPUS"]).glob("*.md"))
                        for row in parse(path)]
        texts = [row["text"] for row in self.clauses]
        self.model = open_model()
        kept = Path(os.environ["VECTORS"])
        if not kept.exists():
            np.save(kept, np.stack(list(self.model.embed(texts, batch_size=8))))
        self.dense = faiss.IndexFlatIP(384)
        self.dense.add(np.load(kept).astype(np.float32))
        self.lexical = BM25Okapi([terms(text) for text in texts])
        digest = hashlib.sha256("".join(texts).encode())
        self.digest = digest.hexdigest()

    def rank(self, question: str) -> tuple[float, list[tuple[float, dict]]]:
        vector = next(iter(self.model.embed([question]))).astype(np.float32)[None, :]
        scores, order = self.dense.search(vector, len(self.clauses))
        cosines = np.empty(len(self.clauses), np.float32)
        cosines[order[0]] = scores[0]
        bm25 = self.lexical.get_scores(terms(question)).astype(np.float32)

        def scaled(x: np.ndarray) -> np.ndarray:
            spread = float(x.max() - x.min())
            return (x - x.min()) / spread if spread else np.zeros_like(x)

        fused = 0.7 * scaled(cosines) + 0.3 * scaled(bm25)
        best = np.argsort(-fused, kind="stable")[:CITATIONS_MAX]
        return float(cosines.max()), [(float(fused[i]), self.clauses[i]) for i in best]


INDEX = Index()
# ONNX Runtime lets go of Python's lock, so that as many questions as there are cores are embedded at once,
# each by one thread.
WORKER = ThreadPoolExecutor(max_workers=int(os.environ.get("THREADS", os.cpu_count() or 1)))
KEPT: LRUCache = LRUCache(maxsize=10_000)
UNDER_WAY: dict[str, asyncio.Future] = {}


@strawberry.type
class Document:
    id: strawberry.ID


@strawberry.type
class Clause:
    id: strawberry.ID
    label: str
    text: str
    document: Document


@strawberry.type
class Citation:
    marker: int
    clause: Clause
    quote: str
    start: int
    end: int
    relevance: float
    permalink: str


@strawberry.type
class Answer:
    status: str
    text: str
    citations: list[Citation]


def answer(question: str) -> Answer:
    nearest, ranked = INDEX.rank(question)
    if nearest < THRESHOLD:
        return Answer(status="NOT_FOUND", text="Nothing was found.", citations=[])
    cited = [
        Citation(
            marker=n, quote=row["text"], start=row["start"], end=row["end"], relevance=score,
            permalink=f"/c/{INDEX.digest[:12]}/{row['id']}",
            clause=Clause(
                id=row["id"], label=row["label"], text=row["text"],
                document=Document(id=row["document"]),
            ),
        )
        for n, (score, row) in enumerate(ranked, start=1)
    ]
    text = " ".join(f"{c.clause.document.id}, {c.clause.label}: “{c.quote}” [{c.marker}]" for c in cited)
    return Answer(status="ANSWERED", text=text, citations=cited)


async def kept(question: str) -> Answer:
    """Each question once, whoever asks it meanwhile."""
    key = " ".join(question.split())
    if (found := KEPT.get(key)) is not None:
        return found
    if (waiting := UNDER_WAY.get(key)) is None:
        loop = asyncio.get_running_loop()
        waiting = UNDER_WAY[key] = loop.run_in_executor(WORKER, answer, question)
        waiting.add_done_callback(lambda _: UNDER_WAY.pop(key, None))
    found = await waiting
    KEPT[key] = found
    return found


@strawberry.type
class Query:
    @strawberry.field
    async def ask(self, question: str) -> Answer:
        return await kept(question)


class Router(GraphQLRouter):
    """Reads and writes JSON by the faster library."""

    def decode_json(self, data: str | bytes) -> object:
        return orjson.loads(data)

    def encode_json(self, data: object) -> str | bytes:
        return orjson.dumps(data)


schema = strawberry.Schema(Query, extensions=[ParserCache(maxsize=100), ValidationCache(maxsize=100)])
app = FastAPI()
app.include_router(Router(schema), prefix="/graphql")


@app.get("/readyz")
async def readyz() -> dict[str, str]:
    return {"status": "ready"}
