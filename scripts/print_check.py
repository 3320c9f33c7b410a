#!/usr/bin/env python3
"""Prints documents as PDF in several layouts, reads them back and says how much came through whole.

The documents are Akoma Ntoso files. Each is made into a page, printed by Chromium, and read by the
reader of PDF; what the reader of Akoma Ntoso makes of the file itself is the measure. A paragraph
counts if its number and its words are the same, white space and hyphens apart, and if it stands in
order with the others that count. `make eval-print` runs it.

It needs Chromium (Debian's package `chromium`), Python 3.11, and Pyphen for the places where words may be cut:
Chromium has the patterns for that in some of its builds only.
"""

import argparse
import bisect
import concurrent.futures
import hashlib
import html
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib
import xml.etree.ElementTree as ElementTree

try:
    import pyphen
except ImportError:
    pyphen = None

ROOT = pathlib.Path(__file__).resolve().parent.parent
LAYOUT = ROOT / "scripts/print_layout.js"
HEADINGS = ROOT / "src/language/headings.toml"

# How many documents of each kind are taken, and what makes the kind. The rest are of any length.
KINDS = {"table": 4, "attachment": 4, "authorialNote": 5}
NOTES_MIN = 12
BYTES_MAX = 260_000
# One document may take the printer so long, in seconds.
PRINT_SECONDS_MAX = 180

PAGE = "@page { size: %s; margin: %s; }"
BASE = """
body { font-family: 'Liberation Serif', serif; font-size: 10.5pt; line-height: 1.25; margin: 0; }
h1 { font-size: 14pt; } h2 { font-size: 12.5pt; } h3, h4 { font-size: 10.5pt; }
p { margin: 0 0 6pt; } table { border-collapse: collapse; width: 100%; margin: 6pt 0; font-size: 9pt; }
td, th { vertical-align: top; text-align: left; padding: 2pt 4pt; } td p, th p { margin: 0; text-indent: 0; }
sup { font-size: 65%; line-height: 0; vertical-align: super; }
.num { display: inline-block; min-width: 22pt; padding-right: 4pt; text-indent: 0; }
.cover { margin: 0 0 2pt; }
"""
INDENTED = "p.text { text-indent: 28pt; } p.depth1 { text-indent: 28pt; } p.depth2 { text-indent: 42pt; }\n"
HANGING = (
    "p.numbered { padding-left: 26pt; text-indent: -26pt; }"
    " p.depth1 { margin-left: 26pt; } p.depth2 { margin-left: 52pt; }\n"
)
JUSTIFIED = "p { text-align: justify; hyphens: manual; }\n"
RULED = "td, th { border: 0.75pt solid black; }\n"
LINED = "tr { border-bottom: 0.5pt solid black; }\n"
MARGINS = """
@page { @top-left { content: '%(head)s'; font-size: 8.5pt; } @bottom-right { content: counter(page) '/' counter(pages); font-size: 8.5pt; } }
"""
# Pages that the layout script sets: the sheet is the paper without the margins of @page.
SHEETS = """
.sheet { position: relative; height: 297mm; width: 210mm; break-after: page; overflow: hidden; }
.area { position: absolute; left: 24mm; right: 24mm; top: 26mm; bottom: 26mm; display: flex; gap: 7mm; }
.column { position: relative; flex: none; height: 100%%; }
.text { display: flow-root; }
.foot { position: absolute; bottom: 0; left: 0; right: 0; font-size: 8pt; line-height: 1.2; }
.foot:not(:empty)::before { content: ''; display: block; width: 48mm; max-width: 60%%; border-top: 0.6pt solid black; margin-bottom: 2pt; }
.foot p { margin: 0 0 1pt; text-indent: 0; }
.head { position: absolute; top: 14mm; left: 24mm; right: 24mm; font-size: 8.5pt; border-bottom: 0.5pt solid black; }
.number { position: absolute; bottom: 12mm; left: 0; right: 0; text-align: center; font-size: 8.5pt; }
p.cut { text-align-last: justify; margin-bottom: 0; } p.continued { text-indent: 0 !important; }
"""
A4 = PAGE % ("A4", "24mm 26mm")
# Name: style, columns that the layout script sets (none: the printer's own pages), running head.
VARIANTS = {
    "plain": (A4 + BASE + RULED, None, False),
    "heads": (A4 + MARGINS + BASE + INDENTED + JUSTIFIED + RULED, None, True),
    "two-columns": (
        A4 + MARGINS + BASE + JUSTIFIED + LINED
        + "body { column-count: 2; column-gap: 8mm; } h1, .cover { column-span: all; }\n",
        None, True,
    ),
    "notes": (PAGE % ("A4", "0") + BASE + INDENTED + SHEETS + RULED, 1, True),
    "hanging-notes": (
        PAGE % ("A4", "0") + BASE + HANGING + SHEETS + JUSTIFIED + LINED
        + "body { font-family: 'Liberation Sans', sans-serif; font-size: 9.5pt; }\n", 1, True,
    ),
    "two-columns-notes": (
        PAGE % ("A4", "0") + BASE + SHEETS + JUSTIFIED + RULED
        + "body { font-size: 9.5pt; } p { margin: 0 0 3pt; } table { font-size: 7.5pt; }"
        + " p.text { text-indent: 14pt; }\n", 2, True,
    ),
}


