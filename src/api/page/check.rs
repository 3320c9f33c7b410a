//! The page on which a text is checked.

use maud::{Markup, html};

use super::{address, names, verdict};
use crate::domain::{Corpus, Span, Standing, Support, TEXT_CHARS_MAX, TextItem, TextVerdict};
use crate::service::capitalised;

/// The form for a text, with `text` in it.
pub(in crate::api) fn check(text: &str) -> Markup {
    html! {
        div.hero {
            h1 { "Check a text against the documents" }
            p.lede { "Each quotation, reference and claim about a document is compared with what the document says. The text is not kept." }
            (form(text, "Check"))
        }
    }
}

fn form(text: &str, button: &str) -> Markup {
    html! {
        form.paste action="/check" method="post" data-drop="text" {
            label for="text" { "Your text" }
            // A line end that follows the tag would be taken for no part of the text.
            textarea id="text" name="text" rows="10" maxlength=(TEXT_CHARS_MAX) required spellcheck="true"
                aria-describedby="text-help" { "\n" (text) }
            p.meta id="text-help" {
                "Paste it, plain or Markdown, in at most " (names::grouped(TEXT_CHARS_MAX)) " characters"
                span.scripted hidden { ", or drop a text file here" } "."
            }
            div.line {
                button type="submit" { (button) }
                label.file.scripted hidden {
                    "Choose a file"
                    input type="file" accept=".txt,.md,.markdown,.html,text/*" data-file="text";
                }
            }
        }
    }
}

/// A text with the verdicts on what is in it.
pub(in crate::api) fn checked(verdict: &TextVerdict) -> Markup {
    let text = verdict.text.as_str();
    let corrections: Vec<String> = verdict.items.iter().filter_map(correction).collect();
    html! {
        div.sheet.checked {
            div.column {
                h1 { (sum(verdict)) }
                p.meta { (tally(verdict)) }
                @if corrections.len() > 1 {
                    form action="/check" method="post" {
                        input type="hidden" name="text" value=(text);
                        @for correction in &corrections {
                            input type="hidden" name="change" value=(correction);
                        }
                        button type="submit" { "Make all " (corrections.len()) " corrections" }
                    }
                }
                div.text.proof { (in_place(verdict)) }
                details.more {
                    summary { "Change the text and check it again" }
                    (form(text, "Check again"))
                }
            }
            aside.side aria-label="What was found" {
                form.items action="/check" method="post" {
                    input type="hidden" name="text" value=(text);
                    (items(verdict, false))
                    @if verdict.count(Standing::Right) > 0 {
                        details.more {
                            summary { (names::count(verdict.count(Standing::Right), "item")) " right" }
                            (items(verdict, true))
                        }
                    }
                }
            }
        }
    }
}

/// Whether the text can stay as it is.
fn sum(verdict: &TextVerdict) -> String {
    let wrong = verdict.count(Standing::Wrong);
    match verdict.all_right() {
        None => "Nothing in this text could be judged".to_owned(),
        Some(true) => "Nothing is wrong".to_owned(),
        Some(false) if wrong == 0 => "Not all of it was checked".to_owned(),
        Some(false) => format!("{} to look at", names::count(wrong, "thing")),
    }
}

fn tally(verdict: &TextVerdict) -> String {
    let counts = verdict.counts().into_iter();
    let mut parts: Vec<String> =
        counts.map(|(kind, count)| format!("{count} {}", names::words(kind.name()))).collect();
    if verdict.left_out > 0 {
        parts.push(format!("{} not checked because the text is too long", verdict.left_out));
    }
    if parts.is_empty() {
        return "It quotes nothing, and names no document.".to_owned();
    }
    format!("{}.", capitalised(&parts.join(", ")))
}

const fn class(standing: Standing) -> &'static str {
    match standing {
        Standing::Right => "right",
        Standing::Wrong => "wrong",
        Standing::Open => "open",
    }
}

/// What an item goes by in the text, and in the list.
fn anchors(number: usize) -> (String, String) {
    (format!("T{number}"), format!("I{number}"))
}

