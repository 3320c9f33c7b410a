//! An answer as the message of a chat: its text, and which places of it cite what.

use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

use super::models::Model;
use crate::api::places::Places;
use crate::api::plain;
use crate::domain::{Answer, AnswerPart, Citation, Phrased};
use crate::service::Service;

/// A stream sends the text in pieces of about so many characters.
const PIECE_CHARS: usize = 32;

/// A message.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Spoken {
    /// The answer in paragraphs, then a line for each source.
    pub(super) text: String,
    /// Which places cite what, in order.
    pub(super) annotations: Vec<Annotation>,
    /// How many characters the text has so far.
    chars: usize,
}

/// A place of the text that cites a clause: its marker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Annotation {
    /// Where it begins in the text, in Unicode code points from 0.
    pub(super) start_index: usize,
    /// Where it ends, exclusive.
    pub(super) end_index: usize,
    /// Address of the clause.
    pub(super) url: String,
    /// Title, place and date of the document, and the label of the clause.
    pub(super) title: String,
}

impl Spoken {
    /// `answer` to `question` as `model` gives it, with addresses of `places`.
    pub(super) async fn of(
        service: &Service,
        model: Model,
        answer: &Arc<Answer>,
        question: &str,
        places: &Places,
    ) -> Self {
        if model.is_phrased()
            && let Some(phrased) = service.phrase(answer, question).await
            && !phrased.sentences.is_empty()
        {
            return Self::phrased(answer, &phrased, places);
        }
        Self::new(answer, places)
    }

    /// The sentences of a language model, and from where they are.
    fn phrased(answer: &Answer, phrased: &Phrased, places: &Places) -> Self {
        let mut spoken = Self::default();
        spoken.paragraph(answer, &phrased.text(), &own_words(answer, None), places);
        let used =
            |one: &&Citation| phrased.sentences.iter().any(|own| own.markers.contains(&one.marker));
        spoken.sources(answer, answer.citations.iter().filter(used), places);
        spoken.push(&format!(
            "\n\nWords by {}; each sentence was checked against the clauses that it names.",
            phrased.model.replace(['[', ']', '<', '`'], " ")
        ));
        spoken
    }

    /// `answer`, with addresses of `places`.
    fn new(answer: &Answer, places: &Places) -> Self {
        let mut spoken = Self::default();
        if answer.parts.is_empty() {
            spoken.paragraph(answer, &answer.text, &own_words(answer, None), places);
        }
        for part in &answer.parts {
            let text = answer.text[part.place.clone()].trim();
            spoken.paragraph(answer, text, &own_words(answer, Some(part)), places);
        }
        spoken.sources(answer, answer.citations.iter(), places);
        spoken
    }

    /// A line for each of `citations`.
    fn sources<'a>(
        &mut self,
        answer: &Answer,
        citations: impl Iterator<Item = &'a Citation>,
        places: &Places,
    ) {
        for (index, citation) in citations.enumerate() {
            let clause = &answer.corpus.clauses()[citation.clause];
            let title = plain::source(&answer.corpus, clause).replace(['[', ']'], " ");
            // Labels such as `b)` would end the link.
            let url = places.clause(&answer.corpus, clause).replace('(', "%28").replace(')', "%29");
            let gap = if index == 0 { "\n\n" } else { "  \n" };
            self.push(&format!("{gap}[{}] [{title}]({url})", citation.marker));
        }
    }

    /// How many characters the text has.
    pub(super) const fn chars(&self) -> usize {
        self.chars
    }

    /// The text in pieces, as a stream sends it.
    pub(super) fn pieces(&self) -> Vec<&str> {
        let mut pieces = Vec::new();
        let (mut start, mut chars) = (0, 0);
        for (at, c) in self.text.char_indices() {
            chars += 1;
            let end = at + c.len_utf8();
            if chars >= PIECE_CHARS && c.is_whitespace() {
                pieces.push(&self.text[start..end]);
                (start, chars) = (end, 0);
            }
        }
        pieces.extend(Some(&self.text[start..]).filter(|rest| !rest.is_empty()));
        pieces
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.chars += text.chars().count();
    }

    /// Adds `text` of `answer` as a paragraph. What looks like a marker in `words` is the document's own.
    fn paragraph(&mut self, answer: &Answer, text: &str, words: &[&str], places: &Places) {
        if !self.text.is_empty() {
            self.push("\n\n");
        }
        let mut written = 0;
        for (place, citation) in markers(text, words, &answer.citations) {
            self.push(&text[written..place.start]);
            let start_index = self.chars;
            self.push(&text[place.clone()]);
            written = place.end;
            let clause = &answer.corpus.clauses()[citation.clause];
            self.annotations.push(Annotation {
                start_index,
                end_index: self.chars,
                url: places.clause(&answer.corpus, clause),
                title: plain::source(&answer.corpus, clause),
            });
        }
        self.push(&text[written..]);
    }
}

