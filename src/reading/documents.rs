//! Which documents a question names, excludes, or points at.

use std::ops::Range;

use super::linking::{Link, Outcome, is_topic_of_asked, leaning, links};
use super::names::{NameSort, Names, in_order};
use super::ordered::ordered;
use super::scope::{Mention, Scope};
use super::words::{Role, Words};
use super::years::years_in;
use crate::domain::Corpus;
use crate::language::dates::year_of;
use crate::language::lexicon::english;
use crate::language::numbers::small_count;

/// Words between a place and its year, as in "Monaco in November 2014".
const ATTACHED_WORDS_MAX: usize = 3;

/// Reads the scope out of `words`, and marks the words that name it. `spoken` tells whether a
/// word occurs in the text of some clause; `before` are the documents that the conversation was
/// about.
pub(super) fn find_scope(
    words: &mut Words<'_>,
    corpus: &Corpus,
    names: &Names,
    before: &[usize],
    spoken: &dyn Fn(&str) -> bool,
) -> Scope {
    let mut scope = Scope {
        wants_documents: words.any(&english().documents.kinds.nouns),
        wants_adopted: words.any(&english().documents.kinds.adopted),
        wants_reports: report_phrase(words, names).is_some(),
        ..Scope::default()
    };
    let mut mentions = names_in(words, names);
    let linked = links_in(words, corpus, names, &mut mentions, &mut scope, spoken);
    mentions.extend(years_in(words, names, &mut scope, spoken, &linked));
    mentions.extend(relative(words, names, before));
    if let Some(one) = ordered(words, corpus, names) {
        // "The newest statement with India" is one of those with India.
        let inside = |other: &Mention| {
            other.words.start < one.words.end && one.words.start < other.words.end
        };
        mentions.retain(|other| !inside(other));
        mentions.push(one);
    }
    mentions.sort_by_key(|mention| mention.words.start);
    mark_excluded(words, &mut mentions);
    let excluded = union(mentions.iter().filter(|mention| mention.excluded));
    let mut groups = conjoin(&mentions);
    let mut chosen = in_order(groups.concat());
    narrow_by_kind(words, names, &mut scope, &mut chosen);
    for mention in &mentions {
        words.mark(mention.words.clone(), Role::Scope);
        scope.years.extend(mention.year);
    }
    scope.missing_names.extend(unknown_names(words, names, spoken));
    let mut seen = std::collections::BTreeSet::new();
    scope.missing_names.retain(|name| seen.insert(name.clone()));
    scope.years.sort_unstable();
    scope.years.dedup();
    if !excluded.is_empty() {
        chosen.retain(|document| excluded.binary_search(document).is_err());
    }
    if chosen.is_empty() && scope.missing_names.is_empty() {
        scope.leaning = leaning(words, names.links());
    }
    for group in &mut groups {
        group.retain(|document| chosen.contains(document));
    }
    groups.retain(|group| !group.is_empty());
    scope.groups = groups;
    scope.named = chosen;
    scope.excluded = excluded;
    scope
}

/// "the Paris declaration", where no document is called so and no clause speaks of Paris.
fn unknown_names(words: &Words<'_>, names: &Names, spoken: &dyn Fn(&str) -> bool) -> Vec<String> {
    let nouns = &english().documents.kinds.declaring;
    let capital = |at: usize| words.typed(at).chars().next().is_some_and(char::is_uppercase);
    // Initials are of those who declare: "the UN declaration".
    let initials = |at: usize| words.typed(at).chars().all(char::is_uppercase);
    // A sentence begins with a capital, and headlines are written in them throughout: a name stands
    // behind a small word.
    (1..words.len())
        .filter(|&at| nouns.has(words.word(at + 1)) && capital(at) && !capital(at - 1))
        .filter(|&at| !initials(at))
        .filter(|&at| words.role(at) == Role::Topic && !words.term(at).is_stopword())
        .filter(|&at| !spoken(words.word(at)) && !names.in_title(words.word(at)))
        .map(|at| format!("{} {}", words.typed(at), words.word(at + 1)))
        .collect()
}

