//! What the corpus is made of.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;

use rapporteur::domain::Corpus;
use rapporteur::retrieval::{EmbedError, Embedder, Embedding, ModelInfo, Priority, TokenVectors};
use serde::Deserialize;

#[derive(Deserialize)]
struct Paragraph {
    #[serde(rename = "_id")]
    id: String,
    text: String,
}

/// Writes documents of about so many clauses into `folder`, unless that is there; says how many
/// documents are real.
pub(crate) fn write_corpus(paragraphs: &Path, clauses: usize, folder: &Path) -> usize {
    let documents = documents(paragraphs, clauses);
    let real = documents.len();
    if folder.exists() {
        return real;
    }
    fs::create_dir_all(folder).expect("a folder");
    let mut left = clauses;
    for (number, (id, own)) in documents.iter().enumerate() {
        left = left.saturating_sub(own.len());
        write(folder, &format!("{number:07}-{}", slug(id)), id, own);
    }
    // Sentences of the same file in another order: the words of one clause are those of several.
    let sentences: Vec<&str> = documents
        .iter()
        .flat_map(|(_, own)| own.iter().flat_map(|text| text.split_inclusive(". ")))
        .collect();
    let (mut random, mut number) = (Random(7), real);
    while left > 0 {
        let own: Vec<String> = (0..left.min(34))
            .map(|_| {
                let count = 2 + random.below(4);
                (0..count).map(|_| sentences[random.below(sentences.len())].trim()).fold(
                    String::new(),
                    |text, sentence| {
                        if text.is_empty() { sentence.to_owned() } else { text + " " + sentence }
                    },
                )
            })
            .collect();
        left -= own.len();
        write(folder, &format!("{number:07}-synthetic"), "Synthetic", &own);
        number += 1;
    }
    real
}

/// The first documents of the file that have so many paragraphs together, whole ones.
fn documents(path: &Path, clauses: usize) -> Vec<(String, Vec<String>)> {
    let file = BufReader::new(File::open(path).expect("PARAGRAPHS names a file that is there"));
    let (mut documents, mut count): (Vec<(String, Vec<String>)>, usize) = (Vec::new(), 0);
    for line in file.lines() {
        let line = line.expect("UTF-8");
        let paragraph: Paragraph = serde_json::from_str(&line).expect("a paragraph");
        let document = paragraph.id.rsplit_once('|').map_or(&*paragraph.id, |(id, _)| id);
        let known = documents.last().is_some_and(|(id, _)| id == document);
        if !known {
            if count >= clauses {
                break;
            }
            documents.push((document.to_owned(), Vec::new()));
        }
        let own = &mut documents.last_mut().expect("one was just added").1;
        own.push(paragraph.text.replace('\n', " "));
        count += 1;
    }
    documents
}

fn slug(id: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    id.chars().map(letter).collect()
}

fn write(folder: &Path, id: &str, title: &str, paragraphs: &[String]) {
    let year = title.rsplit('_').next().and_then(|year| year.get(..4)?.parse().ok());
    let year = year.unwrap_or(1946_i16);
    let text = format!(
        "---\nid: {id}\ntitle: \"Debate, {title}\"\nkind: page\npublished: {year}-09-20\n\
         place: New York\n---\n{}\n",
        paragraphs.join("\n\n")
    );
    fs::write(folder.join(format!("{id}.md")), text).expect("a file");
}

/// The clauses of the first `documents` documents of the folder.
pub(crate) fn real(corpus: &Corpus, documents: usize) -> Vec<String> {
    let real = |id: &str| id[..7].parse::<usize>().is_ok_and(|number| number < documents);
    let own = corpus.clauses().iter().filter(|clause| real(&corpus.document_of(clause).id));
    own.map(|clause| corpus.text_of(clause).to_owned()).collect()
}

/// Gives each word a direction of its own, in place of a model that would take hours.
pub(crate) struct PseudoEmbedder(ModelInfo);

impl PseudoEmbedder {
    /// In the name of `model`.
    pub(crate) const fn like(model: ModelInfo) -> Self {
        Self(model)
    }
}

impl Embedder for PseudoEmbedder {
    fn model(&self) -> &ModelInfo {
        &self.0
    }

    fn embed(&self, texts: &[&str], _: Priority) -> Result<Vec<Embedding>, EmbedError> {
        let dimensions = self.0.dimensions;
        let embedding = |text: &&str| {
            let mut vector = vec![0.0_f32; dimensions];
            let mut tokens = TokenVectors::default();
            for word in text.split_whitespace() {
                let mut random =
                    Random(word.bytes().fold(7, |seed, byte| {
                        (seed ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
                    }));
                let row: Vec<i8> = (0..dimensions).map(|_| random.next() as i8).collect();
                for (sum, &x) in vector.iter_mut().zip(&row) {
                    *sum += f32::from(x);
                }
                tokens.ids.push(random.below(30_000) as u32);
                tokens.scales.push(1.0 / (74.0 * (dimensions as f32).sqrt()));
                tokens.rows.extend(row);
            }
            let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-6);
            for x in &mut vector {
                *x /= length;
            }
            Embedding { vector, tokens }
        };
        Ok(texts.iter().map(embedding).collect())
    }

    fn knows(&self, _: &str) -> bool {
        false
    }
}

/// The same numbers every time (`SplitMix64`).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, most: usize) -> usize {
        (self.next() % most.max(1) as u64) as usize
    }
}
