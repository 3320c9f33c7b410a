//! The verdict on what documents are said to say.

use super::addressee::{addresses, other_addressee};
use super::contradiction::{
    bans, binds, denies, differs_in_strength, is_hostile, opposes, opposite, verbs_of,
};
use super::deeds::{Otherwise, compare};
use super::exchanged::Exchanged;
use super::paraphrase::{Finding, Paraphrase};
use super::replaced::replaced;
use super::spoken::{mentioned, silence};
use super::support::{ALIKE, Finder, Near, SUPPORTED_MIN, Topic, with_parent};
use super::turned::turned;
use super::valued::{Valued, valued};
use super::wording::{all_called, otherwise, place, short, uncompared_with};
use crate::domain::{Corpus, DocumentKind, ItemVerdict, Strength, VerbUse};
use crate::language::analysis::{Term, terms};
use crate::language::lexicon::english;
use crate::retrieval::Unranked;

/// The most documents, or groups of them, that are said to say the same.
const SUBJECTS_MAX: usize = 8;
/// From this score on, a clause may say so in other words.
const NEAR_MIN: f64 = 0.45;
/// From this score on, a clause is surely about what a text says.
const SURE_MIN: f64 = 0.6;
/// How many of these are asked how they bind what is claimed.
const ALIKE_MAX: usize = 3;

/// Whether `documents` say what is claimed.
pub(super) fn finding(
    finder: &Finder<'_>,
    paraphrase: &Paraphrase<'_>,
    topic: &Topic,
    documents: &[usize],
) -> Result<Finding, Unranked> {
    if paraphrase.claim.silent {
        return silence(finder, paraphrase, topic, documents);
    }
    if paraphrase.claim.mentions
        && let Some(finding) = mentioned(finder, paraphrase, topic, documents)?
    {
        return Ok(finding);
    }
    // The same ones may be named twice.
    let mut subjects: Vec<&[usize]> = Vec::new();
    for subject in paraphrase.claim.subjects.iter().rev() {
        if !subjects.contains(&&**subject) {
            subjects.push(subject);
        }
        if subjects.len() > SUBJECTS_MAX {
            return Ok(Finding::unchecked(format!(
                "More than {SUBJECTS_MAX} documents are said to say so; check it in parts."
            )));
        }
    }
    // Of several documents that are said to say it, the one that does so least decides.
    let findings = subjects.into_iter().rev().map(|own| said(finder, paraphrase, topic, own));
    let findings = findings.collect::<Result<Vec<_>, _>>()?.into_iter();
    let finding = findings.max_by_key(|finding| finding.verdict).expect("a claim has a subject");
    let loose = paraphrase.claim.is_loose() && !is_sure(&finding);
    if loose || finding.verdict == ItemVerdict::NotSupported && is_about_another(&paraphrase.topic)
    {
        return Ok(Finding::unchecked(uncompared_with(finder.corpus, documents)));
    }
    Ok(finding)
}

/// Whether `finding` holds of what may be the writer's own: a clause says so, or plainly says otherwise.
fn is_sure(finding: &Finding) -> bool {
    let judged = matches!(finding.verdict, ItemVerdict::Supported | ItemVerdict::Contradicted);
    judged && finding.near.as_ref().is_some_and(|near| near.score >= SURE_MIN)
}

/// Whether `topic` speaks of somebody or something that was named before it: "it lasted five days".
fn is_about_another(topic: &str) -> bool {
    let pronouns = &english().claims.documents.pronouns;
    terms(topic).first().is_some_and(|first| pronouns.has(&first.word))
}

