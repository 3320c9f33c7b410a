//! Members of a body as they are written.

use crate::language::analysis::{Term, terms};

/// A member as it is written in running text: records have capitals alone.
pub(super) fn spelt(member: &str) -> String {
    if member.chars().any(char::is_lowercase) {
        return member.to_owned();
    }
    let small = |word: &str| terms(word).first().is_some_and(Term::is_stopword);
    let words = member.split(' ').enumerate().map(|(at, word)| {
        // Small letters of the Turkish capital are two characters.
        let lower = word.replace('\u{130}', "I").to_lowercase();
        if at > 0 && small(&lower) {
            return lower;
        }
        let mut raise = true;
        let raised = lower.chars().enumerate().map(|(at, c)| {
            let own = if raise { c.to_uppercase().collect() } else { c.to_string() };
            // "D'Ivoire", but "People's".
            let apostrophe = matches!(c, '\'' | '\u{2019}');
            raise = if apostrophe { at == 1 } else { !c.is_alphanumeric() };
            own
        });
        raised.collect()
    });
    words.collect::<Vec<String>>().join(" ")
}
