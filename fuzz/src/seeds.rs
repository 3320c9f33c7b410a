//! The files that are damaged.

use std::path::Path;
use std::{fs, io};

use crate::{made_files, memos, webhooks};

/// What is damaged, by the names of the readers.
pub(crate) const FORMATS: [&str; 16] = [
    "akn", "xml", "markdown", "html", "text", "json", "pdf", "docx", "records", "memo", "slack",
    "discord", "telegram", "teams", "mattermost", "github",
];

/// How votes stand in files of their own.
const RECORDS: &str = r#"[{"symbol": "A/RES/1/2", "adoption_type": "RECORDED VOTE",
  "MS_in_favour": ["CHILE", "PERU"], "MS_against": ["FIJI"], "MS_abstaining": [],
  "MS_in_favour_count": "2", "MS_against_count": "1", "sponsors": "CHILE, PERU and FIJI"}]"#;

/// Files by format.
pub(crate) struct Seeds(Vec<(&'static str, Vec<u8>)>);

impl Seeds {
    /// Reads and makes them.
    pub(crate) fn read() -> io::Result<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/formats");
        let file = |name: &str| fs::read(folder.join(name));
        let memos = memos::seeds()?.into_iter().map(|memo| ("memo", memo));
        let mut seeds = vec![
            ("akn", file("resolution.xml")?),
            ("xml", file("declaration.xml")?),
            ("markdown", file("statement.md")?),
            ("html", file("regulation.html")?),
            ("text", file("treaty.txt")?),
            ("text", file("wrapped.txt")?),
            ("json", file("articles.json")?),
            ("pdf", pdf()),
            ("docx", body().into_bytes()),
            ("records", RECORDS.as_bytes().to_vec()),
        ];
        seeds.extend(memos);
        seeds.extend(webhooks::SEEDS.map(|(platform, body)| (platform, body.as_bytes().to_vec())));
        Ok(Self(seeds))
    }

    /// The files of one format.
    pub(crate) fn of(&self, format: &str) -> Vec<Vec<u8>> {
        self.0.iter().filter(|(own, _)| *own == format).map(|(_, bytes)| bytes.clone()).collect()
    }
}

fn pdf() -> Vec<u8> {
    made_files::pdf(&[
        vec![
            (18, true, "Convention on the Border River"),
            (11, false, ""),
            (11, false, "1. Each Party shall share what its gauges tell, by the hour and without"),
            (11, false, "charge, and shall warn the other of floods."),
            (11, false, ""),
            (11, false, "2. No Party shall build a dam without the consent of the other."),
        ],
        vec![(11, false, "(a) A dam is what holds water back;"), (8, false, "1 See the annex.")],
    ])
}

/// The body of a Word file.
fn body() -> String {
    let table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>East</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>2025</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let note =
        "<w:p><w:r><w:t>Agreed</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>";
    [
        "<w:p><w:pPr><w:pStyle w:val=\"T\"/></w:pPr><w:r><w:t>Act on Rivers</w:t></w:r></w:p>",
        &made_files::paragraph(Some(0), "The Parties shall:"),
        &made_files::paragraph(Some(1), "share their data;"),
        &made_files::paragraph(Some(2), "by the hour."),
        table,
        note,
    ]
    .concat()
}
