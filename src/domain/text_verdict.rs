//! Texts that are checked against the documents: what they quote, name and ascribe.

use std::ops::Range;
use std::sync::Arc;

use super::documented::documented;
use super::{Corpus, Digest, InvalidQuery, QuoteVerdict, QuotedSpan, Span, Strength, Text};

/// The longest text that is checked at once, in code points.
pub const TEXT_CHARS_MAX: usize = 64_000;
/// The most items of a text that are checked; how many more there are is said.
pub const TEXT_ITEMS_MAX: usize = 400;
/// The most paraphrases among them: each has to be embedded and ranked for.
pub const TEXT_PARAPHRASES_MAX: usize = 120;
/// The most that all of these may claim, in code points.
pub const TEXT_CLAIM_CHARS_MAX: usize = 12_000;

/// Checks the limits of a text to be checked.
///
/// # Errors
/// What is at fault, with its remedy.
pub fn validate_text(text: &str) -> Result<(), InvalidQuery> {
    let refuse = |message: String| Err(InvalidQuery { field: "text", message });
    if !text.chars().any(char::is_alphanumeric) {
        return refuse("has no words; paste the text that is to be checked".into());
    }
    let chars = text.chars().count();
    if chars > TEXT_CHARS_MAX {
        return refuse(format!(
            "has {chars} characters; check at most {TEXT_CHARS_MAX} at once, in parts"
        ));
    }
    Ok(())
}

documented! {
/// The kind of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemKind {
    /// Words in quotation marks, or set apart as a block.
    Quotation,
    /// A document or clause that is named.
    Reference,
    /// A claim about what a document says, in other words than its own.
    Paraphrase,
}
}

impl ItemKind {
    /// Every kind, in order.
    pub const ALL: [Self; 3] = [Self::Quotation, Self::Reference, Self::Paraphrase];

    /// The lower-case name: `quotation`, `reference`, `paraphrase`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Quotation => "quotation",
            Self::Reference => "reference",
            Self::Paraphrase => "paraphrase",
        }
    }
}

documented! {
/// The verdict on an item of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemVerdict {
    /// The quotation is in the source character for character.
    Exact,
    /// The quotation stands there word for word; only formatting differs: case, spelling, marked
    /// ellipses.
    Normalised,
    /// The quotation changes words of its source.
    Altered,
    /// The quotation is in another document or clause than the one named.
    Misattributed,
    /// The quotation is ascribed to one of the documents, and was not found in any.
    NotFound,
    /// The document exists, and so does the clause if one is named.
    Valid,
    /// The link leads to an earlier or later state of the documents.
    OtherState,
    /// No document has that name.
    NoSuchDocument,
    /// The document has no such clause.
    NoSuchClause,
    /// Place and year name different documents.
    Mismatched,
    /// The document supports it.
    Supported,
    /// Nothing in the document supports it.
    NotSupported,
    /// The document says otherwise: a verb's strength, a figure or the whole claim differs.
    Contradicted,
    /// The text says that the document is silent, and it is.
    Silent,
    /// Not judged, for the reason that the message gives: a term of one or two words, the words or
    /// the document of somebody else, a sentence that could not be compared.
    Unchecked,
}
}

documented! {
/// Whether an item can stay as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It is right.
    Right,
    /// It has to be corrected.
    Wrong,
    /// It was not judged.
    Open,
}
}

impl ItemVerdict {
    /// Every verdict, in order.
    pub const ALL: [Self; 15] = [
        Self::Exact,
        Self::Normalised,
        Self::Altered,
        Self::Misattributed,
        Self::NotFound,
        Self::Valid,
        Self::OtherState,
        Self::NoSuchDocument,
        Self::NoSuchClause,
        Self::Mismatched,
        Self::Supported,
        Self::NotSupported,
        Self::Contradicted,
        Self::Silent,
        Self::Unchecked,
    ];

    /// Whether an item of this verdict can stay as it is.
    pub const fn standing(self) -> Standing {
        match self {
            Self::Exact | Self::Normalised | Self::Valid | Self::Supported | Self::Silent => {
                Standing::Right
            }
            Self::OtherState | Self::Unchecked => Standing::Open,
            _ => Standing::Wrong,
        }
    }

    /// The name as the API writes it: `EXACT`, `NO_SUCH_CLAUSE`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exact => "EXACT",
            Self::Normalised => "NORMALISED",
            Self::Altered => "ALTERED",
            Self::Misattributed => "MISATTRIBUTED",
            Self::NotFound => "NOT_FOUND",
            Self::Valid => "VALID",
            Self::OtherState => "OTHER_STATE",
            Self::NoSuchDocument => "NO_SUCH_DOCUMENT",
            Self::NoSuchClause => "NO_SUCH_CLAUSE",
            Self::Mismatched => "MISMATCHED",
            Self::Supported => "SUPPORTED",
            Self::NotSupported => "NOT_SUPPORTED",
            Self::Contradicted => "CONTRADICTED",
            Self::Silent => "SILENT",
            Self::Unchecked => "UNCHECKED",
        }
    }
}

