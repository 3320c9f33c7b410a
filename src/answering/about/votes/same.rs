//! Whether two documents were adopted in the same way: from their records.

use super::super::references::{name_of, own_documents};
use super::super::{Said, Told};
use super::asked::{by_title, topic};
use super::how::{how_adopted_at, tally};
use super::words::begins;
use crate::domain::{AdoptionMethod, Corpus, RefusalReason};
use crate::language::analysis::{Term, terms};
use crate::language::lexicon::english;
use crate::language::references;
use crate::reading::Target;

/// What is told of two that the question compares by their adoption; `None` where it does not, or names others.
pub(super) fn told(
    corpus: &Corpus,
    question: &str,
    all: &[usize],
    target: Option<&Target>,
) -> Option<Told> {
    let known = &english().questions.about_documents.votes;
    let words = terms(question);
    let phrase = (0..words.len())
        .find_map(|at| begins(&words, at, &known.same).map(|length| at..at + length))?;
    let joint = |at: &usize| known.joints.has(&words[*at].word);
    let behind = (phrase.end..words.len()).find(joint);
    let sides = if let Some(at) = behind {
        [0..phrase.start, at + 1..words.len()]
    } else {
        let at = (0..phrase.start).rfind(joint)?;
        [0..at, at + 1..phrase.start]
    };
    let mut found: Vec<usize> = Vec::new();
    for side in sides {
        let own = of_side(corpus, question, &words[side], all).or_else(|| {
            let own = target.map(|target| own_documents(corpus, target)).unwrap_or_default();
            own.into_iter().find(|index| !found.contains(index)).map(Ok)
        })?;
        match own {
            Ok(index) => found.push(index),
            Err(names) => {
                let said = Err(RefusalReason::DocumentNotInCorpus { names });
                return Some(Told { searched: Vec::new(), said });
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    (found.len() == 2).then(|| compared(corpus, found))
}

/// The document that is named in these words: by its symbol, or by its title.
fn of_side(
    corpus: &Corpus,
    question: &str,
    words: &[Term],
    all: &[usize],
) -> Option<Result<usize, Vec<String>>> {
    let (first, last) = (words.first()?, words.last()?);
    let text = &question[first.bytes.start..last.bytes.end];
    if let Some(one) = references::find_in_question(text).first() {
        let own = corpus.document_by_symbol(&one.key);
        let name = || vec![format!("resolution {}", &text[one.range.clone()])];
        return Some(own.ok_or_else(name));
    }
    let topic = topic(words, &vec![false; words.len()]);
    match by_title(corpus, all, &topic)[..] {
        [only] if !topic.is_empty() => Some(Ok(only)),
        _ => None,
    }
}

fn compared(corpus: &Corpus, searched: Vec<usize>) -> Told {
    let adoption = |index: usize| corpus.documents()[index].catalogue.adoption.as_ref();
    let told: Vec<_> =
        searched.iter().filter_map(|&index| Some((index, adoption(index)?))).collect();
    let &[(one, first), (other, second)] = &told[..] else {
        let name = name_of(corpus, &Target::Documents(searched.clone()));
        let said = format!("No record tells how each of {name} was adopted.");
        return Told { searched, said: Err(RefusalReason::FactNotKnown { said }) };
    };
    let unvoted = |method: AdoptionMethod| method == AdoptionMethod::WithoutVote;
    let verdict = match (unvoted(first.method), unvoted(second.method)) {
        (true, true) => "Yes: both were adopted without a vote.",
        (false, false) if tally(first) == tally(second) => "Yes: both were adopted by a vote.",
        (false, false) => "Both were adopted by a vote, with other numbers.",
        _ => "No: one was adopted by a vote, and the other without.",
    };
    let fact = format!(
        "{verdict} {} {} This is from the records of adoption.",
        how_adopted_at(corpus, one, first),
        how_adopted_at(corpus, other, second)
    );
    Told { searched: searched.clone(), said: Ok(Said { fact, of: searched, ..Said::default() }) }
}
