//! The forms of the verbs that lead in clauses, looked up by their first word.
//!
//! The words of a language list the lemmas; their other forms and the British spellings are derived
//! here.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::domain::Strength;
use crate::language::lexicon::{VerbWords, WordList, english};

/// How a verb stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `urge`, as after "Agree to" or "We".
    Base,
    /// `urges`, as after "The General Assembly".
    Third,
    /// `urging`, and adjectives such as `concerned`.
    Participle,
    /// `urged`, as after "Having" or "have".
    Past,
}

/// A verb as the lexicon knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Base form in American spelling.
    pub lemma: &'static str,
    /// How strongly it binds.
    pub strength: Strength,
    /// The form that was looked up.
    pub form: Form,
    /// Words that follow the first one.
    pub particles: Vec<&'static str>,
    /// Whether this form may be a noun.
    pub also_noun: bool,
}

static ENTRIES: LazyLock<HashMap<String, Vec<Entry>>> = LazyLock::new(|| {
    let mut entries: HashMap<String, Vec<Entry>> = HashMap::new();
    let verbs = &english().documents.verbs;
    for strength in Strength::ALL {
        let lemmas = verbs.lemmas.get(strength.name());
        for lemma in lemmas.into_iter().flat_map(WordList::iter) {
            add_forms(&mut entries, verbs, lemma, lemma, strength);
            for (alias, _) in verbs.aliases.iter().filter(|(_, of)| *of == lemma) {
                add_forms(&mut entries, verbs, alias, lemma, strength);
            }
        }
        for (adjective, lemma) in verbs.adjectives.get(strength.name()).into_iter().flatten() {
            let form = Form::Participle;
            let entry = Entry { lemma, strength, form, particles: Vec::new(), also_noun: false };
            entries.entry(adjective.clone()).or_default().push(entry);
        }
    }
    for known in entries.values_mut() {
        // The longest wording wins: "take note" before a bare "take"; an adjective before a past.
        known.sort_by_key(|entry| {
            (std::cmp::Reverse(entry.particles.len()), entry.form == Form::Past)
        });
    }
    entries
});

/// Adds all forms and spellings of `wording` as `lemma`.
fn add_forms(
    entries: &mut HashMap<String, Vec<Entry>>,
    verbs: &'static VerbWords,
    wording: &'static str,
    lemma: &'static str,
    strength: Strength,
) {
    let mut parts = wording.split(' ');
    let head = parts.next().unwrap_or_default();
    let particles: Vec<&'static str> = parts.collect();
    for spelling in spellings(head) {
        for (form, word) in forms(verbs, &spelling, head) {
            let plain = matches!(form, Form::Base | Form::Third);
            let also_noun = plain && particles.is_empty() && verbs.also_nouns.has(head);
            let entry = Entry { lemma, strength, form, particles: particles.clone(), also_noun };
            entries.entry(word).or_default().push(entry);
        }
    }
}

/// American and British spelling.
fn spellings(head: &str) -> Vec<String> {
    let mut spellings = vec![head.to_owned()];
    if let Some(stem) = head.strip_suffix("ize") {
        spellings.push(format!("{stem}ise"));
    } else if let Some(stem) = head.strip_suffix("or") {
        spellings.push(format!("{stem}our"));
    }
    spellings
}

/// The four forms of a regular verb, and of the irregular ones.
fn forms(verbs: &VerbWords, word: &str, head: &str) -> [(Form, String); 4] {
    let third = third_person(word);
    let doubled = word.chars().next_back().filter(|_| verbs.doubling.has(head));
    let stem = match (doubled, word.strip_suffix('e')) {
        (Some(last), _) => format!("{word}{last}"),
        (None, Some(stem)) if !stem.ends_with('e') => stem.to_owned(),
        _ => word.to_owned(),
    };
    let past = match verbs.past.get(head) {
        Some(past) => past.clone(),
        None if word.ends_with("ee") => format!("{word}d"),
        None => format!("{stem}ed"),
    };
    [
        (Form::Base, word.to_owned()),
        (Form::Third, third),
        (Form::Participle, format!("{stem}ing")),
        (Form::Past, past),
    ]
}

