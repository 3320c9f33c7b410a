"""What became of requests under load: which responses are wrong, how long they took, and how memory went."""

import hashlib
from collections import Counter, defaultdict
from typing import NamedTuple

from load_questions import Question

MEGABYTE = 1_000_000
TEN_MINUTES = 600
# How much of a response is shown.
SHOWN = 1_000


class Record(NamedTuple):
    """A request: when it was due, sent and answered, and what came. `failure` is empty where the status is 200."""

    question: Question
    repeated: bool
    due: float
    sent: float
    ended: float
    status: int
    digest: str
    failure: str


class Flip(NamedTuple):
    """The documents went to another state: when they were written, and when the server was seen to serve them."""

    state: int
    written: float
    served: float


def digest(body):
    """What tells responses apart."""
    return hashlib.sha256(body).hexdigest()


def states_between(flips, sent, ended):
    """The states of the documents that a request may have met; state 0 comes first."""
    met, current = set(), 0
    until = [flip.served for flip in flips] + [float("inf")]
    since = [float("-inf")] + [flip.written for flip in flips]
    for place, (begin, end) in enumerate(zip(since, until, strict=True)):
        current = flips[place - 1].state if place else 0
        if sent <= end and ended >= begin:
            met.add(current)
    return met


def wrong(records, references, flips):
    """What is wrong with responses, in sentences: failures, and other bytes than those of the state they met."""
    found = []
    for record in records:
        surface, text = record.question
        said = f"{surface} {text[:80]!r}"
        if record.status != 200:
            found.append(f"{said}: status {record.status}: {record.failure[:SHOWN]}")
            continue
        right = references[record.question]
        met = {right[state] for state in states_between(flips, record.sent, record.ended)}
        if record.digest not in met:
            state = "those of the other state" if record.digest in right else f"others: {record.failure[:SHOWN]}"
            found.append(f"{said}: wrong bytes, {state}")
    return found


def percentile(values, share):
    """The value that a share of the values does not exceed, by nearest rank."""
    ordered = sorted(values)
    return ordered[max(0, -(-int(share * 1000) * len(ordered) // 1000) - 1)]


def latencies(records):
    """Milliseconds of answered requests, by surface and of all."""
    by_surface = defaultdict(list)
    for record in records:
        if record.status == 200:
            took = (record.ended - record.due) * 1000
            by_surface[record.question.surface].append(took)
            by_surface["all"].append(took)
            by_surface["repeated" if record.repeated else "new"].append(took)
    return by_surface


def slope(samples):
    """Megabytes in ten minutes, by least squares over (seconds, bytes)."""
    count = len(samples)
    time_mean = sum(at for at, _ in samples) / count
    byte_mean = sum(size for _, size in samples) / count
    spread = sum((at - time_mean) ** 2 for at, _ in samples)
    together = sum((at - time_mean) * (size - byte_mean) for at, size in samples)
    return together / spread * TEN_MINUTES / MEGABYTE


def table(records):
    """The latencies in lines."""
    rows = latencies(records)
    order = sorted(rows, key=lambda name: (name in ("all", "repeated", "new"), name))
    return [
        f"  {name:10} {len(rows[name]):7} requests  p50 {percentile(rows[name], 0.5):7.1f} ms"
        f"  p99 {percentile(rows[name], 0.99):7.1f} ms  max {max(rows[name]):7.1f} ms"
        for name in order
    ]


def statuses(records):
    """How often each status came; 0 is a request without a response."""
    return dict(sorted(Counter(record.status for record in records).items()))
