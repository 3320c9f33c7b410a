//! Votes: the words for how a document was adopted, the counts and the lists.

use crate::unique::Unique;
use crate::{Adoption, AdoptionMethod};

/// What the words, lists and counts of a vote say together: in favour, against, abstaining.
///
/// `kinds` are the fixed words of the records, in any spelling: `adoptedWithoutVote`, `By a
/// recorded vote`, `Adopted 13-0-2, 9521st meeting`. What contradicts itself is given to `doubt`.
pub(crate) fn adoption(
    kinds: &[&str],
    lists: [Vec<String>; 3],
    counts: [Option<u32>; 3],
    mut doubt: impl FnMut(String),
) -> Option<Adoption> {
    let lists = lists.map(|list| once_each(&list, &mut doubt));
    let stated = kinds.iter().find_map(|kind| method(kind));
    let printed = kinds.iter().find_map(|kind| figures(kind));
    let voted = lists.iter().any(|list| !list.is_empty());
    let counted = counts.iter().flatten().any(|count| *count > 0);
    let method = match stated {
        Some(method) => method,
        None if printed.is_some() => AdoptionMethod::Vote,
        None if voted || counted => {
            let others =
                [1, 2].iter().any(|&side| !lists[side].is_empty() || counts[side] > Some(0));
            if others { AdoptionMethod::Vote } else { AdoptionMethod::Unanimous }
        }
        None => return None,
    };
    if method == AdoptionMethod::WithoutVote && voted {
        doubt("adopted without a vote, and yet votes are listed; both are kept".to_owned());
    }
    let counts = (method != AdoptionMethod::WithoutVote && (counted || printed.is_some()))
        .then(|| settled(&lists, counts, printed, &mut doubt));
    let [in_favour, against, abstaining] = lists;
    Some(Adoption { method, in_favour, against, abstaining, counts })
}

/// The counts as printed, with a doubt where they are not those of the lists.
fn settled(
    lists: &[Vec<String>; 3],
    counts: [Option<u32>; 3],
    printed: Option<[u32; 3]>,
    mut doubt: impl FnMut(String),
) -> [u32; 3] {
    let named: [u32; 3] = [0, 1, 2].map(|side| lists[side].len() as u32);
    let mut settled = [0, 1, 2].map(|side| counts[side].unwrap_or(named[side]));
    if let Some(printed) = printed
        && printed != settled
    {
        let told = |counts: [u32; 3]| counts.map(|count| count.to_string()).join("-");
        let kept = if printed == named || settled != named { printed } else { settled };
        let message =
            format!("the votes are {} and {}; took {}", told(printed), told(settled), told(kept));
        doubt(message);
        settled = kept;
    }
    for (side, name) in ["in favour", "against", "abstaining"].into_iter().enumerate() {
        let (count, named) = (settled[side], named[side]);
        if count != named {
            doubt(format!("{count} {name} are counted and {named} named; both are kept"));
        }
    }
    settled
}

/// The names, each once.
fn once_each(list: &[String], mut doubt: impl FnMut(String)) -> Vec<String> {
    let before = list.len();
    let mut names = Unique::default();
    for name in list {
        names.add(name);
    }
    let names = names.into_items();
    if names.len() < before {
        doubt(format!("{} names are listed twice; took each once", before - names.len()));
    }
    names
}

fn method(kind: &str) -> Option<AdoptionMethod> {
    let letters: String = kind
        .chars()
        .filter(char::is_ascii_alphabetic)
        .map(|char| char.to_ascii_lowercase())
        .collect();
    if letters.contains("withoutvote")
        || letters.contains("withoutavote")
        || letters.contains("acclamation")
    {
        Some(AdoptionMethod::WithoutVote)
    } else if letters.contains("nonunanim") || letters.contains("recordedvote") {
        Some(AdoptionMethod::Vote)
    } else if letters.contains("unanim") {
        Some(AdoptionMethod::Unanimous)
    } else {
        None
    }
}

/// The figures of `Adopted 13-0-2`.
fn figures(kind: &str) -> Option<[u32; 3]> {
    kind.split(|char: char| !char.is_ascii_digit() && char != '-').find_map(|token| {
        let mut parts = token.split('-');
        let figures = [parts.next()?, parts.next()?, parts.next()?];
        let [Ok(one), Ok(two), Ok(three)] = figures.map(str::parse) else { return None };
        parts.next().is_none().then_some([one, two, three])
    })
}