/// Puts what the linker makes of the question beside `mentions`, in place of those that it
/// understands better. Gives the words that it has understood.
fn links_in(
    words: &mut Words<'_>,
    corpus: &Corpus,
    names: &Names,
    mentions: &mut Vec<Mention>,
    scope: &mut Scope,
    spoken: &dyn Fn(&str) -> bool,
) -> Vec<Range<usize>> {
    let mut understood = Vec::new();
    for link in links(words, corpus, names.links(), spoken) {
        let inside = |mention: &Mention| {
            mention.words.start < link.words.end && link.words.start < mention.words.end
        };
        if mentions.iter().any(inside) && says_no_more(words, &link, mentions) {
            continue;
        }
        mentions.retain(|mention| !inside(mention));
        let name = words.text_of(&link.words);
        scope.missing_names.extend(link.absent);
        match link.outcome {
            Outcome::Missing => {
                scope.missing_names.push(without_article(name).to_owned());
                scope.nearest.extend(link.documents);
                words.mark(link.words.clone(), Role::Scope);
            }
            outcome => {
                if outcome == Outcome::Ambiguous {
                    scope.ambiguous.push((name.to_owned(), link.documents.clone()));
                }
                scope.years.extend(link.words.clone().filter_map(|at| year_of(words.word(at))));
                if let Some(subject) = link.subject {
                    words.mark(subject, Role::Scope);
                }
                let (words, documents) = (link.words.clone(), link.documents);
                mentions.push(Mention { words, documents, year: None, excluded: false });
            }
        }
        understood.push(link.words);
    }
    understood
}

/// Whether all that `link` has is names that are known, years and nouns for documents.
fn says_no_more(words: &Words<'_>, link: &Link, mentions: &[Mention]) -> bool {
    let kinds = &english().documents.kinds;
    link.words.clone().all(|at| {
        let word = words.word(at);
        mentions.iter().any(|mention| mention.words.contains(&at))
            || kinds.nouns.has(word)
            || year_of(word).is_some()
            || words.term(at).is_stopword()
    })
}

fn without_article(name: &str) -> &str {
    let known = english().documents.articles.iter().map(|article| name.strip_prefix(article));
    let rest = known.flatten().find_map(|rest| rest.strip_prefix(' '));
    rest.unwrap_or(name)
}

fn names_in(words: &Words<'_>, names: &Names) -> Vec<Mention> {
    let mention = |(words, _, documents): (_, _, &[usize])| {
        let documents = documents.to_vec();
        Mention { words, documents, year: None, excluded: false }
    };
    // A title may be what other documents are to mention.
    let topic = |(range, sort, _): &(Range<usize>, NameSort, &[usize])| {
        *sort == NameSort::Title && is_topic_of_asked(words, range)
    };
    named_words(words, names).into_iter().filter(|name| !topic(name)).map(mention).collect()
}

