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
    let count =
        |standing| -> usize { checked.iter().map(|checked| checked.verdict.count(standing)).sum() };
    let all = checked.iter().map(|checked| checked.verdict.items.len()).sum::<usize>();
    open(
        &mut xml,
        "testsuites",
        &[
            ("name", "rapporteur verify"),
            ("tests", &all.to_string()),
            ("failures", &count(Standing::Wrong).to_string()),
            ("skipped", &count(Standing::Open).to_string()),
        ],
    );
    for one in checked {
        suite(&mut xml, one);
    }
    close(&mut xml, "testsuites");
    String::from_utf8_lossy(&xml.into_inner()).into_owned()
}

fn suite(xml: &mut Writer<Vec<u8>>, Checked { file, verdict }: &Checked) {
    let lines = Lines::find(&file.text);
    let count = |standing| verdict.count(standing).to_string();
    let (tests, errors) = (verdict.items.len().to_string(), verdict.left_out.to_string());
    open(
        xml,
        "testsuite",
        &[
            ("name", &file.name),
            ("tests", &tests),
            ("failures", &count(Standing::Wrong)),
            ("skipped", &count(Standing::Open)),
            ("errors", &errors),
        ],
    );
    for item in &verdict.items {
        let (start, _) = lines.of_span(item.span);
        let name = format!("{}:{}: {}", start.line, start.column, words(item));
        let line = start.line.to_string();
        open(
            xml,
            "testcase",
            &[
                ("name", &name),
                ("classname", item.kind.name()),
                ("file", &file.name),
                ("line", &line),
            ],
        );
        let attributes = [("message", item.message.as_str()), ("type", item.verdict.name())];
        match item.verdict.standing() {
            Standing::Right => {}
            Standing::Wrong => {
                open(xml, "failure", &attributes);
                event(xml, Event::Text(BytesText::new(&printable(&item.words))));
                close(xml, "failure");
            }
            Standing::Open => {
                let start = element("skipped", &attributes[..1]);
                event(xml, Event::Empty(start));
            }
        }
        close(xml, "testcase");
    }
    close(xml, "testsuite");
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

fn element<'a>(name: &'a str, attributes: &[(&str, &str)]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (key, value) in attributes {
        start.push_attribute((*key, printable(value).as_str()));
    }
    start
}

fn open(xml: &mut Writer<Vec<u8>>, name: &str, attributes: &[(&str, &str)]) {
    event(xml, Event::Start(element(name, attributes)));
}

fn close(xml: &mut Writer<Vec<u8>>, name: &str) {
    event(xml, Event::End(BytesEnd::new(name)));
}

fn event(xml: &mut Writer<Vec<u8>>, event: Event<'_>) {
    xml.write_event(event).expect("memory takes what is written");
}
