//! Places in articles: "Article 2(9)", "art. 17 (3) (b)", "paragraph 4 of article 3".

use std::ops::Range;

use super::words::Words;
use crate::domain::Corpus;
use crate::language::lexicon::english;

/// The letters and digits of one step of a place are so many at most: "xviii".
const STEP_MAX: usize = 5;

/// An article, and the way down to a part of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ArticlePlace {
    /// Number of the article, then of its paragraph, and so on, in small letters.
    steps: Vec<String>,
}

/// The place whose first number stands at `at`, with the words that tell it.
pub(super) fn article_place(words: &Words<'_>, at: usize) -> Option<(ArticlePlace, Range<usize>)> {
    let known = &english().questions.labels;
    if !is_number(words.word(at)) {
        return None;
    }
    let noun = noun_before(words, at);
    let start = noun_place(words, at);
    if known.articles.has(noun) {
        let (mut steps, mut end) = steps(words, at);
        // "Article 3, paragraph 4".
        if known.paragraphs.has(words.word(end)) && is_number(words.word(end + 1)) {
            let (own, after) = self::steps(words, end + 1);
            steps.extend(own);
            end = after;
        }
        return Some((ArticlePlace { steps }, start..end));
    }
    if !known.paragraphs.has(noun) {
        return None;
    }
    let (own, end) = steps(words, at);
    // "Paragraph 4 of article 3".
    let between = &english().questions.documents.in_names;
    let article = (end..words.len()).find(|&at| !between.has(words.word(at)))?;
    let number = article + 1;
    if article == end || !known.articles.has(words.word(article)) || !is_number(words.word(number))
    {
        return None;
    }
    let (mut steps, end) = steps(words, number);
    steps.extend(own);
    Some((ArticlePlace { steps }, start..end))
}

/// The number at `at` with what stands in brackets behind it, and where that ends.
fn steps(words: &Words<'_>, at: usize) -> (Vec<String>, usize) {
    let mut steps = vec![words.word(at).to_owned()];
    let mut end = at + 1;
    if words.word(end) == "bis" {
        steps.push("bis".to_owned());
        end += 1;
    }
    while words.bracket_before(end) && words.word(end).len() <= STEP_MAX {
        steps.push(words.word(end).to_owned());
        end += 1;
    }
    (steps, end)
}

/// Where the noun stands that the number at `at` belongs to: "articles" of "articles 1, 2 and 3".
pub(super) fn noun_place(words: &Words<'_>, at: usize) -> usize {
    let listed = |at: &usize| {
        let word = words.word(*at);
        english().questions.labels.joints.has(word) || word.bytes().all(|b| b.is_ascii_digit())
    };
    (0..at).rev().find(|at| !listed(at)).unwrap_or(at)
}

/// That noun, where it stands right before the number or names several.
pub(super) fn noun_before<'a>(words: &'a Words<'_>, at: usize) -> &'a str {
    let place = noun_place(words, at);
    let word = words.word(place);
    if place + 1 == at || word.ends_with('s') { word } else { "" }
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.len() <= STEP_MAX && word.bytes().all(|b| b.is_ascii_digit())
}

impl ArticlePlace {
    /// Positions of the clauses of `named` at that place.
    pub(super) fn labelled(&self, corpus: &Corpus, named: &[usize]) -> Vec<usize> {
        let own = labelled(corpus, named, &|label| self.holds(label));
        // The first paragraph of an article has no number where the others have.
        match self.steps.split_last() {
            Some((last, above)) if own.is_empty() && last == "1" && !above.is_empty() => {
                labelled(corpus, named, &|label| steps_of(label).is_some_and(|own| own == above))
            }
            _ => with_unnumbered(corpus, own, &self.steps),
        }
    }

    /// What it is called: "Article 2(9)".
    pub(super) fn name(&self) -> String {
        let mut name = "Article".to_owned();
        for (at, step) in self.steps.iter().enumerate() {
            let plain = at == 0 || step == "bis";
            name.push_str(&if plain { format!(" {step}") } else { format!("({step})") });
        }
        name
    }

