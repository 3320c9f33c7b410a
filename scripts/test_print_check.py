"""Tests of the check that prints documents and reads them back."""

import unittest
import xml.etree.ElementTree as ElementTree

import print_check


def block(text, number=None, role="Paragraph"):
    return {"text": text, "number": number, "role": role}


class Comparison(unittest.TestCase):
    def test_what_is_out_of_order_or_cut_is_lost(self):
        wanted = [block("One thing.", "1"), block("Two things."), block("Three things.")]
        found = [block("Three things."), block("One thing.", "1"), block("Two thi-ngs.")]
        count, gone, misspelt = print_check.lost(wanted, found)
        self.assertEqual(count, 3)
        self.assertEqual([one["text"] for one in gone], ["Three things."])
        self.assertEqual([one["text"] for one in misspelt], ["Two things."])

    def test_a_number_that_differs_is_a_loss(self):
        _, gone, _ = print_check.lost([block("One thing.", "1")], [block("One thing.", "2")])
        self.assertEqual(len(gone), 1)

    def test_titles_do_not_count_and_notes_have_their_own_order(self):
        wanted = [block("T", role="Title"), block("a b c"), block("n", "1", "Note"), block("d e f")]
        found = [block("a b c"), block("d e f"), block("n", "1", "Note")]
        self.assertEqual(print_check.lost(wanted, found)[:2], (3, []))


class Pages(unittest.TestCase):
    def test_numbers_stand_before_their_paragraphs_and_notes_apart(self):
        root = ElementTree.fromstring(
            "<a><paragraph><num>1.</num><content><p>Asks<authorialNote marker='2'><p>See.</p>"
            "</authorialNote> all</p></content></paragraph></a>"
        )
        page = print_check.Page(root)
        self.assertEqual(len(page.blocks), 1)
        self.assertIn('<span class="num">1.</span> Asks<sup', page.blocks[0])
        self.assertEqual(page.notes, [("note-0", "2", "See.")])


if __name__ == "__main__":
    unittest.main()
