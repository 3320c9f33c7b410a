//! From a body to its text: what is markup, and what the document says.
//!
//! The rule, in full:
//! - Line ends become LF, whether they were CRLF, CR or LF.
//! - Emphasis goes: a run of one to three `*` that opens (is left-flanking, in the words of
//!   `CommonMark` 0.31, section 6.2) and one that closes (is right-flanking) later on the same line
//!   take each other away. `\*` is a literal `*`. An asterisk without a partner, or with space
//!   on both sides, stays.
//! - Spaces and tabs at both ends of a line go.
//! - A line of three or more `-`, `*`, `_` or `=` alone, with or without blanks between them, is a rule and
//!   counts as empty.
//! - Runs of empty lines become one; there is none at the start and at the end.
//!
//! All else stays as it is: no-break spaces, quotation marks, double spaces inside a line, labels.

/// A body without its markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PlainText {
    /// Lines separated by LF, without one at the end.
    pub(super) text: String,
    /// For each line of `text`, the line of the file that it came from, from 1.
    lines: Vec<usize>,
}

impl PlainText {
    /// Removes the markup of `body`, which has `lines_above` lines of its file above it.
    pub(super) fn from_body(body: &str, lines_above: usize) -> Self {
        let body = body.replace("\r\n", "\n").replace('\r', "\n");
        let mut plain = Self { text: String::with_capacity(body.len()), lines: Vec::new() };
        let mut gap = false;
        for (index, line) in body.split('\n').enumerate() {
            let line = without_emphasis(line);
            let line = line.trim_matches([' ', '\t']);
            if line.is_empty() || is_rule(line) {
                gap = true;
                continue;
            }
            if !plain.lines.is_empty() {
                plain.text.push('\n');
                if gap {
                    plain.text.push('\n');
                    plain.lines.push(lines_above + index);
                }
            }
            gap = false;
            plain.text.push_str(line);
            plain.lines.push(lines_above + index + 1);
        }
        plain
    }

    /// The line of the file in which line `index` of the text stands; `index` counts from 0.
    pub(super) fn file_line(&self, index: usize) -> usize {
        self.lines[index]
    }
}

/// Whether `line` is a rule between parts of the text: "---", "* * *".
fn is_rule(line: &str) -> bool {
    const MARKS_MIN: usize = 3;
    let mut marks = line.chars().filter(|c| !matches!(c, ' ' | '\t'));
    let Some(first) = marks.next().filter(|c| matches!(c, '-' | '*' | '_' | '=')) else {
        return false;
    };
    marks.clone().all(|c| c == first) && marks.count() + 1 >= MARKS_MIN
}

/// A run of asterisks in a line.
struct Run {
    /// Bytes of the run.
    start: usize,
    end: usize,
    /// How many of its asterisks have found a partner.
    paired: usize,
}

/// `line` without the asterisks that pair up, and without the backslash of `\*`.
fn without_emphasis(line: &str) -> String {
    if !line.contains('*') {
        return line.to_owned();
    }
    let runs = paired_runs(line);
    let mut plain = String::with_capacity(line.len());
    let mut at = 0;
    for run in &runs {
        plain.push_str(&line[at..run.start]);
        at = run.start + run.paired;
    }
    plain.push_str(&line[at..]);
    plain.replace("\\*", "*")
}

/// The runs of `line`, in order, paired as openers and closers.
fn paired_runs(line: &str) -> Vec<Run> {
    const RUN_MAX: usize = 3;
    let mut runs: Vec<Run> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut rest = 0;
    while let Some(found) = line[rest..].find('*') {
        let mut start = rest + found;
        let escaped = line[rest..start].ends_with('\\');
        if escaped {
            start += 1;
        }
        let length = line[start..].bytes().take_while(|&byte| byte == b'*').count();
        rest = start + length;
        if length == 0 || length > RUN_MAX {
            continue;
        }
        let before = line[..start].chars().next_back();
        let after = line[rest..].chars().next();
        let mut run = Run { start, end: rest, paired: 0 };
        if flanks(before, after) {
            while let Some(&opener) = open.last()
                && run.paired < length
            {
                let opener = &mut runs[opener];
                let both = (opener.end - opener.start - opener.paired).min(length - run.paired);
                opener.paired += both;
                run.paired += both;
                if opener.paired == opener.end - opener.start {
                    open.pop();
                }
            }
        }
        if run.paired < length && flanks(after, before) {
            open.push(runs.len());
        }
        runs.push(run);
    }
    runs
}

