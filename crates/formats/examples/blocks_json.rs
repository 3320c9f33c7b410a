//! Prints the blocks of files, a JSON object a line: `blocks_json [--words FILE] FILE...`
//!
//! The words of headings stand in a JSON file: `{"article": [...], "annex": [...], ...}`.

use std::io::{BufWriter, Write, stdout};
use std::time::Instant;

use rapporteur_formats::{
    Block, HeadingWords, Limits, ParsedDocument, is_adoption_records, read, read_adoption_records,
};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = HeadingWords::default();
    let mut files: Vec<String> = std::env::args().skip(1).collect();
    if files.first().is_some_and(|first| first == "--words") && files.len() > 1 {
        words = words_of(&serde_json::from_str(&std::fs::read_to_string(&files[1])?)?);
        files.drain(..2);
    }
    if files == ["-"] {
        files = std::io::read_to_string(std::io::stdin())?.lines().map(str::to_owned).collect();
    }
    let mut out = BufWriter::new(stdout().lock());
    let began = Instant::now();
    let mut spent = std::time::Duration::ZERO;
    for file in &files {
        let bytes = std::fs::read(file)?;
        if is_adoption_records(&bytes) {
            records(&mut out, file, &String::from_utf8_lossy(&bytes))?;
            continue;
        }
        let before = Instant::now();
        let read = read(file, &bytes, &words, &Limits::default());
        spent += before.elapsed();
        match read {
            Ok(documents) => {
                for (index, document) in documents.iter().enumerate() {
                    print(&mut out, file, index, document)?;
                }
            }
            Err(error) => {
                let error = json!({"file": file, "line": error.line, "error": error.message});
                writeln!(out, "{error}")?;
            }
        }
    }
    let told =
        format!("{} files, {:.2?} parsing, {:.2?} in all\n", files.len(), spent, began.elapsed());
    std::io::stderr().write_all(told.as_bytes())?;
    Ok(())
}

fn records(out: &mut impl Write, file: &str, text: &str) -> Result<(), Box<dyn std::error::Error>> {
    let records = read_adoption_records(text)?;
    for doubt in &records.doubts {
        writeln!(out, "{}", json!({"file": file, "place": doubt.place, "doubt": doubt.message}))?;
    }
    for (symbol, record) in &records.by_symbol {
        writeln!(
            out,
            "{}",
            json!({"file": file, "symbol": symbol, "record": format!("{record:?}")})
        )?;
    }
    Ok(())
}

fn words_of(value: &Value) -> HeadingWords {
    let list = |key: &str| {
        let list = value[key].as_array().into_iter().flatten();
        list.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    HeadingWords {
        article: list("article"),
        annex: list("annex"),
        division: list("division"),
        preamble: list("preamble"),
    }
}

fn print(
    out: &mut impl Write,
    file: &str,
    index: usize,
    document: &ParsedDocument,
) -> std::io::Result<()> {
    let metadata = &document.metadata;
    let doubts: Vec<Value> = document
        .doubts
        .iter()
        .map(|doubt| json!({"place": doubt.place, "message": doubt.message}))
        .collect();
    let head = json!({
        "file": file, "document": index, "format": format!("{:?}", document.format),
        "metadata": format!("{metadata:?}"), "symbol": metadata.symbol, "title": metadata.title,
        "language": metadata.language, "adopted_on": metadata.adopted_on,
        "published_on": metadata.published_on, "doubts": doubts,
    });
    writeln!(out, "{head}")?;
    for (at, block) in document.blocks.iter().enumerate() {
        writeln!(out, "{}", line(file, index, at, block))?;
    }
    Ok(())
}

fn line(file: &str, index: usize, at: usize, block: &Block) -> Value {
    let slice = |range: &std::ops::Range<usize>| block.text[range.clone()].to_owned();
    let links: Vec<Value> =
        block.links.iter().map(|link| json!([slice(&link.range), link.target])).collect();
    json!({
        "file": file, "document": index, "block": at, "role": format!("{:?}", block.role),
        "section": block.section.map(|section| format!("{section:?}")), "number": block.number,
        "parent": block.parent, "lead_in": block.lead_in.as_ref().map(slice), "links": links,
        "text": block.text,
    })
}
