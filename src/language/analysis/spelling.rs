//! British and American spellings of the same word.
//!
//! Both sides of a match go through the same rewriting, so a rule may turn a word into one that
//! no dictionary has; it must only never join two words of different meaning that both occur.

use std::borrow::Cow;
use std::sync::LazyLock;

use hashbrown::HashMap;

use crate::language::lexicon::english;

/// Forms of words with the spelling that they are searched by.
static FORMS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let spelling = &english().text.spelling;
    let mut known = HashMap::new();
    for (british, american) in &spelling.words {
        known.extend(forms(british).into_iter().zip(forms(american)));
    }
    let mut doubled = |word: &str, endings: &[&str]| {
        for ending in endings {
            let last = &word[word.len() - 1..];
            known.insert(format!("{word}{last}{ending}"), format!("{word}{ending}"));
        }
    };
    for word in spelling.doubled.iter() {
        doubled(word, &["ed", "ing", "ings", "er", "ers"]);
    }
    for word in spelling.doubled_or.iter() {
        doubled(word, &["or", "ors", "ous"]);
    }
    known
});

/// A word with its regular inflections, in the same order for every word.
fn forms(word: &str) -> [String; 8] {
    let root = word.strip_suffix('e').unwrap_or(word);
    let ending = |ending: &str| format!("{root}{ending}");
    [
        word.to_owned(),
        format!("{word}s"),
        ending("ed"),
        ending("ing"),
        ending("er"),
        ending("ers"),
        format!("{word}ment"),
        format!("{word}ments"),
    ]
}

/// The American spelling of a folded word.
pub fn american(word: &str) -> Cow<'_, str> {
    const ROOT_MIN: usize = 4;
    if word.len() < ROOT_MIN || !word.is_ascii() {
        return Cow::Borrowed(word);
    }
    if let Some(known) = FORMS.get(word) {
        return Cow::Owned(known.clone());
    }
    let spelling = &english().text.spelling;
    let mut spelt = Cow::Borrowed(word);
    if word.contains("ae") || word.contains("oe") {
        let began = |(british, american): (&String, &String)| {
            word.strip_prefix(british.as_str()).map(|rest| format!("{american}{rest}"))
        };
        spelt = spelling.beginnings.iter().find_map(began).map_or(spelt, Cow::Owned);
    }
    if let Some(at) = spelt.find("our")
        && at >= 3
        && !spelling.keeps_our.iter().any(|kept| word.contains(kept))
    {
        spelt = Cow::Owned(format!("{}or{}", &spelt[..at], &spelt[at + 3..]));
    }
    let rewritten = spelling.endings.iter().find_map(|(british, american)| {
        let root = spelt.strip_suffix(british.as_str())?;
        (root.len() >= ROOT_MIN && !keeps_ise(root)).then(|| format!("{root}{american}"))
    });
    rewritten.map_or(spelt, Cow::Owned)
}

/// Whether "ise" behind this root is no suffix (`exercise`, `advise`, `otherwise`).
fn keeps_ise(root: &str) -> bool {
    /// A prefix may stand before a root: `readvertise`.
    const PREFIX_MAX: usize = 3;
    let mut kept = english().text.spelling.keeps_ise.iter();
    kept.any(|kept| root.ends_with(kept) && root.len() <= kept.len() + PREFIX_MAX)
}

#[cfg(test)]
mod tests {
    use super::american;

    #[test]
    fn joins_spellings_and_leaves_other_words_alone() {
        let cases = [
            ("labour", "labor"),
            ("favourable", "favorable"),
            ("neighbouring", "neighboring"),
            ("recognise", "recognize"),
            ("recognising", "recognizing"),
            ("organisations", "organizations"),
            ("analyse", "analyze"),
            ("centres", "centers"),
            ("centred", "centered"),
            ("programme", "program"),
            ("programmes", "programs"),
            ("enrolment", "enrollment"),
            ("combatting", "combating"),
            ("travelling", "traveling"),
            ("councillors", "councilors"),
            ("haemorrhage", "hemorrhage"),
            ("defence", "defense"),
            ("organisational", "organizational"),
            ("recognisable", "recognizable"),
            ("odours", "odors"),
            ("exercise", "exercise"),
            ("advertised", "advertised"),
            ("advise", "advise"),
            ("resource", "resource"),
            ("courts", "courts"),
            ("journalist", "journalist"),
            ("four", "four"),
            ("hours", "hours"),
            ("enterprises", "enterprises"),
            ("promise", "promise"),
        ];
        for (word, expected) in cases {
            assert_eq!(american(word), expected, "{word}");
        }
    }
}
