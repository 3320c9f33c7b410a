//! The sides of a comparison: what is asked of each of two things, as a question of its own.

use super::words::Words;
use crate::language::lexicon::english;

/// The two questions that `question` asks of the things that it compares: "fees on land versus at sea" asks for
/// the fees on land, and for the fees at sea. None where it has no two sides.
pub(crate) fn sides(question: &str) -> Option<[String; 2]> {
    let words = Words::new(question);
    let joints = &english().questions.comparing.joints;
    let at = |joint: &dyn Fn(usize) -> bool| (1..words.len()).find(|&at| joint(at));
    let each = words.any(&english().questions.comparing.of_each);
    let between = at(&|at| joints.has(words.word(at)))
        .or_else(|| at(&|at| begins_another(&words, at)))
        .or_else(|| at(&|at| each && words.word(at) == "and" && joins_alike(&words, at)))?;
    let (left, right) = (run_before(&words, between), run_behind(&words, between));
    let (left, right) = (left?, right?);
    let without = |cut: std::ops::Range<usize>| {
        let kept = |at: &usize| *at != between && !cut.contains(at);
        let kept: Vec<&str> = (0..words.len()).filter(kept).map(|at| words.typed(at)).collect();
        kept.join(" ")
    };
    Some([without(right), without(left)])
}

/// Whether the word at `at` begins a second question behind a mark: "who owns the sky, and who the sea?".
fn begins_another(words: &Words<'_>, at: usize) -> bool {
    let asking = &english().questions.several.interrogatives;
    let joined = words.word(at) == "and" && asking.has(words.word(at + 1));
    joined && (words.mark_before(at) || words.word(at + 1) == words.word(0))
}

/// Whether the "and" at `at` stands between two words of weight, articles aside.
fn joins_alike(words: &Words<'_>, at: usize) -> bool {
    run_before(words, at).is_some() && run_behind(words, at).is_some()
}

fn weighs(words: &Words<'_>, at: usize) -> bool {
    at < words.len() && !words.term(at).is_stopword()
}

/// The words of the side before the joint at `at`: as many of weight as stand behind it, and of a question
/// that goes on behind a mark all back to its start or the mark before.
fn run_before(words: &Words<'_>, at: usize) -> Option<std::ops::Range<usize>> {
    if begins_another(words, at) {
        let start = (1..at).rev().find(|&mark| ends_lead(words, mark)).unwrap_or(0);
        return (start < at).then_some(start..at);
    }
    let behind = run_behind(words, at)?;
    let articles = behind.clone().take_while(|&at| !weighs(words, at)).count();
    let wanted = behind.filter(|&at| weighs(words, at)).count();
    let mut start = at;
    let mut found = 0;
    while start > 0 && found < wanted {
        if start < at && words.mark_before(start) {
            break;
        }
        start -= 1;
        found += usize::from(weighs(words, start));
    }
    for _ in 0..articles {
        let more = start > 0 && !words.mark_before(start) && !weighs(words, start - 1);
        start -= usize::from(more);
    }
    (found > 0).then_some(start..at)
}

/// Whether a lead ends before the word at `at`: "crude oil: how ...".
fn ends_lead(words: &Words<'_>, at: usize) -> bool {
    english().questions.several.interrogatives.has(words.word(at)) && words.mark_before(at)
}

/// The words of the side behind the joint at `at`: up to a mark; behind "and", to a word without weight
/// behind its own.
fn run_behind(words: &Words<'_>, at: usize) -> Option<std::ops::Range<usize>> {
    let start = at + 1;
    let whole = words.word(at) != "and" || begins_another(words, at);
    let mut end = start;
    while end < words.len() && (end == start || !words.mark_before(end)) {
        let own = (start..end).any(|at| weighs(words, at));
        if !whole && own && !weighs(words, end) && words.word(end) != "of" {
            break;
        }
        end += 1;
    }
    (start..end).any(|at| weighs(words, at)).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_side_is_a_question_of_its_own() {
        let cases = [
            ("fees on land versus fees at sea", Some(["fees on land", "fees at sea"])),
            (
                "letters per month: bakers vs millers, is the minimum the same?",
                Some([
                    "letters per month bakers is the minimum the same",
                    "letters per month millers is the minimum the same",
                ]),
            ),
            (
                "duty on Roman bread vs North Sabine bread",
                Some(["duty on Roman bread", "North Sabine bread"]),
            ),
            (
                "Can a baker and a miller be fined on the same terms?",
                Some([
                    "Can a baker be fined on the same terms",
                    "Can a miller be fined on the same terms",
                ]),
            ),
            (
                "Who may own the sky, and who the sea floor? Compare the two.",
                Some(["Who may own the sky Compare the two", "who the sea floor Compare the two"]),
            ),
            ("Compare the rules on bread", None),
        ];
        for (question, expected) in cases {
            let expected = expected.map(|sides| sides.map(str::to_owned));
            assert_eq!(sides(question), expected, "{question}");
        }
    }
}