def local(element):
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


class Page:
    """The paragraphs of a document as HTML, and its notes."""

    def __init__(self, root, cuts=None):
        self.cuts = cuts
        self.blocks = []
        self.notes = []
        self.take(root, 0, None)

    def words(self, text):
        """Words, with the places where they may be cut if the layout cuts any."""
        text = html.escape(text or "")
        if self.cuts is None:
            return text
        return re.sub(r"[A-Za-z]{6,}", lambda word: self.cuts.inserted(word[0], "\u00ad"), text)

    def inline(self, element):
        """The words within an element, with their type and the marks of notes."""
        parts = [self.words(element.text)]
        for child in element:
            name = local(child)
            if name == "authorialNote":
                parts.append(self.note(child))
            elif name == "eol":
                parts.append("<br>")
            elif name == "sup":
                parts.append(f"<sup>{self.inline(child)}</sup>")
            elif name and name not in {"table", "img"}:
                inner = self.inline(child)
                kinds = (child.get("class") or "").split()
                if "italic" in kinds:
                    inner = f"<i>{inner}</i>"
                if "bold" in kinds:
                    inner = f"<b>{inner}</b>"
                parts.append(inner)
            parts.append(self.words(child.tail))
        return "".join(parts)

    def note(self, element):
        mark = html.escape((element.get("marker") or "").strip())
        words = " ".join(self.inline(child) for child in element) or self.inline(element)
        place = f"note-{len(self.notes)}"
        self.notes.append((place, mark, words))
        return f'<sup class="mark" data-note="{place}">{mark}</sup>'

    def add(self, name, kinds, words, number=None):
        words = re.sub(r"\s+", " ", words.replace("\xa0", " ")).strip()
        if number:
            words = f'<span class="num">{number}</span> {words}'
            kinds = f"{kinds} numbered"
        if words:
            kinds = f' class="{kinds.strip()}"' if kinds.strip() else ""
            self.blocks.append(f"<{name}{kinds}>{words}</{name}>")

    def take(self, element, depth, number):
        """Adds what stands in an element. A number goes before the first paragraph in it."""
        name = local(element)
        if name in {"meta", "img", "num", ""}:
            return number
        if name == "coverPage":
            for child in element:
                self.add("p", "cover", self.inline(child))
            return number
        if name == "preface":
            self.add("h1", "", " ".join(self.inline(child) for child in element))
            return number
        if name == "table":
            self.table(element)
            return number
        if name in {"heading", "subheading", "docTitle"}:
            level = 2 if name != "subheading" else 3
            self.add(f"h{level}", "", f"{number or ''} {self.inline(element)}")
            return None
        if name in {"p", "crossHeading", "listIntroduction", "docNumber"}:
            tables = [child for child in element.iter() if local(child) == "table"]
            self.add("p", f"text depth{min(depth, 2)}", self.inline(element), number)
            for table in tables:
                self.table(table)
            return None
        num = next((child for child in element if local(child) == "num"), None)
        if num is not None:
            number = re.sub(r"\s+", " ", self.inline(num)).strip()
        deeper = depth + (name in {"point", "item"})
        for child in element:
            number = self.take(child, deeper, number)
        return number

    def table(self, element):
        rows = []
        for row in (one for one in element.iter() if local(one) == "tr"):
            cells = []
            for cell in (one for one in row if local(one) in {"td", "th"}):
                spans = "".join(
                    f' {key}="{cell.get(key)}"' for key in ("colspan", "rowspan") if cell.get(key)
                )
                name = local(cell)
                inner = "".join(f"<p>{self.inline(child)}</p>" for child in cell) or self.inline(cell)
                cells.append(f"<{name}{spans}>{inner}</{name}>")
            rows.append(f"<tr>{''.join(cells)}</tr>")
        self.blocks.append(f"<table><tbody>{''.join(rows)}</tbody></table>")


