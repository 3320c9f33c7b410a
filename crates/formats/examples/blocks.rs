//! Prints the blocks of files: number, role, parent and text of each.

use std::io::Write;

use rapporteur_formats::{HeadingWords, Limits, read};

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        writeln!(out, "== {path}")?;
        match read(&path, &bytes, &words(), &Limits::default()) {
            Err(error) => writeln!(out, "!! {error}")?,
            Ok(documents) => {
                for document in documents {
                    writeln!(out, "{:?} {:?}", document.format, document.metadata)?;
                    for doubt in &document.doubts {
                        writeln!(out, "?? {}: {}", doubt.place, doubt.message)?;
                    }
                    for (at, block) in document.blocks.iter().enumerate() {
                        let number = block.number.as_deref().unwrap_or("");
                        let parent =
                            block.parent.map_or(String::new(), |parent| parent.to_string());
                        writeln!(
                            out,
                            "{at}\t{:?}\t{number}\t{parent}\t{}",
                            block.role, block.text
                        )?;
                    }
                }
            }
        }
    }
    Ok(())
}

fn words() -> HeadingWords {
    let list = |words: &str| words.split(' ').map(str::to_owned).collect();
    HeadingWords {
        article: list("article artículo art статья المادة 条 條 artikel articolo"),
        annex: list("annex annexe anexo appendix schedule приложение 附件"),
        division: list("chapter part section title chapitre partie capítulo глава раздел"),
        preamble: list("preamble préambule preámbulo преамбула 序言"),
    }
}