/// Each name in `words` that counts as one, with its sort and its documents, in order.
pub(super) fn named_words<'a>(
    words: &'a Words<'_>,
    names: &'a Names,
) -> Vec<(Range<usize>, NameSort, &'a [usize])> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match names.at(at, |index| words.word(index)) {
            Some((length, sort, documents)) => {
                // A session's number needs its noun: "the 83rd session", "81st General Assembly".
                let next = words.word(at + length);
                let counts = match sort {
                    NameSort::Place => true,
                    NameSort::Title => is_written_as_title(words, at..at + length),
                    NameSort::Session => {
                        english().questions.documents.sessions.has(next) || names.in_occasion(next)
                    }
                };
                if counts {
                    found.push((at..at + length, sort, documents));
                }
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// So many words in a row are of no other text than a title.
const LONG_TITLE_MIN: usize = 6;

/// Whether words that make up a title are meant as one: capitalised, or beside a word for a
/// document. Otherwise "information retrieval systems" would name a paper of that title.
fn is_written_as_title(words: &Words<'_>, range: Range<usize>) -> bool {
    let content = || range.clone().filter(|&at| !words.term(at).is_stopword());
    let capital = |at: &usize| {
        words.typed(*at).chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
    };
    let noun = |at: usize| english().documents.kinds.nouns.has(words.word(at));
    range.len() >= LONG_TITLE_MIN
        || 2 * content().filter(capital).count() > content().count()
        || noun(range.end)
        || noun(range.start.wrapping_sub(1))
        || range.len() == 2 && capital(&(range.end - 1))
}

/// "two years later", "the next one", "the earlier declaration": counted from the documents that
/// the conversation was about.
fn relative(words: &Words<'_>, names: &Names, before: &[usize]) -> Option<Mention> {
    let (year, report) = before.first().map(|&index| names.sorts()[index])?;
    let origin_year = year?;
    let known = &english().questions.documents;
    let step = |at: usize| {
        let back = known.earlier.has(words.word(at)).then_some(-1);
        back.or_else(|| known.later.has(words.word(at)).then_some(1))
    };
    for at in 0..words.len() {
        let Some(direction) = step(at) else { continue };
        let years = small_count(words.word(at.wrapping_sub(2)))
            .filter(|_| known.years.has(words.word(at.wrapping_sub(1))));
        let near = [at + 1, at.wrapping_sub(1)]
            .iter()
            .any(|&beside| known.counted_on.has(words.word(beside)));
        let (range, target) = match years {
            Some(count) => (at - 2..at + 1, Some(origin_year + direction * count)),
            None if near => (at..at + 2, None),
            None => continue,
        };
        let wanted = |year: i16| match target {
            Some(target) => year == target,
            None => (year - origin_year) * direction > 0,
        };
        let candidates = names.sorts().iter().enumerate().filter_map(|(index, &(year, own))| {
            let year = year.filter(|&year| own == report && wanted(year))?;
            Some((index, year))
        });
        let nearest = candidates.min_by_key(|&(_, year)| (year - origin_year).abs());
        let (index, year) = nearest?;
        let year = Some(year);
        return Some(Mention { words: range, documents: vec![index], year, excluded: false });
    }
    None
}

/// Marks the mentions behind "except", "other than" and their like, also those joined by "and".
fn mark_excluded(words: &mut Words<'_>, mentions: &mut [Mention]) {
    /// How far before a document a word may stand that excludes it.
    const BEFORE_MAX: usize = 3;
    let known = &english().questions.documents;
    let mut previous: Option<(usize, bool)> = None;
    for mention in mentions {
        let start = mention.words.start;
        let mut window = start.saturating_sub(BEFORE_MAX)..start;
        let excluding = window.find(|&at| {
            words.phrase_at(at, &known.excluding).is_some_and(|phrase| phrase.end <= start)
        });
        let joined = previous.is_some_and(|(end, excluded)| {
            excluded && (end..start).all(|at| known.joining.has(words.word(at)))
        });
        mention.excluded = excluding.is_some() || joined;
        if let Some(at) = excluding {
            words.mark(at..start, Role::Scope);
        }
        previous = Some((mention.words.end, mention.excluded));
    }
}

/// The documents that each of the mentions names: a year beside a place narrows it.
fn conjoin(mentions: &[Mention]) -> Vec<Vec<usize>> {
    let kept: Vec<&Mention> = mentions.iter().filter(|mention| !mention.excluded).collect();
    let mut named = Vec::new();
    let mut at = 0;
    while at < kept.len() {
        let mention = kept[at];
        let partner = kept.get(at + 1).filter(|next| {
            next.year.is_some() != mention.year.is_some()
                && next.words.start.saturating_sub(mention.words.end) <= ATTACHED_WORDS_MAX
        });
        let both = |next: &&Mention| {
            let own = |id: &&usize| mention.documents.binary_search(id).is_ok();
            next.documents.iter().filter(own).copied().collect()
        };
        let both: Vec<usize> = partner.map_or_else(Vec::new, both);
        if both.is_empty() {
            named.push(mention.documents.clone());
            at += 1;
        } else {
            named.push(both);
            at += 2;
        }
    }
    named
}

/// "declaration" leaves out reports of the same meeting; "news report" brings them in.
fn narrow_by_kind(words: &mut Words<'_>, names: &Names, scope: &mut Scope, named: &mut Vec<usize>) {
    if scope.wants_reports {
        let Some(range) = report_phrase(words, names) else { return };
        let stems: Vec<&str> = range.clone().map(|at| words.stem(at)).collect();
        let mut reports = names.reports_called(&stems);
        if scope.wants_documents {
            // "The news report says ...; does the declaration?" asks about both. Where none of
            // them is named, all are searched.
            if !named.is_empty() {
                named.append(&mut reports);
                *named = in_order(std::mem::take(named));
            }
        } else {
            let same = |id: &usize| named.binary_search(id).is_ok();
            if reports.iter().any(same) {
                reports.retain(same);
            }
            *named = reports;
        }
        words.mark(range, Role::Scope);
    } else if scope.wants_documents && named.iter().any(|&index| !names.is_report(index)) {
        named.retain(|&index| !names.is_report(index));
    }
}

/// Where the question speaks of reports: "the press item", "the article".
fn report_phrase(words: &Words<'_>, names: &Names) -> Option<Range<usize>> {
    let pair = (1..words.len()).find(|&at| report_pair(words, names, at));
    let pair = pair.map(|at| at - 1..at + 1);
    pair.or_else(|| words.find(&english().questions.reports.phrases))
}

/// Whether the word at `at` and the one before it are a name for reports: "press item".
pub(super) fn report_pair(words: &Words<'_>, names: &Names, at: usize) -> bool {
    let reports = &english().questions.reports;
    let first = words.word(at - 1);
    (reports.first.has(first) || names.is_publisher(first)) && reports.second.has(words.word(at))
}

fn union<'a>(mentions: impl Iterator<Item = &'a Mention>) -> Vec<usize> {
    in_order(mentions.flat_map(|mention| mention.documents.iter().copied()).collect())
}
