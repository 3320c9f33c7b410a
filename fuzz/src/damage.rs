//! Ways to damage a file.

use crate::random::Random;

/// Files do not grow beyond this, in bytes.
const BYTES_MAX: usize = 200_000;
/// A piece that is repeated, moved or left out is not longer, in bytes.
const PIECE_BYTES_MAX: usize = 400;
/// A piece is not repeated more often.
const TIMES_MAX: usize = 2_000;

/// What means something in some format.
const TOKENS: [&str; 90] = [
    "\u{201c}",
    "\u{201d}",
    "\u{2018}",
    "\u{2019}",
    "\u{ab}",
    "\u{bb}",
    "\u{201e}",
    "s\u{2019} ",
    " \u{2013} ",
    "\u{b9}",
    "Rome 2012, P3A",
    "the Monaco declaration",
    "It says that ",
    "Ibid., ",
    "wrote:\n> ",
    "2012: ",
    "80/23",
    "\\emph{",
    "\\enquote{",
    "}",
    "sub-\nject",
    "does not mention the UN",
    " is not mentioned in ",
    "&#8217;",
    "<",
    ">",
    "</",
    "/>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?xml",
    "<!DOCTYPE x [<!ENTITY a \"b\">]>",
    "&a;",
    "&#x110000;",
    "&nbsp;",
    "<p>",
    "</p>",
    "<table><tr><td>",
    "<li>",
    "<ol start=\"99999999999\">",
    "<num>1.</num>",
    "<authorialNote marker='1'>",
    "<w:p>",
    "<w:tbl>",
    "<w:fldSimple w:instr=\"REF x\">",
    "<w:ilvl w:val=\"-1\"/>",
    "# ",
    "- ",
    "1. ",
    "(a) ",
    "(iv) ",
    "**",
    "*",
    "[1]",
    "[^1]: ",
    "](x)",
    "| a |\n|---|",
    "> ",
    "```",
    "---\n",
    "\n\n",
    "\r",
    "\t",
    "\u{feff}",
    "\u{202e}",
    "\u{a0}",
    "Article 1",
    "Article IV bis",
    "ANNEX",
    "Whereas:",
    "第一条",
    "مادة 1",
    "OP12",
    "4294967296.",
    "{\"articles\": [",
    "}",
    "]",
    "0 R",
    "endobj",
    "stream\n",
    "/Length -1",
    "/Kids [2 0 R]",
    "&text=",
    "%3C%40U1%3E",
    "\"text\":",
    "\"event\":{",
    "<at>",
    "@rapporteur_bot",
];

/// Damages `bytes`; `other` is a file that pieces are taken from.
pub(crate) fn damage(bytes: &mut Vec<u8>, other: &[u8], random: &mut Random) {
    for _ in 0..=random.below(6) {
        once(bytes, other, random);
    }
    bytes.truncate(BYTES_MAX);
}

fn once(bytes: &mut Vec<u8>, other: &[u8], random: &mut Random) {
    let at = random.below(bytes.len() + 1);
    let end = (at + random.below(PIECE_BYTES_MAX)).min(bytes.len());
    match random.below(8) {
        0 if at < bytes.len() => bytes[at] = random.below(256) as u8,
        1 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
        2 => drop(bytes.drain(at..end)),
        3 => {
            let token = random.one(&TOKENS).bytes();
            drop(bytes.splice(at..at, token));
        }
        4 => {
            let piece = bytes[at..end].to_vec();
            let times = random.below(TIMES_MAX).min(BYTES_MAX / piece.len().max(1));
            drop(bytes.splice(at..at, piece.repeat(times)));
        }
        5 => {
            let token = random.one(&TOKENS).repeat(random.below(TIMES_MAX));
            drop(bytes.splice(at..at, token.bytes()));
        }
        6 if !other.is_empty() => {
            let from = random.below(other.len());
            let to = (from + random.below(PIECE_BYTES_MAX)).min(other.len());
            drop(bytes.splice(at..end, other[from..to].iter().copied()));
        }
        _ => bytes.truncate(end.max(1)),
    }
}
