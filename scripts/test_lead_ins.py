"""Tests of what is learnt from parallel texts: python3 -m unittest discover -s scripts"""

import tempfile
import unittest
from pathlib import Path

import lead_ins

PARAGRAPH = '<{name} eId="{kind}_{number}"><p><i class="italic">{wording}</i> of it</p></{name}>'


def written(folder, language, wordings):
    """A resolution whose paragraphs begin with these wordings; recitals end in a comma."""
    paragraphs = []
    for number, wording in enumerate(wordings):
        recital = wording.endswith(",")
        name, kind = ("container", "container") if recital else ("paragraph", "para")
        wording = wording.rstrip(",")
        paragraphs.append(PARAGRAPH.format(name=name, kind=kind, number=number, wording=wording))
    path = Path(folder) / language
    path.mkdir()
    (path / "A_RES_1-x.xml").write_text(f"<doc>{''.join(paragraphs)}</doc>", encoding="utf-8")


class LeadIns(unittest.TestCase):
    def learnt(self, language, tag, pairs):
        with tempfile.TemporaryDirectory() as folder:
            written(folder, "English", [english for english, _ in pairs])
            written(folder, language, [other for _, other in pairs])
            return lead_ins.learn(Path(folder), language, tag, lead_ins.english_verbs())

    def test_a_wording_gets_the_verb_of_most_of_its_paragraphs(self):
        pairs = [("Recalling", "Rappelant,")] * 5  # a recital in French alone: not alike
        pairs += [("Recalling also,", "Rappelant également,")] * 5
        pairs += [("Requests", "Prie")] * 4 + [("Calls upon", "Prie")] * 2
        pairs += [("Urges", "Prie instamment")] * 5
        pairs += [("Expresses its deep gratitude", "Exprime sa profonde gratitude")] * 5
        pairs += [("Decides", "Décide")] * 4  # too few
        learnt = self.learnt("French", "fr", pairs)
        self.assertEqual(learnt["recitals"], {"recall": ["rappelant"]})
        expected = {"request": ["prie"], "urge": ["prie instamment"], "express gratitude": ["exprime gratitude"]}
        self.assertEqual(learnt["decisions"], expected)

    def test_chinese_has_no_blanks(self):
        pairs = [("Also decides", "又决定")] * 5 + [("Strongly condemns", "强烈谴责")] * 5
        learnt = self.learnt("Chinese", "zh", pairs)
        self.assertEqual(learnt["decisions"], {"decide": ["决定"], "condemn": ["谴责"]})

    def test_english_wordings_have_lemmas(self):
        verbs = lead_ins.english_verbs()
        for wording, lemma in [
            ("Also strongly urges", "urge"),
            ("Calls once again upon", None),
            ("Deeply concerned", "express concern"),
            ("Taking note with appreciation", "take note"),
            ("The Committee", None),
        ]:
            self.assertEqual(lead_ins.lemma_of(wording, verbs), lemma, wording)


if __name__ == "__main__":
    unittest.main()