def page_of(path, variant):
    """The page that is printed."""
    style, columns, has_head = VARIANTS[variant]
    cuts = pyphen.Pyphen(lang="en_GB") if JUSTIFIED in style else None
    page = Page(ElementTree.parse(path).getroot(), cuts)
    head = path.stem.replace("_", " ")
    if has_head:
        style = style.replace("%(head)s", head)
    style = style.replace("%%", "%")
    notes = [
        f'<p class="note" id="{place}"><sup>{mark}</sup> {re.sub(chr(92) + "s+", " ", words).strip()}</p>'
        for place, mark, words in page.notes
    ]
    flow = "\n".join(page.blocks)
    if columns is None:
        ends = [
            f'<p class="text numbered"><span class="num">{mark}.</span> {re.sub(chr(92) + "s+", " ", words).strip()}</p>'
            for _, mark, words in page.notes
        ]
        body = flow + ("<h2>Notes</h2>\n" + "\n".join(ends) if ends else "")
    else:
        ask = json.dumps({"columns": columns, "head": head, "numbers": True})
        body = (
            f'<div id="flow">{flow}</div><div id="notes">{"".join(notes)}</div>'
            f"<script>{LAYOUT.read_text()}\nlayPages({ask});</script>"
        )
    return f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{head}</title><style>{style}</style></head><body>{body}</body></html>'


