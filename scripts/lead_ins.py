#!/usr/bin/env python3
"""Learns which words lead in the clauses of resolutions in other languages than English.

Resolutions that were published in several languages number their paragraphs alike, and print the words
that lead each in with emphasis. Each such wording gets the English verb that most of its paragraphs have, by the
verbs of `src/language/english/documents.toml`. The tables are written into `src/language/lead_ins/`; adverbs
are known by the lists below.

Usage: lead_ins.py FOLDER, where FOLDER has a folder of Akoma Ntoso files for each language.
"""

import argparse
import collections
import pathlib
import re
import tomllib
import unicodedata
import xml.etree.ElementTree as ET

ROOT = pathlib.Path(__file__).resolve().parent.parent
LANGUAGES = {"Arabic": "ar", "Chinese": "zh", "French": "fr", "Russian": "ru", "Spanish": "es"}
# A wording that stands less often, or of which a smaller share binds as the verb does, is not learnt.
COUNT_MIN = 5
SHARE_MIN = 0.6
WORDS_MAX = 5
CHARS_MAX_CHINESE = 8

# What may stand before, within or behind a wording, what of it makes a verb stronger, and what stands
# within one alone.
ADVERBS = {
    "ar": "ايضا, كذلك, مرة اخرى, كما, بالغ, البالغ, بشدة, بقوة, بحزم, على نحو, في هذا الصدد, باهتمام, خاص",
    "es": "tambien, ademas, asimismo, una vez mas, nuevamente, de nuevo, a este respecto, en este sentido",
    "fr": "egalement, aussi, en outre, de nouveau, a nouveau, de plus, une fois de plus, a cet egard, par ailleurs",
    "ru": "также, далее, вновь, еще раз, при этом, кроме того, в этой связи",
    "zh": "又, 还, 再次, 再度, 并, 也, 同时, 特此, 进一步, 在这方面",
}
INTENSIFIERS = {
    "ar": "بقوة, بشدة, بحزم, بالغ, البالغ, عميق, العميق, شديد, الشديد",
    "es": "encarecidamente, energicamente, firmemente, profunda, profundo, profundamente, grave, gravemente, seria, seriamente, honda, vivamente, solemnemente, urgentemente, categoricamente, rotundamente, sincero, sincera",
    "fr": "vivement, energiquement, fermement, profondement, gravement, profonde, profond, vive, vif, grave, solennellement, resolument, categoriquement, sincere, sincerement, extremement, fortement",
    "ru": "решительно, глубоко, глубокую, серьезно, серьезную, категорически, самым решительным образом, торжественно, искреннюю, твердо, крайне, сильно",
    "zh": "强烈, 深为, 严重, 深切, 坚决, 最强烈, 郑重, 严正, 极为, 深深",
}
WITHIN = {
    "ar": "",
    "es": "su, sus, la, el, los, las, una, un",
    "fr": "sa, son, ses, la, le, les, une, un",
    "ru": "свою, свое, свои",
    "zh": "其, 地",
}
# Wordings whose emphasis was cut short, so that they say nothing by themselves.
MISREAD = {"ar": {"تعرب"}, "es": {"expresa", "expresando"}, "zh": {"对"}}


def fold(text: str) -> str:
    """Lower case without accents and apostrophes, as the program folds words."""
    text = unicodedata.normalize("NFKD", text).lower().replace("\u0640", "")
    return "".join(c for c in text if not unicodedata.combining(c) and c not in "'\u2019")


def words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def english_verbs() -> tuple[dict, dict, dict, dict]:
    """Forms of English verbs with their lemmas, adjectives with theirs, what can be expressed, and how
    strongly each lemma binds."""
    known = tomllib.loads((ROOT / "src/language/english/documents.toml").read_text())["verbs"]
    entries = lambda text: [" ".join(entry.split()) for entry in text.split(",") if entry.strip()]
    forms = collections.defaultdict(list)
    wordings = [(lemma, lemma) for text in known["lemmas"].values() for lemma in entries(text)]
    for wording, lemma in wordings + list(known["aliases"].items()):
        head, *rest = wording.split()
        stem = head[:-1] if head.endswith("e") and not head.endswith("ee") else head
        last = head[-1] if head in entries(known["doubling"]) else ""
        third = head[:-1] + "ies" if re.search("[^aeou]y$", head) else head + ("es" if re.search("(s|x|z|ch|sh|o)$", head) else "s")
        past = known["past"].get(head, stem + last + "ed")
        for form in (head, third, stem + last + "ing", past):
            forms[form].append((rest, lemma))
    adjectives = {word: lemma for of in known["adjectives"].values() for word, lemma in of.items()}
    nouns = {noun for text in known["expressions"].values() for noun in entries(text)}
    strengths = {lemma: name for name, text in known["lemmas"].items() for lemma in entries(text)}
    strengths |= {lemma: name for name, of in known["adjectives"].items() for lemma in of.values()}
    strengths |= {f"express {noun}": name for name, text in known["expressions"].items() for noun in entries(text)}
    return forms, adjectives, nouns, strengths