    /// Whether `label` is that of the place, or of a part of it.
    fn holds(&self, label: &str) -> bool {
        let bis = |steps: &[String]| steps.get(1).is_some_and(|step| step == "bis");
        let own = steps_of(label);
        own.is_some_and(|own| own.starts_with(&self.steps) && bis(&own) == bis(&self.steps))
    }
}

/// `own` with the paragraphs without a number that follow the last of them, where what was asked for is a
/// numbered paragraph of an article.
fn with_unnumbered(corpus: &Corpus, mut own: Vec<usize>, steps: &[String]) -> Vec<usize> {
    let Some(&last) = own.last().filter(|_| steps.len() > 1) else { return own };
    let clause = &corpus.clauses()[last];
    let numbered = clause.label.contains('(');
    // The first of them has the label of the article.
    let article = format!("Article {}", steps[0]);
    let is_unnumbered = |&at: &usize| {
        let rest = corpus.clauses()[at].label.strip_prefix(&*article);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(" \u{b6}"))
    };
    let behind = last + 1..corpus.document_of(clause).clauses.end;
    let unnumbered = behind.take_while(is_unnumbered);
    own.extend(unnumbered.filter(|_| numbered));
    own
}

/// Positions of the clauses of `named` whose label `fits`.
pub(super) fn labelled(
    corpus: &Corpus,
    named: &[usize],
    fits: &dyn Fn(&str) -> bool,
) -> Vec<usize> {
    let own = named.iter().flat_map(|&index| corpus.documents()[index].clauses.clone());
    let mut found: Vec<usize> = Vec::new();
    for at in own {
        let clause = &corpus.clauses()[at];
        // What hangs from a clause is part of it.
        let hangs = clause.parent.is_some_and(|parent| found.contains(&parent));
        if hangs || fits(&clause.label) {
            found.push(at);
        }
    }
    found
}

/// The steps of the label of an article: "Article 6(2)(b)", "Article 6 \u{b6}2".
fn steps_of(label: &str) -> Option<Vec<String>> {
    let rest = label.strip_prefix("Article ")?;
    let steps = rest.split(|c: char| !c.is_alphanumeric()).filter(|step| !step.is_empty());
    Some(steps.map(str::to_lowercase).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_articles_are_typed_in_many_ways() {
        let cases = [
            ("What does Article 2(9) say?", Some("Article 2(9)")),
            ("art. 17 (3) (b)", Some("Article 17(3)(b)")),
            ("paragraph 4 of article 3", Some("Article 3(4)")),
            ("para 4(b) of the article 3", Some("Article 3(4)(b)")),
            ("Article 3, paragraph 4, and more", Some("Article 3(4)")),
            ("article 8 bis", Some("Article 8 bis")),
            ("articles 3 and 5", Some("Article 3")),
            ("paragraph 4 of the text", None),
            ("3 of 5 men", None),
        ];
        for (question, expected) in cases {
            let words = Words::new(question);
            let place = (0..words.len()).find_map(|at| article_place(&words, at));
            let name = place.map(|(place, _)| place.name());
            assert_eq!(name.as_deref(), expected, "{question}");
        }
    }

    #[test]
    fn a_place_is_all_of_its_parts() {
        let cases: [(&[&str], &str, bool); 8] = [
            (&["6"], "Article 6", true),
            (&["6"], "Article 6(2)(b)", true),
            (&["6", "2"], "Article 6 \u{b6}2", true),
            (&["6", "2"], "Article 6(21)", false),
            (&["6"], "Article 61", false),
            (&["6"], "Article 6 bis", false),
            (&["6", "bis"], "Article 6 bis", true),
            (&["6"], "6", false),
        ];
        for (steps, label, expected) in cases {
            let place = ArticlePlace { steps: steps.iter().map(|&step| step.to_owned()).collect() };
            assert_eq!(place.holds(label), expected, "{label}");
        }
    }
}
