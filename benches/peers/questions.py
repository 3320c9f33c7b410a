"""Questions that no model has seen: frames of real ones over phrases of the documents, drawn by lot.

Always the same ones in the same order. No topic comes twice, so that neither a kept answer nor a kept
vector of a topic helps with the next question; the words are the documents' own, so that most have an
answer.
"""

import random
import re
from collections.abc import Iterator
from pathlib import Path

SEED = 20141107
FRAMES = [
    "Which declarations mention {}?",
    "What do the declarations say about {}?",
    "What did the ministers agree on {}?",
    "Is anything said about {}?",
    "Who commits to {}?",
]
# Words that no phrase begins or ends with.
WEAK = set(
    "a about all an and any are as at be been between both but by can for from had has have in into is it "
    "its more not of on or other our out over such than that the their them there these they this those "
    "through to under was we were when where which while who will with would".split()
)
WORDS = range(2, 5)


def phrases(corpus: Path) -> list[str]:
    """Two to four words in a row, not across the end of a sentence, that begin and end with strong ones."""
    found = set()
    for path in sorted(corpus.glob("*.md")):
        body = path.read_text(encoding="utf-8").split("---\n", 2)[2]
        for piece in re.split(r"[^A-Za-z \n*-]+|\n\s*\n", body):
            words = piece.replace("*", "").split()
            for length in WORDS:
                for start in range(len(words) - length + 1):
                    row = words[start:start + length]
                    ends = {row[0].lower(), row[-1].lower()}
                    if not ends & WEAK and all(re.fullmatch(r"[A-Za-z-]{2,}", word) for word in row):
                        found.add(" ".join(row).lower())
    return sorted(found)


def questions(corpus: Path) -> Iterator[str]:
    """Questions without end, each about two phrases that were not asked about together before."""
    lot = random.Random(SEED)
    known = phrases(corpus)
    asked = set()
    while True:
        pair = tuple(lot.sample(known, 2))
        if pair not in asked:
            asked.add(pair)
            yield lot.choice(FRAMES).format(" and ".join(pair))