/// Whether a run flanks the text on its `inner` side: right-flanking as it is called here,
/// left-flanking with the sides exchanged.
fn flanks(inner: Option<char>, outer: Option<char>) -> bool {
    let space = |side: Option<char>| side.is_none_or(char::is_whitespace);
    let mark = |side: Option<char>| side.is_some_and(|c| !c.is_alphanumeric());
    !space(inner) && (!mark(inner) || space(outer) || mark(outer))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plain(body: &str) -> String {
        PlainText::from_body(body, 0).text
    }

    #[test]
    fn emphasis_goes_and_other_asterisks_stay() {
        let cases = [
            ("*Urge* all", "Urge all"),
            ("*We, the Ministers,*", "We, the Ministers,"),
            ("the “*Challenges for Police*,” the", "the “Challenges for Police,” the"),
            ("and *highlighting* that", "and highlighting that"),
            ("**bold** and ***both*** and **a *b* c**", "bold and both and a b c"),
            ("**a *b***", "a b"),
            ("a * b * c", "a * b * c"),
            ("* item with *stress*", "* item with stress"),
            ("5 \\* 3 is *not* 5\\*3", "5 * 3 is not 5*3"),
            ("\\*not emphasis\\*", "*not emphasis*"),
            ("parts P2*, P3* and P4*", "parts P2*, P3* and P4*"),
            ("*never closed", "*never closed"),
            ("never opened*", "never opened*"),
            ("*over\ntwo lines*", "*over\ntwo lines*"),
            ("****four****", "****four****"),
            ("***", ""),
            ("**a*", "*a"),
            ("* *a*", "* a"),
        ];
        for (body, expected) in cases {
            assert_eq!(plain(body), expected, "{body:?}");
        }
    }

    #[test]
    fn lines_are_trimmed_and_gaps_closed() {
        assert_eq!(plain("\r\n\r\n  a\t\r\n\r\n \r\nb  c\r\rd\r\n"), "a\n\nb  c\n\nd");
        assert_eq!(plain("\u{a0} a \u{a0}"), "\u{a0} a \u{a0}");
        assert_eq!(plain("\n \n"), "");
    }

    #[test]
    fn lines_keep_their_number_in_the_file() {
        let plain = PlainText::from_body("\n\na\nb\n\n\n\nc", 5);
        assert_eq!(plain.text, "a\nb\n\nc");
        let numbers: Vec<usize> = (0..4).map(|index| plain.file_line(index)).collect();
        assert_eq!(numbers, [8, 9, 12, 13]);
    }

    proptest! {
        #[test]
        fn text_without_asterisks_is_its_own_text(body in "[a-c \t\r\n\u{a0}\\\\.“]{0,80}") {
            let once = plain(&body);
            prop_assert_eq!(plain(&once), once);
        }

        #[test]
        fn text_is_never_longer_than_its_body(body in "(\\PC|[*\\\\ \r\n]){0,120}") {
            prop_assert!(plain(&body).len() <= body.len());
        }

        #[test]
        fn only_asterisks_backslashes_and_white_space_go(body in "(\\PC|[*\\\\ \r\n]){0,120}") {
            let kept = |text: &str| {
                text.chars().filter(|c| !c.is_whitespace() && !"*\\".contains(*c)).collect::<String>()
            };
            prop_assert_eq!(kept(&plain(&body)), kept(&body));
        }
    }
}
