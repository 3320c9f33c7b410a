//! The answer's text: sentences of our own around verbatim quotations.

use std::collections::BTreeSet;

use super::compare::changed;
use super::lead::{NAMED_MAX, speaking_lead};
use super::parts::Parts;
use super::phrase::{Namer, capitalised};
use super::select::gathers;
use super::sentences::{Quoting, Unquoted, more_speak, see_also, silence, touching};

use crate::domain::{
    AnswerPart, AnswerStyle, Change, Citation, Corpus, PartKind, QuestionType, Span,
};
use crate::language::analysis::word_count;

/// How many words a memo quotes, beside the first quotation of each document.
const MEMO_WORDS_MAX: usize = 60;

/// A composed answer: its text, and its citations in the order in which the text uses them.
pub(super) struct Composed {
    pub text: String,
    /// What the text consists of.
    pub parts: Vec<AnswerPart>,
    pub citations: Vec<Citation>,
}

impl Composed {
    /// An answer without quotations.
    pub(super) fn without_quotations(parts: Parts) -> Self {
        let (text, parts) = parts.finish();
        Self { text, parts, citations: Vec::new() }
    }
}

/// What is said beside the quotations.
#[derive(Default)]
pub(super) struct Remarks {
    /// A sentence of our own that answers in advance ("It was adopted on ..."); without it, the
    /// documents that speak of it are named.
    pub lead: Option<String>,
    /// Whether the question is answered by "yes".
    pub yes: bool,
    /// Documents that are quoted and do not surely speak of it.
    pub unsure: BTreeSet<usize>,
    /// Documents that speak of it and are not quoted.
    pub unlisted: Vec<usize>,
    /// Documents that a reader would expect to hear about.
    pub unquoted: Vec<Unquoted>,
    /// Where documents are compared.
    pub changes: Vec<Change>,
    /// Sentences on documents: names that may mean several, those that are not there, those left out.
    pub notes: Vec<String>,
    /// A sentence on words that occur nowhere.
    pub unknown: Option<String>,
    /// How many citations stand before these.
    pub markers_before: usize,
}

