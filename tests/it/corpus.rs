//! The seed corpus.
use rapporteur::corpus::{assemble, parse};
const FILES: [(&str, &[u8]); 5] = [
    ("corpus/monaco-2014.md", include_bytes!("../../corpus/monaco-2014.md")),
    ("corpus/rome-2012.md", include_bytes!("../../corpus/rome-2012.md")),
    ("corpus/news-2014.md", include_bytes!("../../corpus/news-2014.md")),
    ("corpus/event-2014.md", include_bytes!("../../corpus/event-2014.md")),
    ("corpus/singapore-2009.md", include_bytes!("../../corpus/singapore-2009.md")),
];
#[test]
fn dump() {
    let files = FILES.map(|(p, b)| (p.to_owned(), parse(p, b).expect("ok")));
    let corpus = assemble(files.into()).expect("ok");
    let mut out = String::new();
    for c in corpus.clauses() {
        let doc = corpus.document_of(c);
        out +=
            &format!("\n{} {} <{:?}\n", c.id, c.part.name(), corpus.parent_of(c).map(|p| &p.label));
        for v in &c.verbs {
            out += &format!("   V {} = {} {}\n", v.wording, v.lemma, v.strength.name());
        }
        for s in &c.segments {
            let t = doc.text.slice(*s);
            out += &format!("   [{}] {}\n", t.split_whitespace().count(), t);
        }
    }
    std::fs::write("/tmp/dump.txt", out).expect("ok");
}