/// What a text ascribes words to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attribution {
    /// Indices of the documents that are named, in order of date.
    pub documents: Vec<usize>,
    /// Position of the clause that is named; where it has parts with labels of their own, the first.
    pub clause: Option<usize>,
    /// Positions of that clause and of its parts.
    pub clauses: Range<usize>,
    /// Where the text names them; nothing where they were named earlier and are only meant.
    pub named_at: Option<Span>,
}

/// A verb and how strongly it binds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerbUse {
    /// Base form in American spelling.
    pub lemma: String,
    /// How strongly it binds.
    pub strength: Strength,
}

/// The clause that supports a paraphrase, contradicts it, or comes nearest.
#[derive(Debug, Clone, PartialEq)]
pub struct Support {
    /// The words of it that come nearest.
    pub span: QuotedSpan,
    /// How far it says what the paraphrase says, from 0 to 1.
    pub score: f64,
    /// The verb that the paraphrase uses.
    pub claimed: Option<VerbUse>,
    /// The verb that leads in the clause.
    pub actual: Option<VerbUse>,
}

/// One thing in a text that was checked.
#[derive(Debug, Clone)]
pub struct TextItem {
    /// What sort of thing it is.
    pub kind: ItemKind,
    /// What the documents say to it.
    pub verdict: ItemVerdict,
    /// Where it stands in the text.
    pub span: Span,
    /// The text from the start of `span` to its end.
    pub words: String,
    /// What it is ascribed to, or names.
    pub attribution: Option<Attribution>,
    /// For a quotation, what the documents say to its words.
    pub quote: Option<Arc<QuoteVerdict>>,
    /// For a paraphrase, the clause that decided.
    pub support: Option<Support>,
    /// What is the matter, in one sentence.
    pub message: String,
}

impl TextItem {
    /// For a quotation with changed words, the same with the words of its source.
    pub fn corrected(&self) -> Option<String> {
        let quote = self.quote.as_ref().filter(|_| self.verdict == ItemVerdict::Altered)?;
        quote.corrected()
    }

    /// What to put in the place of the item to correct it; nothing where braces of LaTeX would be left
    /// open.
    pub fn replacement(&self) -> Option<String> {
        let own = self.words.as_str();
        let corrected = self.corrected()?;
        let start = &own[..own.len() - own.trim_start().len()];
        let end = &own[own.trim_end().len()..];
        let whole = own.matches('{').count() == own.matches('}').count();
        whole.then(|| format!("{start}{corrected}{end}"))
    }

    /// The words of the documents that decided the verdict, and the position of their clause.
    pub fn source(&self) -> Option<(usize, &str)> {
        let quote = self.quote.as_ref();
        let quoted = quote.and_then(|found| found.matches.first().or(found.nearest.as_ref()));
        let span = quoted.and_then(|found| found.spans.first());
        let span = span.or(self.support.as_ref().map(|support| &support.span))?;
        Some((span.clause, &span.quote))
    }
}

/// All that was checked in a text.
#[derive(Debug, Clone)]
pub struct TextVerdict {
    /// The text that was checked, as sent: items count in it.
    pub text: Text,
    /// In order of the text.
    pub items: Vec<TextItem>,
    /// How many further items were found but not checked, because they were too many or too much work.
    pub left_out: usize,
    /// How many of the items are claims that were not compared, because the text has too many.
    pub uncompared: usize,
    /// The corpus that was searched. Indices and positions are of it.
    pub corpus: Arc<Corpus>,
}

impl TextVerdict {
    /// Whether everything was checked and nothing is wrong; nothing where nothing was judged.
    pub fn all_right(&self) -> Option<bool> {
        let wrong = self.not_checked() > 0 || self.count(Standing::Wrong) > 0;
        (wrong || self.count(Standing::Right) > 0).then_some(!wrong)
    }

    /// How much was found and not checked, because it was too much: what was left out, and claims that were
    /// not compared.
    pub const fn not_checked(&self) -> usize {
        self.left_out + self.uncompared
    }

    /// How many claims about documents were found, and how many of them were judged.
    pub fn claims(&self) -> (usize, usize) {
        let claims = self.items.iter().filter(|item| item.kind == ItemKind::Paraphrase);
        let judged = claims.clone().filter(|item| item.verdict.standing() != Standing::Open);
        (claims.count(), judged.count())
    }

    /// How many items stand so.
    pub fn count(&self, standing: Standing) -> usize {
        self.items.iter().filter(|item| item.verdict.standing() == standing).count()
    }

    /// Each verdict that occurs with how often, in order.
    pub fn counts(&self) -> Vec<(ItemVerdict, usize)> {
        let count = |verdict| self.items.iter().filter(|item| item.verdict == verdict).count();
        let all = ItemVerdict::ALL.into_iter().map(|verdict| (verdict, count(verdict)));
        all.filter(|(_, count)| *count > 0).collect()
    }

    /// Digest of the corpus that was searched.
    pub fn corpus_digest(&self) -> Digest {
        self.corpus.digest()
    }
}