/// Puts sentences around `citations`, which come best first.
pub(super) fn compose(
    corpus: &Corpus,
    asks: QuestionType,
    style: AnswerStyle,
    citations: Vec<(Citation, Span)>,
    remarks: Remarks,
) -> Composed {
    let Remarks { lead, yes, unsure, unlisted, unquoted, changes, notes, unknown, markers_before } =
        remarks;
    let mut namer = Namer::new(corpus);
    let mut groups = groups(corpus, asks, citations);
    let all = groups.iter_mut().flatten();
    for ((citation, _), marker) in all.zip(markers_before as u32 + 1..) {
        citation.marker = marker;
    }
    let mut parts = Parts::default();
    // In short, the documents that are asked for are named, each with its marker.
    let named_alone = style == AnswerStyle::Short && asks == QuestionType::WhichDocument;
    let alone = groups.len() == 1 && unlisted.is_empty();
    let introduced = lead.is_none();
    let document_of = |own: &[(Citation, Span)]| corpus.clauses()[own[0].0.clause].document;
    let mut named = false;
    // What is said on a topic is the answer itself.
    let at_once = introduced && !yes && !gathers(asks) && !groups.is_empty();
    if let Some(lead) = &lead {
        parts.add(PartKind::Lead, lead);
    } else if !at_once {
        let sure = groups.iter().filter(|own| !unsure.contains(&document_of(own)));
        let sure: Vec<Vec<&Citation>> =
            sure.map(|own| own.iter().map(|(citation, _)| citation).collect()).collect();
        named = alone && sure.len() == 1;
        let said = speaking_lead(&mut namer, asks, &sure, &unlisted, named_alone);
        let said = if yes { format!("Yes: {said}") } else { capitalised(&said) };
        let marked = sure.iter().take(NAMED_MAX).filter(|_| named_alone);
        parts.add_marked(PartKind::Lead, &said, marked.map(|own| own[0].marker).collect());
    }
    let mut words = 0;
    for own in groups.iter().filter(|_| !(named_alone && introduced)) {
        let document = document_of(own);
        let mut others = Vec::new();
        for (at, (citation, span)) in own.iter().enumerate() {
            words += word_count(corpus.documents()[document].text.slice(*span));
            if style == AnswerStyle::Memo && at > 0 && words > MEMO_WORDS_MAX {
                others.push(citation);
                continue;
            }
            let subject = match at {
                0 if named => Some("it".to_owned()),
                0 => Some(namer.name(document)),
                _ => None,
            };
            // A lead that is about one clause has its label.
            let labelled = !(named && own.len() == 1);
            let quoting = Quoting::of(corpus, citation, *span, subject.as_deref(), labelled);
            let first = at_once && parts.is_empty();
            let kind = if first { PartKind::Lead } else { PartKind::Point };
            parts.add_quoting(kind, &quoting.sentence, citation.marker, quoting.excerpt);
        }
        if let Some(also) = see_also(corpus, &others) {
            let markers = others.iter().map(|one| one.marker).collect();
            parts.add_marked(PartKind::Note, &also, markers);
        }
    }
    let ordered: Vec<Citation> = groups.into_iter().flatten().map(|(one, _)| one).collect();
    if !introduced {
        parts.add_all(PartKind::Note, more_speak(corpus, &unlisted));
    }
    parts.add_all(PartKind::Note, changed(corpus, &changes, &ordered));
    if style != AnswerStyle::Short {
        parts.add_all(PartKind::Note, touching(corpus, &unquoted));
    }
    let silence = silence(corpus, &unquoted).filter(|silence| lead.as_ref() != Some(silence));
    parts.add_all(PartKind::Silence, silence);
    parts.add_all(PartKind::Note, notes);
    parts.add_all(PartKind::Note, unknown);
    let (text, parts) = parts.finish();
    Composed { text, parts, citations: ordered }
}

