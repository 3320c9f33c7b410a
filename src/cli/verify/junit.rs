//! Findings as XML of `JUnit`, which servers that build and test show: a suite for each file, a case for each
//! item.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::Checked;
use super::position::Lines;
use crate::domain::{Standing, TextItem};

/// The suites of all files.
pub(super) fn suites(checked: &[Checked]) -> String {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    event(&mut xml, Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    let mut suites = element("testsuites");
    put(&mut suites, "name", "rapporteur verify");
    put_counts(&mut suites, checked);
    event(&mut xml, Event::Start(suites));
    for one in checked {
        suite(&mut xml, one);
    }
    close(&mut xml, "testsuites");
    String::from_utf8_lossy(&xml.into_inner()).into_owned()
}

fn suite(xml: &mut Writer<Vec<u8>>, checked: &Checked) {
    let Checked { file, verdict } = checked;
    let lines = Lines::find(&file.text);
    let mut suite = element("testsuite");
    put(&mut suite, "name", &file.name);
    put_counts(&mut suite, std::slice::from_ref(checked));
    event(xml, Event::Start(suite));
    for item in &verdict.items {
        let (start, _) = lines.of_span(item.span);
        let mut case = element("testcase");
        put(&mut case, "name", &format!("{}:{}: {}", start.line, start.column, words(item)));
        put(&mut case, "classname", item.kind.name());
        put(&mut case, "file", &file.name);
        put(&mut case, "line", &start.line.to_string());
        event(xml, Event::Start(case));
        match item.verdict.standing() {
            Standing::Right => {}
            Standing::Wrong => {
                let mut failure = element("failure");
                put(&mut failure, "message", &item.message);
                put(&mut failure, "type", item.verdict.name());
                event(xml, Event::Start(failure));
                event(xml, Event::Text(BytesText::new(&printable(&item.words))));
                close(xml, "failure");
            }
            Standing::Open => {
                let mut skipped = element("skipped");
                put(&mut skipped, "message", &item.message);
                event(xml, Event::Empty(skipped));
            }
        }
        close(xml, "testcase");
    }
    if verdict.not_checked() > 0 {
        left_out(xml, checked);
    }
    close(xml, "testsuite");
}

/// The case of all items that were not checked.
fn left_out(xml: &mut Writer<Vec<u8>>, Checked { file, verdict }: &Checked) {
    let mut case = element("testcase");
    put(&mut case, "name", "items that were not checked");
    put(&mut case, "file", &file.name);
    event(xml, Event::Start(case));
    let mut error = element("error");
    let message = format!("{} items were not checked; split the text", verdict.not_checked());
    put(&mut error, "message", &message);
    event(xml, Event::Empty(error));
    close(xml, "testcase");
}

/// How many cases `checked` have, and of each sort.
fn put_counts(start: &mut BytesStart<'_>, checked: &[Checked]) {
    let count = |standing| checked.iter().map(|one| one.verdict.count(standing)).sum::<usize>();
    let items: usize = checked.iter().map(|one| one.verdict.items.len()).sum();
    let errors = checked.iter().filter(|one| one.verdict.not_checked() > 0).count();
    put(start, "tests", &(items + errors).to_string());
    put(start, "failures", &count(Standing::Wrong).to_string());
    put(start, "errors", &errors.to_string());
    put(start, "skipped", &count(Standing::Open).to_string());
}

/// The first words of `item`.
fn words(item: &TextItem) -> String {
    const CHARS_MAX: usize = 80;
    let words: String = item.words.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(CHARS_MAX).collect()
}

/// `text` without characters that XML has no place for.
fn printable(text: &str) -> String {
    let fits = |c: &char| !c.is_control() || matches!(c, '\n' | '\t' | '\r');
    text.chars().filter(|c| fits(c) && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect()
}

fn element(name: &str) -> BytesStart<'_> {
    BytesStart::new(name)
}

fn put(start: &mut BytesStart<'_>, key: &str, value: &str) {
    start.push_attribute((key, printable(value).as_str()));
}

fn close(xml: &mut Writer<Vec<u8>>, name: &str) {
    event(xml, Event::End(BytesEnd::new(name)));
}

fn event(xml: &mut Writer<Vec<u8>>, event: Event<'_>) {
    xml.write_event(event).expect("memory takes what is written");
}