/// Whether one of `documents` says what is claimed.
fn said(
    finder: &Finder<'_>,
    paraphrase: &Paraphrase<'_>,
    topic: &Topic,
    documents: &[usize],
) -> Result<Finding, Unranked> {
    let corpus = finder.corpus;
    let claim = paraphrase.claim;
    let near = finder.near(topic, documents)?;
    let Some(best) = near.first().cloned() else {
        let message = format!("Not supported by {}.", all_called(corpus, documents));
        return Ok(Finding {
            verdict: ItemVerdict::NotSupported,
            message,
            near: None,
            actual: None,
        });
    };
    let named = near.iter().find(|near| claim.clauses.contains(&near.clause)).cloned();
    let best = named.filter(|named| named.score >= SUPPORTED_MIN).unwrap_or(best);
    let best = match valued(finder, paraphrase, &near, &best) {
        Valued::Met(near) => near,
        Valued::Unmet(near, verdict, message) => {
            return Ok(Finding { verdict, message, near: Some(near), actual: None });
        }
    };
    let finding = |verdict, message, actual| {
        Ok(Finding { verdict, message, near: Some(best.clone()), actual })
    };
    if (NEAR_MIN..SUPPORTED_MIN).contains(&best.score) {
        let message = format!("Comes near to {}; compare the two.", place(corpus, best.clause));
        return finding(ItemVerdict::Unchecked, message, None);
    }
    if best.score < SUPPORTED_MIN {
        let message = unsupported(finder, topic, documents, &best);
        return finding(ItemVerdict::NotSupported, message, None);
    }
    let missing = finder.missing(&paraphrase.topic, documents).map(|missing| {
        format!("\u{201c}{missing}\u{201d} does not occur in {}.", all_called(corpus, documents))
    });
    let missing = missing.or_else(|| somebody_else(finder, paraphrase, documents, &near));
    if let Some(message) = missing {
        return finding(ItemVerdict::NotSupported, message, None);
    }
    let alike = near.iter().filter(|near| near.score + ALIKE >= best.score);
    let verbs: Vec<VerbUse> = alike.flat_map(|near| verbs_of(corpus, near.clause)).collect();
    let text = &with_parent(corpus, best.clause);
    let bound = paraphrase.bound();
    let near = near.into_iter().filter(|near| near.score >= SUPPORTED_MIN);
    let mut alike = near.take_while(|near| near.score + ALIKE >= best.score).take(ALIKE_MAX);
    let others = || alike.by_ref().find_map(|near| bound_in(corpus, &bound, near.clause));
    let clause = bound_in(corpus, &bound, best.clause).or_else(others);
    if let Some((clause, Some(Otherwise { said, actual }))) = clause {
        let message = otherwise(corpus, clause, &said, &actual);
        return finding(ItemVerdict::Contradicted, message, None);
    }
    let segment = finder.words(topic, best.clause).quote;
    if let Some(message) = reversed(corpus, paraphrase, best.clause, &segment) {
        return finding(ItemVerdict::Contradicted, message, None);
    }
    if denies(&paraphrase.topic) && !denies(text) || opposes(paraphrase.wording, text) {
        let place = place(corpus, best.clause);
        if best.score >= SURE_MIN && bans(paraphrase.verb, &paraphrase.topic) && !is_hostile(text) {
            let message = format!("Nothing is forbidden in {place}.");
            return finding(ItemVerdict::Contradicted, message, None);
        }
        let message = format!("Denies something that {place} speaks of; compare the two.");
        return finding(ItemVerdict::Unchecked, message, None);
    }
    let known = |words: &[Term]| finder.has_row(words, documents);
    let other =
        turned(&paraphrase.topic, text).or_else(|| replaced(&paraphrase.topic, text, &known));
    let asks = claim.verb.as_ref().is_some_and(|verb| addresses(&verb.lemma));
    let addressed = || other_addressee(corpus, &paraphrase.told, best.clause).filter(|_| asks);
    let other = other.map(|Otherwise { said, actual }| (said, actual)).or_else(addressed);
    if let Some((said, actual)) = other {
        let message = otherwise(corpus, best.clause, &said, &actual);
        return finding(ItemVerdict::Contradicted, message, None);
    }
    let actual = verbs_of(corpus, best.clause).into_iter().next();
    let bound = strength(corpus, paraphrase, &best, (&verbs, actual.as_ref()))
        .or_else(|| permitted(corpus, paraphrase, &best, &segment))
        .or_else(|| unbound(corpus, paraphrase, &best, (&verbs, &segment)));
    if let Some(message) = bound {
        return finding(ItemVerdict::Contradicted, message, actual);
    }
    let message = format!("Supported by {}.", place(corpus, best.clause));
    finding(ItemVerdict::Supported, message, actual)
}

/// That the verb of the claim binds more, or less, than those of the clauses that say so.
fn strength(
    corpus: &Corpus,
    paraphrase: &Paraphrase<'_>,
    best: &Near,
    (verbs, actual): (&[VerbUse], Option<&VerbUse>),
) -> Option<String> {
    let (claimed, own) = (paraphrase.claim.verb.as_ref()?, actual?);
    differs_in_strength(claimed, verbs).then(|| {
        format!(
            "The verb is \u{201c}{}\u{201d}, not \u{201c}{}\u{201d}, in {}.",
            own.lemma,
            claimed.lemma,
            place(corpus, best.clause)
        )
    })
}