/// The text, with each item marked where it stands; of items that overlap, the shorter is shown.
fn in_place(verdict: &TextVerdict) -> Markup {
    let text = &verdict.text;
    let items = || verdict.items.iter().map(|item| item.span);
    let mut cuts: Vec<u32> = items().flat_map(|span| [span.start, span.end]).collect();
    cuts.extend([0, text.len()]);
    cuts.sort_unstable();
    cuts.dedup();
    let innermost = |piece: Span| {
        let covering =
            verdict.items.iter().enumerate().filter(|(_, item)| item.span.contains(piece));
        covering.min_by_key(|(_, item)| item.span.len())
    };
    html! {
        @for cut in cuts.windows(2) {
            @let piece = Span::new(cut[0], cut[1]);
            @match innermost(piece) {
                Some((at, item)) => {
                    @let (there, listed) = anchors(at + 1);
                    @let first = verdict.items[at].span.start == piece.start;
                    mark class=(class(item.verdict.standing())) id=[first.then_some(there)] {
                        (text.slice(piece))
                        @if item.span.end == piece.end {
                            a.number href={ "#" (listed) } { span.unseen { "finding " } (at + 1) }
                        }
                    }
                }
                None => (text.slice(piece)),
            }
        }
    }
}

/// What was found, of what is right or of all else.
fn items(verdict: &TextVerdict, right: bool) -> Markup {
    let numbered = verdict.items.iter().enumerate();
    let shown = numbered.filter(|(_, item)| (item.verdict.standing() == Standing::Right) == right);
    html! {
        ol { @for (at, item) in shown { (self::item(&verdict.corpus, item, at + 1)) } }
    }
}

/// What was found at one place.
fn item(corpus: &Corpus, item: &TextItem, number: usize) -> Markup {
    let (there, listed) = anchors(number);
    let standing = item.verdict.standing();
    html! {
        li.item.(class(standing)) id=(listed) {
            p.where {
                a.number href={ "#" (there) } { span.unseen { "place " } (number) }
                " " span.verdict.(class(standing)) { (capitalised(&names::words(item.verdict.name()))) }
                span.meta { (item.kind.name()) }
            }
            // What is altered is shown with its differences.
            @if item.corrected().is_none() { p.words { (shortened(&item.words)) } }
            p { (item.message) }
            @if let Some(quote) = &item.quote { (verdict::places(quote)) }
            @if let Some(support) = &item.support { (support_of(corpus, support)) }
            @if let Some(change) = correction(item) {
                button type="submit" name="change" value=(change) {
                    "Correct it" span.unseen { " (finding " (number) ")" }
                }
            }
        }
    }
}

/// Words that are long are cut: the text has them.
fn shortened(words: &str) -> String {
    const CHARS_MAX: usize = 140;
    if words.chars().count() <= CHARS_MAX {
        return words.to_owned();
    }
    let cut: String = words.chars().take(CHARS_MAX).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{} …", &cut[..end])
}

/// The clause that decided on a claim.
fn support_of(corpus: &Corpus, support: &Support) -> Markup {
    let clause = &corpus.clauses()[support.span.clause];
    let document = corpus.document_of(clause);
    html! {
        blockquote lang=(document.language) { p { (shortened(&support.span.quote)) } }
        p.ways {
            a href=(address::quotation(corpus, clause, support.span.span)) {
                (names::short(corpus, clause.document)) ", " (names::label(clause))
            }
        }
    }
}

/// A correction as the form sends it: from where to where, and the words to put there.
fn correction(item: &TextItem) -> Option<String> {
    let words = item.corrected()?;
    Some(format!("{} {} {words}", item.span.start, item.span.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_are_cut_at_a_blank() {
        let long = "word ".repeat(60);
        let cut = shortened(&long);
        assert!(cut.ends_with("word …") && cut.chars().count() < 145, "{cut}");
        assert_eq!(shortened("short"), "short");
    }
}
