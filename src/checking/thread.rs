//! E-mails with what they answer.

use crate::language::lexicon::english;

/// Whether `text` is an e-mail with what it answers: it begins with a line for the subject or the sender,
/// introduces what somebody wrote, or has answers to answers.
pub(super) fn is_thread(text: &str) -> bool {
    const HEAD_LINES: usize = 6;
    let sources = &english().claims.sources;
    let mut answers = false;
    for (at, line) in text.lines().enumerate() {
        let marks = line.len() - line.trim_start_matches(['>', ' ']).len();
        let depth = line[..marks].bytes().filter(|b| *b == b'>').count();
        let words = &line[marks..];
        let head = words.split_once(':').map(|(head, _)| head.trim_matches(['*', ' ']));
        let headed = head.is_some_and(|head| sources.mail.has(&head.to_lowercase()));
        let last = words.trim_end().strip_suffix(':').and_then(|line| line.rsplit(' ').next());
        answers |= depth > 1 && !words.is_empty()
            || headed && (at < HEAD_LINES || depth > 0)
            || last.is_some_and(|last| sources.replying.has(last));
    }
    answers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_told_from_block_quotations() {
        let cases = [
            ("Subject: Re: a\n\n> b\n\nc", true),
            ("On Monday, somebody wrote:\n> b", true),
            ("> > a\n>\n> b", true),
            ("The Rome declaration:\n\n> b\n>\n> \u{2014} Rome 2012, P2G", false),
            ("A subject: b\n> c", false),
            ("", false),
        ];
        for (text, expected) in cases {
            assert_eq!(is_thread(text), expected, "{text}");
        }
    }
}