/// What the clause at `position` says of the deed that `claimed` binds, and whether that is otherwise; nothing where
/// it does not speak of it.
fn bound_in(corpus: &Corpus, claimed: &str, position: usize) -> Option<(usize, Option<Otherwise>)> {
    let told = compare(claimed, &with_parent(corpus, position))?;
    Some((position, told.err()))
}

/// That a name of the claim stands nowhere in `documents`, or not where they say so.
fn somebody_else(
    finder: &Finder<'_>,
    paraphrase: &Paraphrase<'_>,
    documents: &[usize],
    near: &[Near],
) -> Option<String> {
    let corpus = finder.corpus;
    Some(match finder.exchanged(paraphrase, documents, near)? {
        Exchanged::Nowhere(name) => {
            format!("\u{201c}{name}\u{201d} does not occur in {}.", all_called(corpus, documents))
        }
        Exchanged::Elsewhere(name) => {
            let place = place(corpus, near.first()?.clause);
            format!("\u{201c}{name}\u{201d} does not occur in {place}, which comes nearest.")
        }
    })
}

/// That the `segment` that comes nearest only permits something, where the text says that somebody has to
/// do it.
fn permitted(
    corpus: &Corpus,
    paraphrase: &Paraphrase<'_>,
    best: &Near,
    segment: &str,
) -> Option<String> {
    let claimed = paraphrase.claim.obliges || binds(&paraphrase.topic);
    let permitting = &english().claims.contradiction.permitting;
    let permits = terms(segment).into_iter().find(|term| permitting.has(&term.word))?;
    (claimed && !binds(segment)).then(|| {
        let place = place(corpus, best.clause);
        format!("Nothing obliges anybody in {place}: it says \u{201c}{}\u{201d}.", permits.word)
    })
}

/// That nothing obliges anybody in the clause that comes nearest, where the text says so.
fn unbound(
    corpus: &Corpus,
    paraphrase: &Paraphrase<'_>,
    best: &Near,
    (verbs, segment): (&[VerbUse], &str),
) -> Option<String> {
    let clause = &corpus.clauses()[best.clause];
    let claimed = paraphrase.claim.obliges || binds(&paraphrase.topic);
    let said = paraphrase.claim.verb.as_ref();
    let same = |verb: &VerbUse| said.is_some_and(|said| said.lemma == verb.lemma);
    let actual = verbs.iter().any(|verb| verb.strength == Strength::Decide || same(verb))
        || binds(segment)
        || corpus.document_of(clause).kind == DocumentKind::Treaty;
    let own = verbs.first().filter(|_| claimed && !actual)?;
    Some(format!(
        "Nothing obliges anybody in {}: the verb is \u{201c}{}\u{201d}.",
        place(corpus, best.clause),
        own.lemma
    ))
}

/// What stands in the clause, or the `segment` of it that comes nearest, instead of its opposite.
fn reversed(
    corpus: &Corpus,
    paraphrase: &Paraphrase<'_>,
    clause: usize,
    segment: &str,
) -> Option<String> {
    let text = corpus.text_of(&corpus.clauses()[clause]);
    let bound = paraphrase.bound();
    let near = || opposite(&bound, segment);
    let (said, actual) = opposite(&bound, text).or_else(near)?;
    Some(format!(
        "The source speaks of \u{201c}{actual}\u{201d}, not of \u{201c}{said}\u{201d}: {}.",
        place(corpus, clause)
    ))
}

/// That nothing supports it, what comes nearest, and what supports it elsewhere.
fn unsupported(finder: &Finder<'_>, topic: &Topic, documents: &[usize], best: &Near) -> String {
    let corpus = finder.corpus;
    let own = all_called(corpus, documents);
    let elsewhere = finder
        .elsewhere(topic)
        .into_iter()
        .find(|near| !documents.contains(&corpus.clauses()[near.clause].document));
    match elsewhere.filter(|near| near.score >= SUPPORTED_MIN) {
        Some(other) => {
            format!("Not supported by {own}, but by {}.", place(corpus, other.clause))
        }
        None => format!(
            "Not supported by {own}; the nearest is {}: \u{201c}{}\u{201d}",
            corpus.clauses()[best.clause].label,
            short(&finder.words(topic, best.clause).quote)
        ),
    }
}
