"""What honest clients ask a server under load: most of it again and again, the rest once."""

import json
import random
import re
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parent.parent
QUESTIONS = PROJECT / "tests/questions/labelled.jsonl"
MEMOS = PROJECT / "tests/memos"
# How many of a hundred requests go to which surface.
SURFACES = {
    "ask": 24, "search": 16, "quote": 12, "text": 6, "compare": 8, "page": 14,
    "slack": 5, "telegram": 5, "mcp": 5, "websocket": 5,
}
# What is computed anew for each new question.
REQUESTED = ("ask", "search", "quote", "text", "compare", "page", "mcp")
REPEATED = 0.7
# Pages that are looked at without a question.
PAGES = ("/", "/documents", "/d/rome-2012", "/d/monaco-2014", "/check")


class Question(NamedTuple):
    """What is asked, and where."""

    surface: str
    text: str


class Request(NamedTuple):
    """A question, when it is due in seconds from the start, and whether it was asked before."""

    due: float
    question: Question
    repeated: bool


def passages(folder):
    """The paragraphs of the documents in `folder`, as lists of words."""
    found = []
    for path in sorted(folder.glob("*.md")):
        body = path.read_text(encoding="utf-8").split("---", 2)[-1]
        paragraphs = (re.findall(r"[\w’'-]+", paragraph) for paragraph in body.split("\n\n"))
        found += [words[1:] for words in paragraphs if len(words) > 40]
    return found


class Asker:
    """Draws questions by lot, no new one twice."""

    def __init__(self, folder, seed):
        self.random = random.Random(seed)
        self.passages = passages(folder)
        self.asked = set()
        lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
        self.questions = [json.loads(line)["question"] for line in lines]
        self.memos = [path.read_text(encoding="utf-8") for path in sorted(MEMOS.glob("*.md"))]
        self.phrases = [self.phrase(2) for _ in range(40)]
        self.quotations = [self.phrase(9) for _ in range(40)]

    def phrase(self, count):
        """So many words that stand together, at least one of them long."""
        while True:
            words = self.random.choice(self.passages)
            start = self.random.randrange(len(words) - count)
            found = words[start : start + count]
            if any(len(word) > 6 for word in found):
                return " ".join(found)

    def repeated(self, surface):
        """Something that is asked often."""
        choose = self.random.choice
        if surface == "text":
            return choose(self.memos)
        if surface == "quote":
            return choose(self.quotations)
        if surface == "compare":
            return choose(self.phrases)
        if surface == "page":
            return choose((choose(PAGES), f"/?q={choose(self.questions)}", f"/search?q={choose(self.phrases)}"))
        return choose(self.questions)

    def new(self, surface):
        """Something that nobody has asked."""
        one, other = self.phrase(2), self.phrase(3)
        if surface == "text":
            return f"In Rome, ministers spoke of {one}. The Monaco declaration says “{self.phrase(8)}” (P2A), and {other}."
        if surface == "quote":
            words = self.phrase(12).split()
            # Half of the quotations are right.
            return " ".join(words[:6] + self.random.choice(([], ["never"])) + words[6:])
        if surface == "compare":
            return f"{one} and {other}"
        if surface == "page":
            page = self.random.choice(("/?q=", "/search?q=", "/compare?topic="))
            return f"{page}{one} and {other}"
        return f"Which declaration mentions {one} and {other}?"

    def draw(self):
        """The next question, and whether it is one of those that are repeated."""
        surface = self.random.choices(list(SURFACES), list(SURFACES.values()))[0]
        if self.random.random() < REPEATED:
            return Question(surface, self.repeated(surface)), True
        while True:
            question = Question(surface, self.new(surface))
            if question not in self.asked:
                self.asked.add(question)
                return question, False

    def plan(self, seconds, rate):
        """Requests at random moments, `rate` a second."""
        due, requests = 0.0, []
        while (due := due + self.random.expovariate(rate)) < seconds:
            requests.append(Request(due, *self.draw()))
        return requests
