//! Texts that were checked.

use std::sync::Arc;

use async_graphql::{Context, Enum, Object, SimpleObject};

use super::Links;
use super::clause::Clause;
use super::document::Document;
use super::enums::Strength;
use super::verdict::QuoteVerdict;
use crate::domain::{self, Corpus};

/// What sort of thing was checked.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::ItemKind")]
pub(super) enum ItemKind {
    /// Words in quotation marks, or set apart as a block.
    Quotation,
    /// A document or clause that is named.
    Reference,
    /// What a document is said to say, in other words.
    Paraphrase,
}

/// What the documents say to an item of a text.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::ItemVerdict")]
pub(super) enum ItemVerdict {
    /// The quotation stands there character for character.
    Exact,
    /// The quotation stands there word for word; only formatting differs: case, spelling, marked
    /// ellipses.
    Normalised,
    /// The quotation changes words of its source.
    Altered,
    /// The quotation stands in another document or clause than the one named.
    Misattributed,
    /// The quotation stands nowhere, though it is ascribed to one of the documents.
    NotFound,
    /// The document, and the clause where one is named, exists.
    Valid,
    /// The link leads to an earlier or later state of the documents.
    OtherState,
    /// No document goes by that name.
    NoSuchDocument,
    /// The document has no such clause.
    NoSuchClause,
    /// Place and year name different documents.
    Mismatched,
    /// The document says so.
    Supported,
    /// Nothing in the document says so.
    NotSupported,
    /// The document says otherwise: with another strength, another figure, or at all.
    Contradicted,
    /// The document is said to be silent, and is.
    Silent,
    /// Nothing to be right or wrong about: a term of one or two words, or words of somebody else.
    Unchecked,
}

/// Whether an item can stay as it is.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::Standing")]
pub(super) enum Standing {
    /// It is right.
    Right,
    /// It has to be corrected.
    Wrong,
    /// It was not judged.
    Open,
}

/// A text that was checked.
pub(super) struct TextVerdict(pub(super) Arc<domain::TextVerdict>);

/// What a text quotes, names and ascribes, and what the documents say to it.
#[Object]
impl TextVerdict {
    /// Whether everything was checked and nothing is wrong.
    async fn all_right(&self) -> bool {
        self.0.all_right()
    }

    /// How many items have each verdict that occurs.
    async fn counts(&self) -> Vec<VerdictCount> {
        let count = |(verdict, count): (domain::ItemVerdict, usize)| VerdictCount {
            verdict: verdict.into(),
            standing: verdict.standing().into(),
            count,
        };
        self.0.counts().into_iter().map(count).collect()
    }

    /// Everything that was checked, in order of the text; at most 400.
    async fn items(
        &self,
        #[graphql(desc = "Only items that stand so: `[WRONG]` for what has to be corrected.")]
        standing: Option<Vec<Standing>>,
    ) -> Vec<TextItem> {
        let admits = |item: &domain::TextItem| {
            let own: Standing = item.verdict.standing().into();
            standing.as_ref().is_none_or(|wanted| wanted.contains(&own))
        };
        let items = self.0.items.iter().enumerate().filter(|(_, item)| admits(item));
        items.map(|(index, _)| TextItem { verdict: Arc::clone(&self.0), index }).collect()
    }

    /// How many further items were found and not checked, since there were too many.
    async fn left_out(&self) -> usize {
        self.0.left_out
    }

    /// SHA-256 of the state of the corpus that was searched, in hexadecimal digits.
    async fn corpus_digest(&self) -> String {
        self.0.corpus_digest().to_string()
    }
}

/// How often a verdict was given.
#[derive(SimpleObject)]
pub(super) struct VerdictCount {
    /// The verdict.
    verdict: ItemVerdict,
    /// What it means for the text.
    standing: Standing,
    /// How many items have it.
    count: usize,
}

/// One thing in a text.
pub(super) struct TextItem {
    verdict: Arc<domain::TextVerdict>,
    index: usize,
}

impl TextItem {
    fn item(&self) -> &domain::TextItem {
        &self.verdict.items[self.index]
    }
}

/// One thing in a text that was checked.
#[Object]
impl TextItem {
    /// What sort of thing it is.
    async fn kind(&self) -> ItemKind {
        self.item().kind.into()
    }

    /// What the documents say to it.
    async fn verdict(&self) -> ItemVerdict {
        self.item().verdict.into()
    }

    /// Whether it can stay as it is.
    async fn standing(&self) -> Standing {
        self.item().verdict.standing().into()
    }