/// The entries whose first word is `word`, whatever its case; longest wording first.
pub fn entries(word: &str) -> &'static [Entry] {
    ENTRIES.get(&word.to_lowercase()).map_or(&[], Vec::as_slice)
}

/// Whether `word`, in lower case, is an adverb that makes its verb stronger: "strongly urge".
pub(crate) fn intensifies(word: &str) -> bool {
    english().documents.verbs.intensifiers.has(word)
}

/// What "express ... `noun`" means: its lemma's noun and strength.
pub fn expression(noun: &str) -> Option<(&'static str, Strength)> {
    let noun = noun.to_lowercase();
    let singular = noun.strip_suffix('s').unwrap_or(&noun);
    let known = |strength: Strength| {
        let nouns = english().documents.verbs.expressions.get(strength.name())?;
        let own = nouns.iter().find(|own| *own == noun || *own == singular)?;
        Some((own, strength))
    };
    Strength::ALL.into_iter().find_map(known)
}

/// How strongly the verb with this lemma binds: "decide", "express concern", "convinced".
pub(crate) fn strength_of(lemma: &str) -> Option<Strength> {
    let verbs = &english().documents.verbs;
    let noun = lemma.strip_prefix("express ");
    let has = |strength: &Strength| {
        let name = strength.name();
        let listed = |list: Option<&WordList>, word: &str| list.is_some_and(|list| list.has(word));
        let mut adjectives = verbs.adjectives.get(name).into_iter().flatten();
        listed(verbs.lemmas.get(name), lemma)
            || noun.is_some_and(|noun| listed(verbs.expressions.get(name), noun))
            || adjectives.any(|(_, own)| own == lemma)
    };
    Strength::ALL.into_iter().find(has)
}

/// The form of the third person: "urges", "carries", "has".
pub(crate) fn third_person(base: &str) -> String {
    let sibilant = ["s", "x", "z", "ch", "sh", "o"].iter().any(|ending| base.ends_with(ending));
    match base.strip_suffix('y') {
        _ if base == "have" => "has".to_owned(),
        Some(root) if !root.ends_with(['a', 'e', 'o', 'u']) => format!("{root}ies"),
        _ if sibilant => format!("{base}es"),
        _ => format!("{base}s"),
    }
}

/// The third person of a verb that leads in, in the spelling in which `word` has it; `None` where
/// `word` is no form of such a verb, or its past.
pub(crate) fn third_person_of(word: &str) -> Option<String> {
    let verbs = &english().documents.verbs;
    let entry = entries(word).iter().find(|entry| entry.form != Form::Past)?;
    let aliases = verbs.aliases.iter().filter(|(_, of)| *of == entry.lemma).map(|(alias, _)| alias);
    let wordings = aliases.map(String::as_str).chain([entry.lemma]);
    let heads = wordings.filter_map(|wording| wording.split(' ').next());
    let of = |head: &str| {
        let of_spelling = |spelling: String| {
            let forms = forms(verbs, &spelling, head);
            let own = forms.iter().any(|(form, known)| *form == entry.form && known == word);
            own.then(|| third_person(&spelling))
        };
        spellings(head).into_iter().find_map(of_spelling)
    };
    heads.into_iter().find_map(of)
}

