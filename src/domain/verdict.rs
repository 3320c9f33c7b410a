//! Quotations that are checked: what was claimed, and what the documents say to it.

use std::sync::Arc;

use super::documented::documented;
use super::filter::unknown;
use super::{Corpus, Digest, InvalidQuery, Span, Text};

/// The longest text that is checked as one quotation, in code points.
pub const QUOTE_CHARS_MAX: usize = 2_000;
/// The most places that a verdict names.
pub const QUOTE_MATCHES_MAX: usize = 20;

/// A quotation to be checked, and what it is ascribed to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct QuoteClaim {
    /// The words that are said to stand in a document, as pasted.
    pub text: String,
    /// Id of the document that they are ascribed to.
    pub document: Option<String>,
    /// Id of the clause that they are ascribed to.
    pub clause: Option<String>,
}

impl QuoteClaim {
    /// Checks the limits, and that what the quotation is ascribed to is in `corpus`.
    ///
    /// # Errors
    /// The first thing at fault, with its remedy.
    pub fn validate(&self, corpus: &Corpus) -> Result<(), InvalidQuery> {
        let refuse = |field, message: String| Err(InvalidQuery { field, message });
        if self.text.trim().is_empty() {
            return refuse("text", "is empty; paste the words whose source is to be found".into());
        }
        let chars = self.text.chars().count();
        if chars > QUOTE_CHARS_MAX {
            let message =
                format!("has {chars} characters; check at most {QUOTE_CHARS_MAX} at once");
            return refuse("text", message);
        }
        if !self.text.chars().any(char::is_alphanumeric) {
            return refuse("text", "has no words; paste at least one word of the quotation".into());
        }
        if !has_words_of_the_source(&self.text) {
            let message = "has no words outside square brackets; paste at least one word that is \
                           the source's own";
            return refuse("text", message.into());
        }
        let document = self.document.as_deref();
        if let Some(id) = document.filter(|id| corpus.document(id).is_none()) {
            let known = corpus.documents().iter().map(|document| document.id.as_str());
            return refuse("document", unknown("document", id, known));
        }
        let Some(id) = self.clause.as_deref() else { return Ok(()) };
        let Some(clause) = corpus.clause(id) else {
            let of = document.unwrap_or_else(|| id.split('/').next().unwrap_or_default());
            let of = corpus.document(of).or(corpus.documents().first());
            let own = of.map_or(&[][..], |of| corpus.clauses_of(of));
            let known: Vec<String> = own.iter().map(|clause| corpus.id_of(clause)).collect();
            let known = known.iter().map(String::as_str);
            return refuse("clause", unknown("clause", id, known));
        };
        let own = &corpus.document_of(clause).id;
        match document {
            Some(named) if named != own => {
                let message = format!("'{id}' is a clause of '{own}', not of '{named}'; name one");
                refuse("clause", message)
            }
            _ => Ok(()),
        }
    }
}

/// Whether anything of a quotation stands outside square brackets, which say that the words in them
/// are not the source's.
fn has_words_of_the_source(text: &str) -> bool {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        let Some((_, behind)) = after.split_once(']') else { break };
        if before.contains(char::is_alphanumeric) {
            return true;
        }
        rest = behind;
    }
    rest.contains(char::is_alphanumeric)
}

documented! {
/// The verdict on a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Found character for character; quotation marks around it and punctuation at its ends do not
    /// count.
    Exact,
    /// Found word for word; only formatting differs: `QuoteMatch.normalised` says what.
    Normalised,
    /// Found with words exchanged, left out, added or moved: `QuoteMatch.differences` says which.
    Altered,
    /// Found in another document or clause than the one that it is ascribed to.
    Misattributed,
    /// Not found in the documents, nor anything like it.
    NotFound,
}
}

documented! {
/// A difference of formatting between a quotation and its source: it changes no word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Normalisation {
    /// Capital and small letters.
    Case,
    /// Curly, straight, double, single or missing quotation marks and apostrophes.
    QuotationMarks,
    /// Spaces and line ends; a word broken in two, or two words joined.
    WhiteSpace,
    /// Hyphens and dashes of another length, lost or added.
    Dashes,
    /// Other punctuation between the words.
    Punctuation,
    /// Lost or added accents.
    Accents,
    /// Letters that are printed as one, or in another form.
    Ligatures,
    /// British and American spelling.
    Spelling,
    /// Marks of emphasis: `*`, `_`.
    Emphasis,
    /// Words left out, and marked by an ellipsis.
    Ellipsis,
    /// Words or letters in square brackets, which mark an insertion or a change.
    Brackets,
    /// The labels of clauses, copied with their words.
    Labels,
    /// The quotation runs over the end of a clause.
    Joined,
    /// Letters that character recognition confuses, in a word that the documents do not use.
    Ocr,
    /// The numbers of notes, copied with the words.
    NoteMarks,
    /// Tags, entities and links of HTML and Markdown.
    Markup,
    /// The numbers of lines, copied with the words.
    LineNumbers,
}
}

impl Normalisation {
    /// What differs, as it is put behind "apart from".
    pub const fn name(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::QuotationMarks => "quotation marks",
            Self::WhiteSpace => "white space",
            Self::Dashes => "dashes",
            Self::Punctuation => "punctuation",
            Self::Accents => "accents",
            Self::Ligatures => "ligatures",
            Self::Spelling => "spelling",
            Self::Emphasis => "emphasis",
            Self::Ellipsis => "what is left out",
            Self::Brackets => "what is in brackets",
            Self::Labels => "labels",
            Self::Joined => "the end of a clause",
            Self::Ocr => "misread letters",
            Self::NoteMarks => "note marks",
            Self::Markup => "markup",
            Self::LineNumbers => "line numbers",
        }
    }
}

