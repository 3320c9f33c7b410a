//! Texts that were checked.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};

use super::Links;
use super::clause::Clause;
use super::document::Document;
use super::enums::Strength;
use super::text_span::TextSpan;
use super::verdict::QuoteVerdict;
use crate::api::wire::{ItemKind, ItemVerdict, Standing};
use crate::domain::{self, Corpus};

/// A text that was checked.
pub(super) struct TextVerdict(pub(super) Arc<domain::TextVerdict>);

/// The quotations, references and claims of a text, checked against the documents.
#[Object]
impl TextVerdict {
    /// Whether everything was checked and nothing is wrong; null if nothing was judged.
    async fn all_right(&self) -> Option<bool> {
        self.0.all_right()
    }

    /// How many claims about what documents say were found.
    async fn claim_count(&self) -> usize {
        self.0.claims().0
    }

    /// How many of these claims were judged.
    async fn judged_claim_count(&self) -> usize {
        self.0.claims().1
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
        #[graphql(desc = "Only items of this standing: `[WRONG]` for those to be corrected.")]
        standing: Option<Vec<Standing>>,
    ) -> Vec<TextItem> {
        let admits = |item: &domain::TextItem| {
            let own: Standing = item.verdict.standing().into();
            standing.as_ref().is_none_or(|wanted| wanted.contains(&own))
        };
        let items = self.0.items.iter().enumerate().filter(|(_, item)| admits(item));
        items.map(|(index, _)| TextItem { verdict: Arc::clone(&self.0), index }).collect()
    }

    /// How many further items were found but not checked, because they were too many or too much work.
    async fn left_out_count(&self) -> usize {
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
    /// Its kind.
    async fn kind(&self) -> ItemKind {
        self.item().kind.into()
    }

    /// The verdict.
    async fn verdict(&self) -> ItemVerdict {
        self.item().verdict.into()
    }

    /// Whether it can stay as it is.
    async fn standing(&self) -> Standing {
        self.item().verdict.standing().into()
    }

    /// The words that were checked, in the text that was sent.
    async fn span(&self) -> TextSpan {
        TextSpan::in_sent_text(&self.verdict, self.item().span)
    }

    /// The finding in one sentence.
    async fn message(&self) -> &str {
        &self.item().message
    }

    /// For a quotation with changed words, the same with the words of its source; the places in
    /// `quoteVerdict` can be cited behind it.
    async fn corrected(&self) -> Option<String> {
        self.item().corrected()
    }

    /// The source that it names; null if it names none of the documents.
    async fn attribution(&self) -> Option<Attribution> {
        let attribution = self.item().attribution.clone()?;
        Some(Attribution { verdict: Arc::clone(&self.verdict), attribution })
    }

    /// For a quotation, the verdict of `verifyQuote`.
    async fn quote_verdict(&self) -> Option<QuoteVerdict> {
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
    verdict: Arc<domain::TextVerdict>,
    attribution: domain::Attribution,
}

/// The source that a text names for its words.
#[Object]
impl Attribution {
    /// The documents that are named, in order of date; several where a place names several.
    async fn documents(&self) -> Vec<Document> {
        let document = |&index: &usize| Document::new(&self.verdict.corpus, index);
        self.attribution.documents.iter().map(document).collect()
    }

    /// The clause that is named.
    async fn clause(&self) -> Option<Clause> {
        self.attribution.clause.map(|position| Clause::new(&self.verdict.corpus, position))
    }

    /// The words that name them in the text that was sent; null if they were named earlier and are
    /// only referred to.
    async fn named_at(&self) -> Option<TextSpan> {
        let span = self.attribution.named_at?;
        Some(TextSpan::in_sent_text(&self.verdict, span))
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

    /// The words of it that come nearest.
    async fn span(&self) -> TextSpan {
        TextSpan::in_document(&self.corpus, self.support.span.clause, self.support.span.span)
    }

    /// How closely it matches the paraphrase, from 0 to 1.
    async fn score(&self) -> f64 {
        self.support.score
    }

    /// The verb of the paraphrase, if it is binding.
    async fn claimed_verb(&self) -> Option<VerbUse> {
        self.support.claimed.clone().map(VerbUse::from)
    }

    /// The lead-in verb of the clause.
    async fn actual_verb(&self) -> Option<VerbUse> {
        self.support.actual.clone().map(VerbUse::from)
    }

    /// Address of the clause in this state of the corpus.
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
