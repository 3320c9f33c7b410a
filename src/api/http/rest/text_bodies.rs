//! The JSON bodies of texts that were checked.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::text_span_body::TextSpanBody;
use super::verdict_bodies::QuoteVerdictBody;
use crate::api::graphql::Links;
use crate::api::wire::{ItemKind, ItemVerdict, Standing, Strength};
use crate::domain;

/// A text to be checked.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TextToVerify)]
pub(super) struct TextBody {
    /// The text, plain or Markdown, in at most 64000 characters.
    #[schema(
        max_length = 64_000,
        example = "The Rome declaration condemns \"all acts of criminal violence\" (P2A)."
    )]
    pub(super) text: String,
}

/// The quotations, references and claims of a text, checked against the documents.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = TextVerdict)]
pub(super) struct TextVerdictBody {
    /// Whether everything was checked and nothing is wrong; null if nothing was judged.
    all_right: Option<bool>,
    /// How many claims about what documents say were found.
    claim_count: usize,
    /// How many of these claims were judged.
    judged_claim_count: usize,
    /// How many items have each verdict that occurs.
    counts: Vec<VerdictCountBody>,
    /// Everything that was checked, in order of the text; at most 400.
    items: Vec<TextItemBody>,
    /// How many further items were found but not checked, because they were too many or too much work.
    left_out_count: usize,
    /// SHA-256 of the state of the corpus that was searched.
    corpus_digest: String,
}

/// How often a verdict was given.
#[derive(Serialize, ToSchema)]
#[schema(as = VerdictCount)]
struct VerdictCountBody {
    verdict: ItemVerdict,
    standing: Standing,
    /// How many items have it.
    count: usize,
}

/// One thing in a text that was checked.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = TextItem)]
struct TextItemBody {
    kind: ItemKind,
    verdict: ItemVerdict,
    standing: Standing,
    /// The words that were checked, in the text that was sent.
    span: TextSpanBody,
    /// The finding in one sentence.
    message: String,
    /// For a quotation with changed words, the same with the words of its source.
    corrected: Option<String>,
    /// The source that it names; null if it names none of the documents.
    attribution: Option<AttributionBody>,
    /// For a quotation, the verdict of `/v1/verify-quote`.
    quote_verdict: Option<QuoteVerdictBody>,
    /// For a paraphrase, the clause that supports it, contradicts it, or comes nearest.
    support: Option<SupportBody>,
}

/// The source that a text names for its words.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Attribution)]
struct AttributionBody {
    /// Ids of the documents that are named.
    documents: Vec<String>,
    /// Id of the clause that is named.
    clause: Option<String>,
    /// The words that name them in the text that was sent; null if they were named earlier and are only
    /// referred to.
    named_at: Option<TextSpanBody>,
}

/// The clause that supports a paraphrase, contradicts it, or comes nearest.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Support)]
struct SupportBody {
    /// Id of the clause.
    #[schema(example = "monaco-2014/P3C")]
    clause: String,
    /// The words of it that come nearest.
    span: TextSpanBody,
    /// How closely it matches the paraphrase.
    #[schema(minimum = 0, maximum = 1)]
    score: f64,
    /// The verb of the paraphrase, if it is binding.
    claimed_verb: Option<VerbUseBody>,
    /// The lead-in verb of the clause.
    actual_verb: Option<VerbUseBody>,
    /// Address of the clause in this state of the corpus.
    permalink: String,
}

/// A verb and how strongly it binds.
#[derive(Serialize, ToSchema)]
#[schema(as = VerbUse)]
struct VerbUseBody {
    /// Base form without adverbs.
    #[schema(example = "urge")]
    lemma: String,
    strength: Strength,
}

impl VerbUseBody {
    fn new(verb: &domain::VerbUse) -> Self {
        Self { lemma: verb.lemma.clone(), strength: verb.strength.into() }
    }
}

impl TextVerdictBody {
    pub(super) fn new(verdict: &domain::TextVerdict, links: &Links) -> Self {
        let count = |(kind, count): (domain::ItemVerdict, usize)| VerdictCountBody {
            verdict: kind.into(),
            standing: kind.standing().into(),
            count,
        };
        let item = |item| TextItemBody::new(verdict, item, links);
        Self {
            all_right: verdict.all_right(),
            claim_count: verdict.claims().0,
            judged_claim_count: verdict.claims().1,
            counts: verdict.counts().into_iter().map(count).collect(),
            items: verdict.items.iter().map(item).collect(),
            left_out_count: verdict.left_out,
            corpus_digest: verdict.corpus_digest().to_string(),
        }
    }
}

impl TextItemBody {
    fn new(verdict: &domain::TextVerdict, item: &domain::TextItem, links: &Links) -> Self {
        let corpus = &verdict.corpus;
        let id = |position: usize| corpus.id_of(&corpus.clauses()[position]);
        let attribution = |attribution: &domain::Attribution| AttributionBody {
            documents: (attribution.documents.iter())
                .map(|&index| corpus.documents()[index].id.clone())
                .collect(),
            clause: attribution.clause.map(id),
            named_at: attribution.named_at.map(|span| TextSpanBody::new(&verdict.text, span)),
        };
        let support = |support: &domain::Support| SupportBody {
            clause: id(support.span.clause),
            span: TextSpanBody::in_document(corpus, support.span.clause, support.span.span),
            score: support.score,
            claimed_verb: support.claimed.as_ref().map(VerbUseBody::new),
            actual_verb: support.actual.as_ref().map(VerbUseBody::new),
            permalink: links.clause(corpus, &corpus.clauses()[support.span.clause]),
        };
        Self {
            kind: item.kind.into(),
            verdict: item.verdict.into(),
            standing: item.verdict.standing().into(),
            span: TextSpanBody::new(&verdict.text, item.span),
            message: item.message.clone(),
            corrected: item.corrected(),
            attribution: item.attribution.as_ref().map(attribution),
            quote_verdict: item.quote.as_ref().map(|quote| QuoteVerdictBody::new(quote, links)),
            support: item.support.as_ref().map(support),
        }
    }
}
