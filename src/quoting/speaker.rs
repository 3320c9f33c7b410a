//! Who says what a report quotes.

use crate::domain::Corpus;
use crate::language::analysis::terms;
use crate::language::lexicon::english;
use crate::language::persons::names;

/// Who speaks in the clause at `position`: the name beside a verb of speech, in its fullest form in
/// the document. The clauses beside it are read where the clause itself names nobody.
pub fn speaker(corpus: &Corpus, position: usize) -> Option<String> {
    let near = [Some(position), corpus.next(position), corpus.previous(position)];
    let name = near.into_iter().flatten().find_map(|position| {
        let text = corpus.text_of(&corpus.clauses()[position]);
        name_beside_speech(&without_quotations(text))
    })?;
    let document = corpus.document_of(&corpus.clauses()[position]);
    let surname = name.split(' ').next_back()?.to_owned();
    let fullest = names(document.text.as_str())
        .into_iter()
        .filter(|other| other.split(' ').next_back() == Some(surname.as_str()))
        .max_by_key(|full| (full.split(' ').count(), full.clone()));
    Some(fullest.unwrap_or(name))
}

/// The words of the report itself: what it quotes is blanked out.
fn without_quotations(text: &str) -> String {
    let mut quoted = false;
    text.chars()
        .map(|c| {
            match c {
                '\u{201c}' => quoted = true,
                '\u{201d}' => quoted = false,
                '"' => quoted = !quoted,
                _ => return if quoted { '.' } else { c },
            }
            '.'
        })
        .collect()
}

fn name_beside_speech(text: &str) -> Option<String> {
    let words = terms(text);
    let at = words.iter().position(|term| english().text.persons.speech.has(&term.word))?;
    let speech = words[at].bytes.clone();
    let after = &text[speech.end..];
    let after_end = after.find(['.', ',', '\u{201c}', '"']).unwrap_or(after.len());
    // "said Mr Noble." ends at the mark behind the name, but not at the point of "Mr.".
    let mut end = after_end.max(24).min(after.len());
    while !after.is_char_boundary(end) {
        end -= 1;
    }
    let following = names(&after[..end]);
    let preceding = names(&text[..speech.start]);
    following.into_iter().next().or_else(|| preceding.into_iter().next_back())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_speaker_is_named_beside_a_verb_of_speech() {
        let cases = [
            ("\u{201c}We act,\u{201d} said Mr Noble.", Some("Noble")),
            (
                "Secretary General Ronald K. Noble told delegates: \"We act.\"",
                Some("Ronald K. Noble"),
            ),
            ("\"Ban Ki-moon said so,\" the report has it.", None),
            ("Ronald K. Noble opened the meeting.", None),
        ];
        for (text, expected) in cases {
            let name = name_beside_speech(&without_quotations(text));
            assert_eq!(name.as_deref(), expected, "{text}");
        }
    }
}