def print_page(chromium, source, target):
    """Prints a page by a browser of its own, so that several can run at once."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}",
                "--no-pdf-header-footer", f"--print-to-pdf={target}", source.as_uri(),
            ],
            check=True, capture_output=True, timeout=PRINT_SECONDS_MAX,
        )


def read_blocks(reader, words, files):
    """What the readers make of the files: blocks by file."""
    run = subprocess.run(
        [reader, "--words", str(words), "-"], input="\n".join(map(str, files)),
        check=True, capture_output=True, text=True,
    )
    found = {str(file): [] for file in files}
    for line in run.stdout.splitlines():
        row = json.loads(line)
        if "error" in row:
            raise SystemExit(f"failed to read {row['file']}: {row['error']}")
        if "block" in row:
            found[row["file"]].append(row)
    return found


def squeezed(text):
    """A text without white space and hyphens."""
    return re.sub(r"[\s\u00ad\u2010\u2011-]", "", text or "")


def key(block):
    return f"{squeezed(block['number']).rstrip('.')}|{squeezed(block['text'])}"


def spelt(block):
    """The words of a block with their hyphens, of whatever kind: `long-term`, but not `long-<break>term`."""
    return re.sub(r"\s|\u00ad", "", re.sub("[\u2010\u2011]", "-", block["text"]))


def in_order(wanted, found):
    """Places in `wanted` of the longest run of equal keys that stand in one order in both."""
    places = {}
    for place, one in enumerate(found):
        places.setdefault(one, []).append(place)
    ends, heads, back = [], [], {}
    for at, one in enumerate(wanted):
        for place in reversed(places.get(one, [])):
            length = bisect.bisect_left(ends, place)
            back[(at, place)] = heads[length - 1] if length else None
            if length == len(ends):
                ends.append(place)
                heads.append((at, place))
            else:
                ends[length] = place
                heads[length] = (at, place)
    kept, node = set(), heads[-1] if heads else None
    while node:
        kept.add(node[0])
        node = back[node]
    return kept


def lost(wanted, found):
    """How many blocks count, those that are not whole and in order in `found`, and the whole ones with another hyphen."""
    counted = [block for block in wanted if block["role"] != "Title" and squeezed(block["text"])]
    keys = [key(block) for block in found]
    spellings = {spelt(block) for block in found}
    gone, misspelt = [], []
    for is_note in (False, True):
        own = [block for block in counted if (block["role"] == "Note") == is_note]
        kept = in_order([key(block) for block in own], keys)
        gone += [block for at, block in enumerate(own) if at not in kept]
        misspelt += [own[at] for at in sorted(kept) if spelt(own[at]) not in spellings]
    return len(counted), gone, misspelt


def choose(folder, take, seed):
    """Documents of each kind, the same ones each time for a seed."""
    files = [path for path in sorted(folder.rglob("*.xml")) if path.stat().st_size <= BYTES_MAX]
    files.sort(key=lambda path: hashlib.sha256(f"{seed}{path.name}".encode()).digest())
    chosen = []
    for kind, most in KINDS.items():
        least = NOTES_MIN if kind == "authorialNote" else 1
        fit = (path for path in files if path not in chosen and path.read_text(errors="replace").count(f"<{kind}") >= least)
        chosen += [path for _, path in zip(range(most * take // 20), fit)]
    chosen += [path for path in files if path not in chosen][: take - len(chosen)]
    return sorted(chosen)


def main():
    if pyphen is None:
        raise SystemExit("failed to find Pyphen; install it: python3 -m pip install pyphen")
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--reader", required=True, help="the example blocks_json")
    parser.add_argument("--documents", required=True, type=pathlib.Path, help="a folder of Akoma Ntoso files")
    parser.add_argument("--chromium", default="chromium")
    parser.add_argument("--take", type=int, default=20, help="how many documents")
    parser.add_argument("--seed", default="", help="takes other documents")
    parser.add_argument("--variants", nargs="*", default=list(VARIANTS))
    parser.add_argument("--work", type=pathlib.Path, help="keeps pages and prints here, and takes prints that are here")
    parser.add_argument("--lost", action="store_true", help="shows each paragraph that is lost")
    parser.add_argument("--least", type=float, default=0.98, help="the share that each variant must reach")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = arguments.work or pathlib.Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        sys.exit(0 if check(arguments, work) else 1)


def check(arguments, work):
    """Prints, reads and compares; says whether each variant reaches the share."""
    words = work / "words.json"
    headings = tomllib.loads(HEADINGS.read_text())
    words.write_text(json.dumps({name: [word.strip() for word in text.split(",")] for name, text in lists(headings)}))
    documents = choose(arguments.documents, arguments.take, arguments.seed)
    if not documents:
        raise SystemExit(f"failed to find documents: {arguments.documents} has no .xml files")
    jobs = []
    for variant in arguments.variants:
        for path in documents:
            source = work / f"{variant}-{path.stem}.html".replace(" ", "_")
            page = page_of(path, variant)
            target = source.with_suffix(".pdf")
            if not (target.exists() and source.exists() and source.read_text() == page):
                source.write_text(page)
                jobs.append((source, target))
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda job: print_page(arguments.chromium, *job), jobs))
    prints = {(variant, path): work / f"{variant}-{path.stem}.pdf".replace(" ", "_") for variant in arguments.variants for path in documents}
    found = read_blocks(arguments.reader, words, [*documents, *prints.values()])
    is_reached = True
    sums = [0, 0]
    for variant in arguments.variants:
        total = whole = hyphens = 0
        for path in documents:
            count, gone, misspelt = lost(found[str(path)], found[str(prints[variant, path])])
            total += count
            whole += count - len(gone)
            hyphens += len(misspelt)
            if arguments.lost and gone:
                print(f"-- {variant} {path.name}: {count - len(gone)} of {count}")
                for block in gone:
                    print(f"   {block['role']} {block['number'] or ''} | {block['text'][:150]}")
            if arguments.lost:
                for block in misspelt:
                    print(f"   hyphens | {block['text']}")
        sums = [sums[0] + whole, sums[1] + total]
        is_reached &= whole >= arguments.least * total
        print(f"{variant:20} {whole:6} of {total:6}  {whole / max(total, 1):7.2%}  {hyphens} with another hyphen")
    print(f"{'all':20} {sums[0]:6} of {sums[1]:6}  {sums[0] / max(sums[1], 1):7.2%}")
    return is_reached


def lists(table):
    """The lists of words that say what parts of documents are called."""
    for name in ("article", "annex", "division", "preamble"):
        yield name, table[name]


if __name__ == "__main__":
    main()