/// Citations by document. What goes through documents goes by date; any other answer begins with the
/// document that answers best, and goes on by date.
fn groups(
    corpus: &Corpus,
    asks: QuestionType,
    citations: Vec<(Citation, Span)>,
) -> Vec<Vec<(Citation, Span)>> {
    let document = |(citation, _): &(Citation, Span)| corpus.clauses()[citation.clause].document;
    let first = citations.first().map(document);
    let documents: BTreeSet<(bool, usize)> = citations
        .iter()
        .map(document)
        .map(|index| (gathers(asks) || Some(index) != first, index))
        .collect();
    let mut groups: Vec<Vec<_>> = documents.iter().map(|_| Vec::new()).collect();
    for citation in citations {
        let own = document(&citation);
        let at = documents.iter().position(|&(_, index)| index == own);
        groups[at.expect("every document has its group")].push(citation);
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answering::cite::cite;
    use crate::domain::sample::{self, Made, corpus_of};

    /// Id of a document that is not cited, and of its clause that comes near.
    type Near<'a> = (&'a str, Option<&'a str>);

    fn composed(asks: QuestionType, cited: &[&str], unquoted: &[Near<'_>]) -> Composed {
        let corpus = sample::corpus();
        let position = |id: &str| corpus.clause_position(id).expect("a clause");
        let citations = cited
            .iter()
            .map(|id| cite(&corpus, position(id), corpus.clauses()[position(id)].span, 0.9));
        let unquoted: Vec<Unquoted> = unquoted
            .iter()
            .map(|(document, near)| Unquoted {
                document: corpus.document_index(document).expect("a document"),
                near: near.map(position),
            })
            .collect();
        let citations = citations.map(|one| (one.clone(), one.span)).collect();
        compose(
            &corpus,
            asks,
            AnswerStyle::Full,
            citations,
            Remarks { unquoted, ..Remarks::default() },
        )
    }

    #[test]
    fn citations_are_numbered_as_the_text_uses_them() {
        let cited = ["monaco-2014/P2A", "rome-2012/P2A", "monaco-2014/INTRO"];
        let corpus = sample::corpus();
        for (asks, expected) in [
            (QuestionType::Topic, ["monaco-2014/P2A", "monaco-2014/INTRO", "rome-2012/P2A"]),
            (QuestionType::Comparison, ["rome-2012/P2A", "monaco-2014/P2A", "monaco-2014/INTRO"]),
        ] {
            let Composed { text, parts, citations } = composed(asks, &cited, &[]);
            let ids: Vec<String> =
                citations.iter().map(|c| corpus.id_of(&corpus.clauses()[c.clause])).collect();
            assert_eq!(ids, expected);
            let points: Vec<&AnswerPart> =
                parts.iter().filter(|part| part.quoting.is_some()).collect();
            // What answers a question on a topic comes first.
            let at_once = asks == QuestionType::Topic;
            assert_eq!(parts[0].kind, PartKind::Lead);
            assert_eq!(points[0].place.start == 0, at_once, "{text}");
            let markers: Vec<&[u32]> = points.iter().map(|part| &*part.markers).collect();
            assert_eq!(markers, [[1], [2], [3]], "a sentence for each citation");
            assert!(points.iter().all(|part| text[part.place.clone()].ends_with("].")), "{text}");
            let mut rest = text.as_str();
            for citation in &citations {
                let quoted = format!("\u{201c}{}\u{201d} [{}]", citation.quote, citation.marker);
                rest = rest.split_once(&quoted).expect("in the order of the text").1;
            }
        }
    }

    #[test]
    fn a_page_reports_and_never_declares() {
        let text = composed(QuestionType::Topic, &["event-2014/1"], &[]).text;
        let name = "The web page ‘Ministerial Meeting’ (published 5 November 2014)";
        let lead = format!("{name} reports (paragraph 1): \u{201c}");
        assert!(text.starts_with(&lead), "{text}");
    }

    #[test]
    fn only_a_document_with_nothing_near_is_silent() {
        let cases: [(&[Near<'_>], &str); 4] = [
            (&[], ""),
            (&[("rome-2012", None)], "The Rome declaration is silent on this."),
            (
                &[("singapore-2009", None), ("rome-2012", Some("rome-2012/P2A"))],
                "The Rome declaration may touch on this in P2A. The Singapore declaration is \
                 silent on this.",
            ),
            (&[("rome-2012", None); 7], "7 other documents are silent on this."),
        ];
        for (unquoted, expected) in cases {
            let text = composed(QuestionType::WhichDocument, &[], unquoted).text;
            let lead = "No document searched clearly speaks of this.";
            assert_eq!(text, format!("{lead} {expected}").trim_end());
        }
    }

    #[test]
    fn a_memo_quotes_the_first_clause_of_a_document_and_names_those_that_make_it_long() {
        let long = |first: &str| format!("{first}{}", " and what follows from it".repeat(10));
        let made = Made::new("treaty", "Treaty", 1999)
            .labelled("1", &long("The Parties agree"))
            .labelled("2", &long("The Parties cooperate"))
            .labelled("3", "The Parties meet.");
        let corpus = corpus_of([made]);
        let said = |style| {
            let clauses = corpus.clauses().iter().enumerate();
            let citations =
                clauses.map(|(at, clause)| (cite(&corpus, at, clause.span, 0.9), clause.span));
            compose(&corpus, QuestionType::Topic, style, citations.collect(), Remarks::default())
                .text
        };
        let (memo, full) = (said(AnswerStyle::Memo), said(AnswerStyle::Full));
        assert!(memo.contains("The Parties agree"), "{memo}");
        assert!(memo.ends_with("See also paragraph 2 [2] and paragraph 3 [3]."), "{memo}");
        assert!(!memo.contains("The Parties cooperate"), "{memo}");
        assert!(full.contains("The Parties cooperate") && !full.contains("See also"), "{full}");
    }
}