def lemma_of(lead_in: str, verbs: tuple[dict, dict, dict, dict]) -> str | None:
    """The verb that an English wording leads in by."""
    forms, adjectives, nouns, _ = verbs
    own = words(lead_in)
    for at, word in enumerate(own):
        for rest, lemma in sorted(forms.get(word, []), key=lambda form: -len(form[0])):
            if own[at + 1 : at + 1 + len(rest)] == rest:
                if lemma == "express":
                    noun = next((noun for noun in own[at + 1 :] if noun in nouns), None)
                    return f"express {noun}" if noun else None
                return lemma
        if word in adjectives:
            return adjectives[word]
    return None


def lead_ins(path: pathlib.Path) -> dict[str, tuple[str, str]]:
    """By the number of its paragraph, whether a wording leads in a recital, and the wording."""
    found = {}
    name = lambda element: element.tag.rsplit("}", 1)[-1]
    for element in ET.parse(path).getroot().iter():
        if name(element) not in ("container", "paragraph") or "_" not in element.get("eId", ""):
            continue
        line = next((part for part in element.iter() if name(part) == "p"), None)
        if line is None or (line.text or "").strip():
            continue
        wording = ""
        for part in line:
            if not any(face in part.get("class", "") for face in ("italic", "bold")):
                break
            wording += "".join(part.itertext())
            if (part.tail or "").strip():
                break
            wording += part.tail or ""
        if wording.strip():
            kind = "recitals" if name(element) == "container" else "decisions"
            found[element.get("eId").split("_", 1)[1]] = (kind, wording)
    return found


def entries_of(text: str) -> list[str]:
    return [entry.strip() for entry in text.split(",")]


def bare(wording: str, tag: str) -> str:
    """A wording as it is kept: without adverbs."""
    lists = (ADVERBS, INTENSIFIERS, WITHIN)
    known = sorted(filter(None, (word for of in lists for word in entries_of(of[tag]))), key=len, reverse=True)
    if tag == "zh":
        wording = re.sub(r"[\s，、,：:；;（）()]", "", wording)
        while cut := next((word for word in known if wording.startswith(word) and wording != word), None):
            wording = wording[len(cut) :]
        for word in entries_of(INTENSIFIERS[tag]):
            wording = wording.replace("表示" + word, "表示")
        return wording
    padded = f" {' '.join(words(wording))} "
    if tag == "ar":
        padded = re.sub(r"^ و(?=اذ )", " ", padded)
    for word in known:
        padded = padded.replace(f" {word} ", " ").replace(f" {word} ", " ")
    return padded.strip()


def learn(folder: pathlib.Path, language: str, tag: str, verbs: tuple[dict, dict, dict, dict]) -> dict[str, dict[str, list[str]]]:
    counts = {kind: collections.defaultdict(collections.Counter) for kind in ("recitals", "decisions")}
    by_symbol = lambda name: {path.name.split("-")[0]: path for path in sorted((folder / name).glob("*.xml"))}
    english, other = by_symbol("English"), by_symbol(language)
    for symbol in sorted(english.keys() & other.keys()):
        try:
            ours, theirs = lead_ins(english[symbol]), lead_ins(other[symbol])
        except ET.ParseError:
            continue
        for number in ours.keys() & theirs.keys():
            kind, wording = theirs[number]
            lemma = lemma_of(ours[number][1], verbs)
            wording = bare(wording, tag)
            fits = len(wording) <= CHARS_MAX_CHINESE if tag == "zh" else len(wording.split()) <= WORDS_MAX
            if wording and wording not in MISREAD.get(tag, ()) and lemma and ours[number][0] == kind and fits:
                counts[kind][wording][lemma] += 1
    learnt = {}
    for kind, wordings in counts.items():
        chosen = {}
        for wording, lemmas in sorted(wordings.items(), key=lambda item: len(item[0])):
            lemma, total, strengths = lemmas.most_common(1)[0][0], sum(lemmas.values()), verbs[3]
            alike = sum(count for other, count in lemmas.items() if strengths[other] == strengths[lemma])
            begins = lambda short: wording.startswith(short if tag == "zh" else short + " ")
            # A longer wording is learnt only where it means something else.
            known = any(begins(short) and chosen[short] == lemma for short in chosen)
            if total >= COUNT_MIN and alike / total >= SHARE_MIN and not known:
                chosen[wording] = lemma
        by_lemma = collections.defaultdict(list)
        for wording, lemma in chosen.items():
            by_lemma[lemma].append(wording)
        learnt[kind] = by_lemma
    return learnt


def written(tag: str, learnt: dict[str, dict[str, list[str]]]) -> str:
    lines = [
        "# How clauses of resolutions begin, folded: wordings by the English verb that they lead in by. Written by",
        "# scripts/lead_ins.py.",
        "",
        "# What may stand before, within or behind a wording,",
        f'adverbs = "{ADVERBS[tag]}"',
        "# and what of it makes a verb stronger.",
        f'intensifiers = "{INTENSIFIERS[tag]}"',
        "# What stands within a wording alone.",
        f'within = "{WITHIN[tag]}"',
    ]
    for kind in ("recitals", "decisions"):
        lines += ["", f"[{kind}]"]
        for lemma, wordings in sorted(learnt[kind].items()):
            lines.append(f'"{lemma}" = "{", ".join(sorted(wordings))}"')
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    folder = parser.parse_args().folder
    verbs = english_verbs()
    for language, tag in LANGUAGES.items():
        path = ROOT / "src/language/lead_ins" / f"{tag}.toml"
        path.write_text(written(tag, learn(folder, language, tag, verbs)))


if __name__ == "__main__":
    main()
