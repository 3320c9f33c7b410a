//! Words of one family, by their stems: "terrorism" and "terrorist".

use super::vocabulary::Vocabulary;
use crate::language::analysis::stem;
use crate::language::lexicon::english;

/// The least letters that words of a family have in common from the first on,
const FAMILY_CHARS_MIN: usize = 6;
/// and the most by which their stems differ at the end.
const FAMILY_ENDING_MAX: usize = 3;

/// Whether two stems are of one family: they have all but a short ending in common.
pub(super) fn is_family(stem: &str, other: &str) -> bool {
    let (short, long) = if stem.len() <= other.len() { (stem, other) } else { (other, stem) };
    short.len() >= FAMILY_CHARS_MIN
        && long.len() - short.len() <= FAMILY_ENDING_MAX
        && long.starts_with(short)
}

/// The part of a stem with which all of its family begin.
pub(super) fn family_root(stem: &str) -> Option<&str> {
    (stem.len() >= FAMILY_CHARS_MIN && stem.is_ascii()).then(|| {
        let end = stem.len().saturating_sub(FAMILY_ENDING_MAX).max(FAMILY_CHARS_MIN);
        &stem[..end]
    })
}

/// The stem of who follows a cause, and of the cause: "terrorism" is what "terrorists" do.
pub(super) fn follower_of(stem: &str) -> impl Iterator<Item = String> {
    const FOLLOWER: &str = "ist";
    const CAUSE_CHARS_MIN: usize = 4;
    let cause = stem.strip_suffix(FOLLOWER).map(str::to_owned);
    let cause = cause.filter(|cause| cause.len() >= CAUSE_CHARS_MIN);
    let follower =
        (stem.len() >= CAUSE_CHARS_MIN && cause.is_none()).then(|| format!("{stem}{FOLLOWER}"));
    cause.into_iter().chain(follower)
}

/// What a compound such as "cybercrime" is in other words: what is combined, beside another compound that begins
/// alike, as in "crimes in cyberspace".
pub(super) fn compounds(vocabulary: &Vocabulary, word: &str) -> Vec<Vec<String>> {
    const OTHERS_MAX: usize = 16;
    let forms = &english().text.combining_forms;
    let Some(form) =
        forms.iter().find(|form| word.len() > form.len() + 2 && word.starts_with(*form))
    else {
        return Vec::new();
    };
    let rest = stem(&word[form.len()..]);
    if !vocabulary.has_stem(&rest) {
        return Vec::new();
    }
    let alike = vocabulary.words().map(|(other, _)| other).filter(|other| other.starts_with(form));
    alike.take(OTHERS_MAX).map(|other| vec![rest.clone(), stem(other)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_compound_is_its_rest_beside_others_that_begin_alike() {
        let vocabulary = Vocabulary::build(["crimes in cyberspace, and cyberattacks"].into_iter());
        let found = compounds(&vocabulary, "cybercrime");
        let found: Vec<String> = found.iter().map(|stems| stems.join(" ")).collect();
        assert_eq!(found, ["crime cyberattack", "crime cyberspac"]);
        for word in ["cyberwar", "cyber", "crime", "cyberspace"] {
            assert!(compounds(&vocabulary, word).is_empty(), "{word}");
        }
    }

    #[test]
    fn a_cause_and_its_followers_are_found_from_each_other() {
        let found = |stem: &str| follower_of(stem).collect::<Vec<_>>();
        assert_eq!(found("terror"), ["terrorist"]);
        assert_eq!(found("terrorist"), ["terror"]);
        assert_eq!(found("ist"), Vec::<String>::new());
        assert_eq!(found("list"), ["listist"], "no word has that stem");
    }

    #[test]
    fn a_family_shares_all_but_an_ending() {
        for (stem, other, expected) in [
            ("terror", "terrorist", true),
            ("antarctica", "antarct", true),
            ("propag", "propaganda", false),
            ("nation", "nation", true),
            ("drug", "drugs", false),
        ] {
            assert_eq!(is_family(stem, other), expected, "{stem} {other}");
            assert_eq!(is_family(other, stem), expected, "{other} {stem}");
        }
        assert_eq!(family_root("antarctica"), Some("antarct"));
        assert_eq!(family_root("terror"), Some("terror"));
        assert_eq!(family_root("drug"), None);
    }
}