    /// Where it begins in the text that was sent, in Unicode code points from 0.
    async fn start(&self) -> u32 {
        self.item().span.start
    }

    /// Where it ends there, in Unicode code points, exclusive.
    async fn end(&self) -> u32 {
        self.item().span.end
    }

    /// The text that was sent, from `start` to `end`.
    async fn words(&self) -> &str {
        &self.item().words
    }

    /// What is the matter, in one sentence.
    async fn message(&self) -> &str {
        &self.item().message
    }

    /// What it names, or is ascribed to; null where it is ascribed to none of the documents.
    async fn attribution(&self) -> Option<Attribution> {
        let attribution = self.item().attribution.clone()?;
        Some(Attribution { corpus: Arc::clone(&self.verdict.corpus), attribution })
    }

    /// For a quotation, what `verifyQuote` says to its words.
    async fn quote(&self) -> Option<QuoteVerdict> {
        self.item().quote.clone().map(QuoteVerdict)
    }

    /// For a paraphrase, the clause that supports it, contradicts it, or comes nearest.
    async fn support(&self) -> Option<Support> {
        let support = self.item().support.clone()?;
        Some(Support { corpus: Arc::clone(&self.verdict.corpus), support })
    }
}

/// A domain attribution.
pub(super) struct Attribution {
    corpus: Arc<Corpus>,
    attribution: domain::Attribution,
}

/// What a text ascribes words to.
#[Object]
impl Attribution {
    /// The documents that are named, in order of date; several where a place names several.
    async fn documents(&self) -> Vec<Document> {
        let document = |&index: &usize| Document::new(&self.corpus, index);
        self.attribution.documents.iter().map(document).collect()
    }

    /// The clause that is named.
    async fn clause(&self) -> Option<Clause> {
        self.attribution.clause.map(|position| Clause::new(&self.corpus, position))
    }

    /// Where the text names them, in Unicode code points from 0; null where they were named
    /// earlier and are only meant.
    async fn start(&self) -> Option<u32> {
        self.attribution.named_at.map(|span| span.start)
    }

    /// Where that ends, exclusive.
    async fn end(&self) -> Option<u32> {
        self.attribution.named_at.map(|span| span.end)
    }
}

/// A domain support.
pub(super) struct Support {
    corpus: Arc<Corpus>,
    support: domain::Support,
}

/// The clause that supports a paraphrase, contradicts it, or comes nearest.
#[Object]
impl Support {
    /// The clause.
    async fn clause(&self) -> Clause {
        Clause::new(&self.corpus, self.support.span.clause)
    }

    /// The words of it that come nearest: exactly `Document.text` from `start` to `end`.
    async fn quote(&self) -> &str {
        &self.support.span.quote
    }

    /// Where they begin in `Document.text`, in Unicode code points from 0.
    async fn start(&self) -> u32 {
        self.support.span.span.start
    }

    /// Where they end in `Document.text`, in Unicode code points, exclusive.
    async fn end(&self) -> u32 {
        self.support.span.span.end
    }

    /// Up to 32 code points before them.
    async fn prefix(&self) -> &str {
        &self.support.span.prefix
    }

    /// Up to 32 code points after them.
    async fn suffix(&self) -> &str {
        &self.support.span.suffix
    }

    /// How far it says what the paraphrase says, from 0 to 1.
    async fn score(&self) -> f64 {
        self.support.score
    }

    /// The verb that the paraphrase uses, where it binds.
    async fn claimed_verb(&self) -> Option<VerbUse> {
        self.support.claimed.clone().map(VerbUse::from)
    }

    /// The verb that leads in the clause.
    async fn actual_verb(&self) -> Option<VerbUse> {
        self.support.actual.clone().map(VerbUse::from)
    }

    /// Where the clause can be read in this state of the corpus.
    async fn permalink(&self, context: &Context<'_>) -> async_graphql::Result<String> {
        let clause = &self.corpus.clauses()[self.support.span.clause];
        Ok(context.data::<Arc<Links>>()?.clause(&self.corpus, clause))
    }
}

/// A verb and how strongly it binds.
#[derive(SimpleObject)]
pub(super) struct VerbUse {
    /// Base form without adverbs: `urge`, `call upon`.
    lemma: String,
    /// How strongly it binds.
    strength: Strength,
}

impl From<domain::VerbUse> for VerbUse {
    fn from(verb: domain::VerbUse) -> Self {
        Self { lemma: verb.lemma, strength: verb.strength.into() }
    }
}