documented! {
/// How a run of words differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DifferenceKind {
    /// The same on both sides, apart from formatting.
    Equal,
    /// Replaced by other words.
    Replaced,
    /// Only on the later side, or in the quotation.
    Inserted,
    /// Only on the earlier side, or in the source.
    Deleted,
}
}

/// A run of words on either side of a comparison. The side that has none of it has an empty span
/// at the place where it would stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Difference {
    /// What became of the words.
    pub kind: DifferenceKind,
    /// Where they stand on the left: in the source, or in the earlier text.
    pub left: Span,
    /// Where they stand on the right: in the quotation, or in the later text.
    pub right: Span,
}

/// A stretch of one clause that was quoted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotedSpan {
    /// Position of the clause.
    pub clause: usize,
    /// Where the words stand in the document's text.
    pub span: Span,
    /// The words: exactly the document's text at `span`.
    pub quote: String,
    /// Up to 32 code points before them.
    pub prefix: String,
    /// Up to 32 code points after them.
    pub suffix: String,
}

impl QuotedSpan {
    /// `span` of the document of the clause at `clause`, with the words around it.
    pub fn new(corpus: &Corpus, clause: usize, span: Span) -> Self {
        let text = &corpus.document_of(&corpus.clauses()[clause]).text;
        let (prefix, suffix) = text.around(span);
        Self {
            clause,
            span,
            quote: text.slice(span).to_owned(),
            prefix: prefix.to_owned(),
            suffix: suffix.to_owned(),
        }
    }
}

/// A place where a quotation stands, or comes near to standing.
#[derive(Debug, Clone, PartialEq)]
pub struct QuoteMatch {
    /// Index of the document.
    pub document: usize,
    /// One span for each clause and each piece between ellipses, in order of the quotation.
    pub spans: Vec<QuotedSpan>,
    /// Share of the letters on both sides that stand in words that are the same, from 0 to 1.
    pub similarity: f64,
    /// What differs without changing a word, each kind once, in order.
    pub normalised: Vec<Normalisation>,
    /// The words of both sides in order: on the left the document's text, on the right the
    /// quotation as pasted. What an ellipsis leaves out is not among them.
    pub differences: Vec<Difference>,
}

impl QuoteMatch {
    /// Whether every word stands there.
    pub fn is_verbatim(&self) -> bool {
        self.differences.iter().all(|run| run.kind == DifferenceKind::Equal)
    }

    /// Whether every character stands there.
    pub fn is_exact(&self) -> bool {
        self.normalised.is_empty() && self.is_verbatim()
    }
}

/// What the documents say to a quotation, and where.
#[derive(Debug, Clone)]
pub struct QuoteVerdict {
    /// The verdict.
    pub verdict: Verdict,
    /// The text that was checked, as pasted: differences count in it.
    pub text: Text,
    /// Where it stands, or for an altered quotation where it comes from: best first, at most
    /// [`QUOTE_MATCHES_MAX`]. Those in what it is ascribed to come first, but for a misattributed
    /// one, which has none there.
    pub matches: Vec<QuoteMatch>,
    /// For what was not found the place that comes nearest; for what was misattributed the one
    /// that comes nearest in what it was ascribed to.
    pub nearest: Option<QuoteMatch>,
    /// The corpus that was searched. Positions are positions in it.
    pub corpus: Arc<Corpus>,
}

/// How like its source an altered quotation must be, from 0 to 1, to be mended.
const MENDED_SIMILARITY_MIN: f64 = 0.75;

impl QuoteVerdict {
    /// For an altered quotation that is near its source, its text with the words of that place. Words that
    /// come only from somewhere about there are no slip that can be mended.
    pub fn corrected(&self) -> Option<String> {
        let place = self.matches.first().filter(|place| {
            self.verdict == Verdict::Altered && place.similarity >= MENDED_SIMILARITY_MIN
        })?;
        let source = &self.corpus.documents()[place.document].text;
        let end = self.text.char_of(self.text.as_str().len());
        let mut text = String::new();
        let mut from = 0;
        for run in place.differences.iter().filter(|run| run.kind != DifferenceKind::Equal) {
            let start = run.right.start.max(from);
            text.push_str(self.text.slice(Span::new(from, start)));
            let words = source.slice(run.left);
            from = run.right.end.max(start);
            match run.kind {
                DifferenceKind::Inserted => {
                    text.truncate(text.trim_end().len());
                }
                DifferenceKind::Deleted => {
                    if !text.is_empty() && !text.ends_with([' ', '\n', '(', '[']) {
                        text.push(' ');
                    }
                    text.push_str(words);
                    let next = self.text.slice(Span::new(from, end));
                    if next.starts_with(char::is_alphanumeric) {
                        text.push(' ');
                    }
                }
                _ => text.push_str(words),
            }
        }
        text.push_str(self.text.slice(Span::new(from, end)));
        Some(text.trim().to_owned())
    }

    /// Digest of the corpus that was searched.
    pub fn corpus_digest(&self) -> Digest {
        self.corpus.digest()
    }
}
