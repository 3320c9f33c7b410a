//! What a document does, told of it in the third person: "Recalling" as "recalls", "Deeply concerned"
//! as "is deeply concerned".

use super::lexicon::english;
use super::verbs::{Form, entries, is_adjective, third_person_of};

/// How the words that lead in a clause are told of its document: in the third person, and without
/// what only links the clause to the one before it. `None` where they hold no verb that can be told.
pub(crate) fn predicate(wording: &str) -> Option<String> {
    let mut words = unlinked(wording);
    let head = words.iter().position(|word| is_head(&word.to_lowercase()))?;
    let no_adverbs = &english().documents.lead_ins.no_adverbs;
    if words[..head].iter().any(|word| no_adverbs.has(&word.to_lowercase())) {
        return None;
    }
    // Names keep their capitals, unless all is in capitals.
    let all = !wording.contains(char::is_lowercase);
    let lowered = if all { words.len() } else { head + 1 };
    for word in &mut words[..lowered] {
        *word = word.to_lowercase();
    }
    let auxiliary = told(&mut words, head)?;
    let own = &english().documents.verbs.own;
    for word in &mut words {
        if own.has(word) {
            "its".clone_into(word);
        }
    }
    let words = words.join(" ");
    Some(if auxiliary.is_empty() { words } else { format!("{auxiliary} {words}") })
}

/// Puts the verb at word `head` into the third person. The auxiliary that is returned, if it is not
/// empty, goes before all.
fn told(words: &mut Vec<String>, head: usize) -> Option<&'static str> {
    let continuing = &english().documents.lead_ins.continuing;
    let past = |word: &String| entries(word).iter().any(|entry| entry.form == Form::Past);
    let word = words[head].clone();
    if continuing.has(&word) {
        "continues".clone_into(&mut words[head]);
    } else if word == "having" && words.get(head + 1).is_some_and(past) {
        words.remove(head);
        return Some("has");
    } else if is_adjective(&word) {
        return Some("is");
    } else {
        words[head] = third_person_of(&word)?;
    }
    Some("")
}

/// Whether `word` is a verb that leads in, or goes before one.
fn is_head(word: &str) -> bool {
    english().documents.lead_ins.continuing.has(word) || !entries(word).is_empty()
}

/// The words of `wording`, but for those that only link.
fn unlinked(wording: &str) -> Vec<String> {
    let linking = &english().documents.lead_ins.linking;
    let words: Vec<&str> = wording.split_whitespace().collect();
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let mut kept = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let links = linking.at(|ahead| lower.get(at + ahead).map_or("", String::as_str));
        if links.is_none() {
            kept.push(words[at].to_owned());
        }
        at += links.unwrap_or(1);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::lexicon::WordList;

    #[test]
    fn what_leads_in_is_told_in_the_third_person() {
        let cases = [
            ("Strongly urge", "strongly urges"),
            ("Recognizing", "recognizes"),
            ("recognising", "recognises"),
            ("Recognizes as well", "recognizes"),
            ("FURTHER RECOGNIZING", "recognizes"),
            ("Acknowledging further", "acknowledges"),
            ("Further decides", "decides"),
            ("Endeavour", "endeavours"),
            ("endeavor specifically", "endeavors specifically"),
            ("Expressing particular concern", "expresses particular concern"),
            ("express our grave concern", "expresses its grave concern"),
            ("Expressing in this regard strong support", "expresses strong support"),
            ("Expresses the Council’s readiness", "expresses the Council’s readiness"),
            ("continue to support", "continues to support"),
            ("Continuing to underline", "continues to underline"),
            ("Call upon", "calls upon"),
            ("calling on", "calls on"),
            ("Stresses", "stresses"),
            ("Having regard", "has regard"),
            ("Having considered also", "has considered"),
            ("Having taken note", "has taken note"),
            ("Mindful", "is mindful"),
            ("Deeply convinced", "is deeply convinced"),
            ("Also concerned", "is concerned"),
            ("Guided further", "is guided"),
        ];
        for (wording, expected) in cases {
            assert_eq!(predicate(wording).as_deref(), Some(expected), "{wording}");
        }
        for wording in ["", "Police", "Also", "decided", "early warning"] {
            assert_eq!(predicate(wording), None, "{wording}");
        }
    }

    #[test]
    fn every_form_of_every_verb_that_leads_in_has_its_third_person() {
        let verbs = &english().documents.verbs;
        let lemmas: Vec<&str> = verbs.lemmas.values().flat_map(WordList::iter).collect();
        assert!(lemmas.len() > 100, "the verbs were found");
        for lemma in lemmas {
            let (head, rest) = lemma.split_once(' ').unwrap_or((lemma, ""));
            let third = predicate(lemma).unwrap_or_else(|| panic!("{lemma}"));
            let (told, after) = third.split_once(' ').unwrap_or((&third, ""));
            assert!(told.ends_with('s') && told != head && after == rest, "{lemma}: {third}");
            assert_eq!(predicate(&third).as_ref(), Some(&third), "told once more");
        }
    }
}