/// Whether `word` is an adjective that leads in a recital: "concerned".
pub(crate) fn is_adjective(word: &str) -> bool {
    english().documents.verbs.adjectives.values().any(|known| known.contains_key(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_and_spellings_lead_to_the_lemma() {
        let cases = [
            ("Recognise", "recognize", Form::Base),
            ("RECOGNISING", "recognize", Form::Participle),
            ("endeavour", "endeavor", Form::Base),
            ("endeavours", "endeavor", Form::Third),
            ("agreeing", "agree", Form::Participle),
            ("agreed", "agree", Form::Past),
            ("stresses", "stress", Form::Third),
            ("regretting", "regret", Form::Participle),
            ("commits", "commit", Form::Third),
            ("develops", "", Form::Third),
            ("decides", "decide", Form::Third),
            ("upholding", "uphold", Form::Participle),
            ("undertaken", "undertake", Form::Past),
            ("concerned", "express concern", Form::Participle),
        ];
        for (word, lemma, form) in cases {
            let found = entries(word).first().map(|entry| (entry.lemma, entry.form));
            assert_eq!(found, (!lemma.is_empty()).then_some((lemma, form)), "{word}");
        }
        let calls: Vec<_> = entries("calls").iter().map(|e| (e.particles[0], e.lemma)).collect();
        let expected = [
            ("attention", "call attention"),
            ("for", "call for"),
            ("upon", "call upon"),
            ("on", "call upon"),
        ];
        assert_eq!(calls, expected);
    }

    #[test]
    fn every_lemma_stands_once() {
        let verbs = &english().documents.verbs;
        let mut lemmas: Vec<&str> = verbs.lemmas.values().flat_map(WordList::iter).collect();
        let count = lemmas.len();
        lemmas.sort_unstable();
        lemmas.dedup();
        assert_eq!(lemmas.len(), count);
        assert!(verbs.aliases.values().all(|lemma| lemmas.contains(&lemma.as_str())));
        let head_known = |noun: &str| lemmas.iter().any(|l| l.split(' ').next() == Some(noun));
        assert!(verbs.also_nouns.iter().all(head_known));
        let strengths = Strength::ALL.map(Strength::name);
        let keys = verbs.lemmas.keys().chain(verbs.expressions.keys());
        assert!(keys.chain(verbs.adjectives.keys()).all(|key| strengths.contains(&key.as_str())));
    }

    #[test]
    fn adverbs_make_verbs_stronger_or_only_join() {
        assert!(intensifies("strongly") && intensifies("deeply"));
        assert!(!intensifies("further") && !intensifies("particular"));
    }

    #[test]
    fn the_documentation_has_the_adverbs_as_they_are() {
        let page = include_str!("../../docs/VERBS.md").replace("> ", "");
        let plain = page.split_whitespace().collect::<Vec<_>>().join(" ");
        let adverbs: Vec<&str> = english().documents.verbs.intensifiers.iter().collect();
        let adverbs = adverbs.join(", ");
        assert!(plain.contains(&adverbs), "write into docs/VERBS.md: {adverbs}");
    }

    /// The scale as `docs/VERBS.md` has it: a row for each strength, from the weakest up.
    fn scale() -> String {
        let mut scale = String::from(
            "| | strength | verbs | adjectives | express ... |\n|---|---|---|---|---|\n",
        );
        let verbs = &english().documents.verbs;
        for (at, strength) in (1..).zip(Strength::ALL) {
            let name = strength.name();
            let listed = |list: Option<&WordList>| {
                list.map(|list| list.iter().collect::<Vec<_>>().join(", ")).unwrap_or_default()
            };
            let (lemmas, nouns) =
                (listed(verbs.lemmas.get(name)), listed(verbs.expressions.get(name)));
            let adjectives = verbs.adjectives.get(name).into_iter().flatten();
            let adjectives: Vec<&str> =
                adjectives.map(|(adjective, _)| adjective.as_str()).collect();
            let adjectives = adjectives.join(", ");
            scale.push_str(&format!("| {at} | `{name}` | {lemmas} | {adjectives} | {nouns} |\n"));
        }
        scale
    }

    #[test]
    fn the_documentation_has_the_scale_as_it_is() {
        let page = include_str!("../../docs/VERBS.md");
        let shown = page
            .split_once("<!-- scale -->\n\n")
            .and_then(|(_, rest)| rest.split_once("\n<!-- /scale -->"))
            .map(|(scale, _)| scale);
        assert_eq!(shown, Some(scale().as_str()), "write the scale into docs/VERBS.md");
        assert!(Strength::ALL.is_sorted(), "from the weakest up");
    }
}
