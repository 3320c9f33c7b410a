//! `rapporteur verify` over files: mended copies, findings as XML, and files that are no text.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use tempfile::TempDir;

use crate::made_files::{docx, paragraph, pdf};
use crate::models;

/// A changed quotation, and behind it a claim and a reference that are wrong, too.
const WRONG: &str = "Rome 2012, P2G: \u{201c}destroys the social fabric of towns, nations, and \
    regions\u{201d}. The Rome declaration was adopted on 6 November 2012.";
/// A note with characters of several bytes.
const NOTE: &str = "Zo\u{eb} \u{1f694} wrote";

/// A folder with texts, over which the program runs.
struct Desk {
    folder: TempDir,
    model: std::path::PathBuf,
}

impl Desk {
    /// A desk with these files, or nothing without the model.
    fn with(files: &[(&str, &[u8])]) -> Option<Self> {
        let model = models::folder(models::DEFAULT)?;
        let folder = tempfile::tempdir().expect("a folder");
        for (name, bytes) in files {
            fs::write(folder.path().join(name), bytes).expect("a file");
        }
        Some(Self { folder, model })
    }

    fn verify(&self, arguments: &[&str]) -> Output {
        let project = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
        command.arg("verify").args(arguments).env_clear().current_dir(self.folder.path());
        command.arg("--corpus").arg(project.join("corpus")).arg("--model-dir").arg(&self.model);
        command.arg("--data-dir").arg(self.folder.path().join("data")).arg("--log=warn");
        command.output().expect("the command starts")
    }

    fn read(&self, name: &str) -> String {
        let path = self.folder.path().join(name);
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The names of the files that are there.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).expect("the folder");
        let entries = entries.map(|entry| entry.expect("an entry").file_name());
        let mut names: Vec<String> =
            entries.map(|name| name.to_string_lossy().into_owned()).collect();
        names.retain(|name| name != "data");
        names.sort();
        names
    }
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn mended_copies_differ_in_changed_quotations_alone() {
    let dos = format!("\u{feff}{NOTE}:\r\n\r\n{NOTE}. {WRONG}\r\n\r\n> {WRONG}\nend\r\n");
    let unix = format!("{NOTE}: {WRONG} Rome 2012, P9. {WRONG}\n");
    let right = "Rome 2012, P2G: \u{201c}inhibits development\u{201d}. It bans police.\n";
    let files =
        [("dos.md", dos.as_bytes()), ("unix", unix.as_bytes()), ("right.txt", right.as_bytes())];
    let Some(desk) = Desk::with(&files) else { return };
    let output = desk.verify(&["dos.md", "unix", "right.txt", "--fix"]);
    let (found, said) = (text(output.stdout), text(output.stderr));
    assert_eq!(output.status.code(), Some(1), "{said}");
    // Lines and columns count as an editor does, in both.
    let columns = NOTE.chars().count();
    for place in [
        format!(
            "dos.md:3:{}: ALTERED quotation",
            columns + ". Rome 2012, P2G: \u{201c}".chars().count() + 1
        ),
        format!(
            "dos.md:3:{}: CONTRADICTED paraphrase",
            columns + WRONG.chars().position(|c| c == '.').expect("a stop") + 5
        ),
        format!(
            "unix:1:{}: ALTERED quotation",
            columns + ": Rome 2012, P2G: \u{201c}".chars().count() + 1
        ),
    ] {
        assert!(found.contains(&place), "{place}: {found}");
    }
    for (name, bytes) in &files {
        assert_eq!(desk.read(name).as_bytes(), *bytes, "{name} is left as it was");
    }
    assert_eq!(desk.names(), ["dos.md", "dos.mended.md", "right.txt", "unix", "unix.mended.md"]);
    assert_eq!(desk.read("unix.mended.md"), unix.replace("towns", "cities"));
    let mended = desk.read("dos.mended.md");
    assert_eq!(mended.lines().take(3).collect::<Vec<_>>().join("|"), {
        let before = dos.replacen("towns", "cities", 1);
        before.lines().take(3).collect::<Vec<_>>().join("|")
    });
    assert!(mended.starts_with(&format!("\u{feff}{NOTE}:\r\n\r\n")), "{mended:?}");
    assert!(mended.ends_with("\nend\r\n"), "{mended:?}");
    assert!(said.contains("unix: 2 quotations mended in unix.mended.md"), "{said}");

    // What is mended stays so.
    let again = desk.verify(&["dos.mended.md", "unix.mended.md", "--fix"]);
    let said = text(again.stderr);
    assert!(!said.contains("mended in"), "{said}");
    assert_eq!(desk.names().len(), 5, "no copies of copies");
    let output = desk.verify(&["dos.md", "unix", "--fix"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(desk.read("dos.mended.md"), mended);
    assert_eq!(desk.read("unix.mended.md"), unix.replace("towns", "cities"));
}

/// What the XML says and holds of one suite: tests, failures, errors, skipped.
#[derive(Debug, Default, PartialEq, Eq)]
struct Suite {
    said: [usize; 4],
    held: [usize; 4],
}

fn attributes(start: &BytesStart<'_>) -> BTreeMap<String, String> {
    let all = start.attributes().map(|attribute| attribute.expect("an attribute"));
    all.map(|attribute| {
        let value = attribute.unescape_value().expect("escaped well").into_owned();
        (text(attribute.key.as_ref().to_vec()), value)
    })
    .collect()
}

/// The suites of `xml`, the counts at its top last, and all attributes and texts of it in a row.
fn suites(xml: &str) -> (BTreeMap<String, Suite>, String) {
    const SORTS: [&str; 4] = ["tests", "failures", "errors", "skipped"];
    let mut reader = Reader::from_str(xml);
    let (mut found, mut all, mut own): (BTreeMap<String, Suite>, _, _) =
        (BTreeMap::new(), String::new(), String::new());
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}: {xml}")) {
            Event::Start(start) | Event::Empty(start) => {
                let attributes = attributes(&start);
                all.extend(attributes.values().map(|value| format!("{value}\n")));
                let name = text(start.name().as_ref().to_vec());
                let at =
                    ["testcase", "failure", "error", "skipped"].iter().position(|n| *n == name);
                if let Some(at) = at {
                    for suite in [own.as_str(), "rapporteur verify"] {
                        found.get_mut(suite).expect("a case is in a suite").held[at] += 1;
                    }
                } else {
                    own.clone_from(&attributes["name"]);
                    let said = SORTS.map(|sort| attributes[sort].parse().expect("a number"));
                    found.insert(own.clone(), Suite { said, ..Suite::default() });
                }
            }
            Event::Text(inner) => all.push_str(&inner.decode().expect("UTF-8")),
            Event::GeneralRef(name) => all.push_str(&format!("&{};", text(name.to_vec()))),
            Event::Eof => return (found, all),
            _ => {}
        }
    }
}

