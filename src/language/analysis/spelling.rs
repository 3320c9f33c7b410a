//! British and American spellings of the same word.
//!
//! Both sides of a match go through the same rewriting, so a rule may turn a word into one that
//! no dictionary has; it must only never join two words of different meaning that both occur.

use std::borrow::Cow;

/// Whole words, with their inflections cut off by the stemmer later on.
const WORDS: &[(&str, &str)] = &[
    ("centre", "center"),
    ("fibre", "fiber"),
    ("theatre", "theater"),
    ("metre", "meter"),
    ("litre", "liter"),
    ("calibre", "caliber"),
    ("programme", "program"),
    ("defence", "defense"),
    ("offence", "offense"),
    ("licence", "license"),
    ("pretence", "pretense"),
    ("practise", "practice"),
    ("grey", "gray"),
    ("cheque", "check"),
    ("judgement", "judgment"),
    ("fulfil", "fulfill"),
    ("enrol", "enroll"),
    ("skilful", "skillful"),
    ("ageing", "aging"),
    ("aluminium", "aluminum"),
    ("catalogue", "catalog"),
    ("dialogue", "dialog"),
];

/// Stems in `our` that are not British spellings, or that would meet another word.
const OUR_KEPT: &[&str] = &[
    "hour", "four", "tour", "pour", "sour", "flour", "course", "source", "court", "journ", "your",
    "fourth",
];

/// The American spelling of a folded word.
pub fn american(word: &str) -> Cow<'_, str> {
    if word.len() < 4 || !word.is_ascii() {
        return Cow::Borrowed(word);
    }
    let first = word.as_bytes()[0];
    for &(british, american) in WORDS.iter().filter(|(british, _)| british.as_bytes()[0] == first) {
        if let Some(ending) = word.strip_prefix(british)
            && matches!(ending, "" | "s" | "d" | "ed" | "ing" | "er" | "ers" | "ment" | "ments")
        {
            return Cow::Owned(format!("{american}{ending}"));
        }
    }
    let mut spelt = Cow::Borrowed(word);
    if let Some(at) = spelt.find("our")
        && at >= 3
        && !OUR_KEPT.iter().any(|kept| word.contains(kept))
    {
        spelt = Cow::Owned(format!("{}or{}", &word[..at], &word[at + 3..]));
    }
    for (british, american) in [
        ("isation", "ization"),
        ("ising", "izing"),
        ("ise", "ize"),
        ("ised", "ized"),
        ("iser", "izer"),
        ("ises", "izes"),
        ("isations", "izations"),
        ("yse", "yze"),
        ("ysed", "yzed"),
        ("ysing", "yzing"),
        ("yses", "yzes"),
    ] {
        if let Some(root) = spelt.strip_suffix(british)
            && root.len() >= 4
            && !keeps_ise(root)
        {
            return Cow::Owned(format!("{root}{american}"));
        }
    }
    for (british, american) in [
        ("lling", "ling"),
        ("lled", "led"),
        ("ller", "ler"),
        ("tting", "ting"),
        ("tted", "ted"),
        ("ssing", "sing"),
        ("ssed", "sed"),
    ] {
        if let Some(root) = spelt.strip_suffix(british)
            && DOUBLED.contains(&&*format!("{root}{}", &british[..1]))
        {
            return Cow::Owned(format!("{root}{american}"));
        }
    }
    spelt
}

/// Words whose last letter British or older spelling doubles before an ending.
const DOUBLED: &[&str] = &[
    "travel", "cancel", "counsel", "label", "level", "model", "signal", "total", "fuel", "channel",
    "marshal", "equal", "combat", "benefit", "target", "focus", "format", "budget", "market",
    "bias",
];

/// Roots before `ise` in which the ending is no suffix (`exercise`, `advise`, `otherwise`).
fn keeps_ise(root: &str) -> bool {
    [
        "exerc", "adv", "superv", "rev", "dev", "telev", "improv", "prom", "comprom", "surpr",
        "enterpr", "compr", "expert", "otherw", "likew", "franch", "merchand", "desp", "disgu",
        "parad", "prec", "conc", "exc", "inc", "circumc", "pra", "ra",
    ]
    .iter()
    .any(|kept| root.ends_with(kept) && root.len() <= kept.len() + 3)
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
            ("programme", "program"),
            ("programmes", "programs"),
            ("combatting", "combating"),
            ("travelling", "traveling"),
            ("defence", "defense"),
            ("exercise", "exercise"),
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