/// The words of documents that a part of an answer, or the whole, may quote.
fn own_words<'a>(answer: &'a Answer, part: Option<&AnswerPart>) -> Vec<&'a str> {
    let whole = answer.citations.iter().map(|citation| citation.quote.as_str());
    let excerpt = part.and_then(|part| {
        let cited = |citation: &&Citation| part.markers.contains(&citation.marker);
        let clause = answer.citations.iter().find(cited)?.clause;
        let document = answer.corpus.document_of(&answer.corpus.clauses()[clause]);
        Some(document.text.slice(part.quoting.as_ref()?.span))
    });
    whole.chain(excerpt).filter(|words| words.contains('[')).collect()
}

/// Where `text` marks which of `citations`: `[1]`, but not in `words` of a document.
fn markers<'a>(
    text: &str,
    words: &[&str],
    citations: &'a [Citation],
) -> Vec<(Range<usize>, &'a Citation)> {
    let quoted = |place: &Range<usize>| {
        let mut runs = words.iter().flat_map(|words| text.match_indices(words));
        runs.any(|(at, run)| at <= place.start && place.end <= at + run.len())
    };
    let mut found: Vec<(Range<usize>, &Citation)> = Vec::new();
    for citation in citations {
        let marker = format!("[{}]", citation.marker);
        let places = text.match_indices(&marker).map(|(at, _)| at..at + marker.len());
        found.extend(places.filter(|place| !quoted(place)).map(|place| (place, citation)));
    }
    found.sort_by_key(|(place, _)| place.start);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Span;

    fn citation(marker: u32, quote: &str) -> Citation {
        Citation {
            marker,
            clause: 0,
            quote: quote.to_owned(),
            span: Span::new(0, 1),
            prefix: String::new(),
            suffix: String::new(),
            relevance: 1.0,
            meets: Vec::new(),
        }
    }

    #[test]
    fn markers_are_told_from_those_of_documents() {
        let citations = [citation(1, "as [1] says"), citation(12, "act")];
        let words = ["as [1] says"];
        let cases = [
            ("Nothing.", vec![]),
            ("It urges: “act” [12].", vec!["[12]"]),
            ("It urges: “as [1] says” [1].", vec!["[1]"]),
            ("Said [1], and again [1][12].", vec!["[1]", "[1]", "[12]"]),
            ("In [2] and [ 1 ] and 1].", vec![]),
        ];
        for (text, expected) in cases {
            let found = markers(text, &words, &citations);
            let shown: Vec<&str> = found.iter().map(|(place, _)| &text[place.clone()]).collect();
            assert_eq!(shown, expected, "{text}");
        }
        let text = "It urges: “as [1] says” [1].";
        let place = &markers(text, &words, &citations)[0].0;
        assert_eq!(place.end, text.len() - 1);
    }

    #[test]
    fn pieces_make_up_the_text() {
        for text in
            ["", "word", "a quite long text that needs more than one piece, é, 𝒳 and so on", "\n\n"]
        {
            let spoken = Spoken { text: text.to_owned(), ..Spoken::default() };
            assert_eq!(spoken.pieces().concat(), text);
        }
        let text = "word ".repeat(100);
        assert!(Spoken { text, ..Spoken::default() }.pieces().len() > 10);
    }
}