#[test]
fn findings_as_xml_are_well_formed_and_counted() {
    let odd = format!(
        "{WRONG}\n\nMonaco 2014, P2H: \u{201c}a <largely> lawless & \u{1}limitless \
        ]]> cyberspace making effective\u{201d}. The Rome declaration is on the agenda again.\n"
    );
    let many = "Rome 2012, P3A. ".repeat(450);
    let name = "a&b<'c'>\".md";
    let files = [(name, odd.as_bytes()), ("many.md", many.as_bytes()), ("empty.md", b"")];
    let Some(desk) = Desk::with(&files) else { return };
    let output = desk.verify(&[name, "many.md", "empty.md", "--format", "junit"]);
    let xml = text(output.stdout);
    assert_eq!(output.status.code(), Some(1), "{xml}");
    let (suites, all) = suites(&xml);
    assert_eq!(suites.keys().collect::<Vec<_>>(), [name, "many.md", "rapporteur verify"]);
    for (name, suite) in &suites {
        assert_eq!(suite.said, suite.held, "{name}: {xml}");
    }
    assert_eq!(suites["many.md"].held, [401, 0, 1, 0], "one case for all that was left out");
    let [tests, failures, errors, skipped] = suites[name].held;
    assert!(tests > failures + skipped && failures >= 3 && skipped >= 1 && errors == 0, "{xml}");
    assert!(all.contains("a <largely> lawless & limitless ]]> cyberspace making"), "{all}");
    assert!(all.contains("50 items were not checked; split the text"), "{all}");
}

#[test]
fn files_that_are_no_text_are_read_as_text() {
    let html = format!(
        "<html><head><title>A note</title><style>p {{ color: red }}</style></head><body><h1>Note</h1>\
         <script>var x = 'Rome 2012, P9';</script><p>{}</p></body></html>",
        WRONG.replace('\u{201c}', "&ldquo;").replace('\u{201d}', "&rdquo;")
    );
    let word = docx(&(paragraph(None, "A note") + &paragraph(None, WRONG)));
    let lines = [
        "This is a note about the declarations that ministers have adopted over",
        "the years, and about what has become of the plans that they made there.",
        "",
        "Rome 2012, P2G says that it \"destroys the social fabric of towns, nations,",
        "and regions\". The Rome declaration was adopted on 6 November 2012.",
    ];
    let page = pdf(&[lines.map(|line| (11, false, line)).to_vec()]);
    let files = [("a.html", html.as_bytes()), ("a.docx", &word), ("a.pdf", &page)];
    let Some(desk) = Desk::with(&files) else { return };
    let output = desk.verify(&["a.html", "a.docx", "a.pdf", "--fix"]);
    let (found, said) = (text(output.stdout), text(output.stderr));
    for (name, bytes) in files {
        let of = |verdict: &str| {
            let mut lines = found.lines().filter(|line| line.starts_with(&format!("{name}:")));
            lines.any(|line| line.contains(verdict))
        };
        assert!(of("ALTERED quotation"), "{name}: {found} {said}");
        assert!(of("CONTRADICTED paraphrase"), "{name}: {found}");
        assert!(!of("NO_SUCH_CLAUSE"), "{name}: scripts are not read: {found}");
        let mended = desk.read(&format!("{name}.mended.md"));
        assert!(mended.contains("cities") && !mended.contains("towns"), "{name}: {mended}");
        assert!(mended.contains("adopted on 6 November 2012"), "{name}: {mended}");
        let now = fs::read(desk.folder.path().join(name)).expect("it is there");
        assert_eq!(now, bytes, "{name} is left as it was");
    }
}

#[test]
fn block_quotations_of_web_pages_are_of_their_source() {
    let quote = |words: &str, place: &str| {
        format!("<blockquote><p>{words}</p><footer>\u{2014} {place}</footer></blockquote>")
    };
    let html = format!(
        "<html><body><h1>Note</h1><p>This is what ministers said.</p>{}<p>And this:</p>{}</body></html>",
        quote("destroys the social fabric of towns, nations, and regions", "Rome 2012, P2G"),
        quote("inhibits development, and destroys the social fabric of cities", "Monaco 2014, P3C"),
    );
    let Some(desk) = Desk::with(&[("a.html", html.as_bytes())]) else { return };
    let found = text(desk.verify(&["a.html"]).stdout);
    for verdict in ["ALTERED quotation", "MISATTRIBUTED quotation"] {
        assert!(found.contains(verdict), "{verdict}: {found}");
    }
    assert!(found.contains("2 wrong"), "{found}");
}
