//! JSON with a title and a list of articles.

use serde_json::{Map, Value};

use crate::inline::{clean, resolve_entities};
use crate::piece::Piece;
use crate::text::pieces_of;
use crate::{
    Block, Doubt, Format, FormatError, HeadingWords, Limits, Metadata, ParsedDocument, Role,
    Section, assemble, front_matter, sections,
};

/// Names of the members that matter, each without the tag of its language: `title` of `title_en`.
const TITLES: &[&str] = &["title", "treaty", "name", "heading", "headline"];
const NUMBERS: &[&str] = &["number", "num", "no", "article", "article_number", "label", "id"];
const TEXTS: &[&str] = &["text", "content", "body", "paragraph", "intro"];
const PREAMBLES: &[&str] = &["preamble"];
/// Lists of what has a text, in the order in which they are printed.
const LISTS: &[&str] = &[
    "recitals", "preambles", "parts", "titles", "chapters", "sections", "articles", "clauses",
    "paragraphs", "contents", "content", "points", "subpoints", "items", "children",
    "subparagraphs", "annexes", "citations", "footnotes", "notes",
];
/// Those of them that stand below the text.
const NOTES: &[&str] = &["citations", "footnotes", "notes"];
/// The language that is taken where a text is there in several.
const PREFERRED: &str = "en";
/// Levels of headings.
const LEVEL_MAX: u8 = 6;

/// Reads a file of JSON.
pub(crate) fn parse(
    text: &str,
    words: &HeadingWords,
    limits: &Limits,
) -> Result<ParsedDocument, FormatError> {
    let value: Value = serde_json::from_str(text).map_err(|error| {
        FormatError::at(error.line().max(1), format!("not valid JSON: {error}; correct the file"))
    })?;
    let Value::Object(top) = value else {
        return Err(without_articles());
    };
    let mut doubts = Vec::new();
    let language = language(&top);
    let mut reader =
        Reader { words, limits, language: language.as_deref(), pieces: Vec::new(), articles: 0 };
    let title = reader.member(&top, TITLES).and_then(reader_text);
    let mut metadata = Metadata { title, language: language.clone(), ..Metadata::default() };
    for (key, value) in &top {
        keep(key, value, &mut metadata, &mut doubts);
    }
    if let Some(title) = &metadata.title {
        reader.push(Piece::new(Role::Title, title.clone()))?;
    }
    if let Some(preamble) = reader.member(&top, PREAMBLES) {
        reader.preamble(preamble)?;
    }
    reader.lists(&top, 1)?;
    if reader.articles == 0 {
        return Err(without_articles());
    }
    let blocks = assemble::nested(reader.pieces, words, limits)?;
    Ok(ParsedDocument { format: Format::Json, metadata, blocks, doubts })
}

fn without_articles() -> FormatError {
    FormatError::whole(
        "no list of articles was found; name it `articles`, and give each `number`, `title` and `text`",
    )
}

/// The language that the members are in, by the tags behind their names.
fn language(top: &Map<String, Value>) -> Option<String> {
    let tags: Vec<&str> = top.keys().filter_map(|key| tag(key)).map(|(_, tag)| tag).collect();
    let preferred = tags.iter().find(|tag| **tag == PREFERRED).or(tags.first());
    preferred.map(|tag| (*tag).to_owned())
}

/// The name of a member and the tag of its language: `title_en`.
fn tag(key: &str) -> Option<(&str, &str)> {
    let (name, tag) = key.rsplit_once(['_', '-'])?;
    let known = [TITLES, TEXTS, PREAMBLES].iter().any(|list| list.contains(&name));
    (known && tag.len() == 2 && tag.bytes().all(|byte| byte.is_ascii_lowercase()))
        .then_some((name, tag))
}

fn reader_text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => clean(&resolve_entities(text)),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// Keeps what `key` says about the document, unless it is text of it.
fn keep(key: &str, value: &Value, metadata: &mut Metadata, doubts: &mut Vec<Doubt>) {
    let name = tag(key).map_or(key, |(name, _)| name);
    let of_text = [TITLES, TEXTS, PREAMBLES, LISTS].iter().any(|list| list.contains(&name));
    if !of_text && !value.is_object() && !value.is_array() {
        front_matter::set(metadata, key, value, doubts);
    }
}

struct Reader<'a> {
    words: &'a HeadingWords,
    limits: &'a Limits,
    language: Option<&'a str>,
    pieces: Vec<Piece>,
    /// Members of lists that had a text.
    articles: usize,
}

impl Reader<'_> {
    fn push(&mut self, piece: Piece) -> Result<(), FormatError> {
        self.pieces.push(piece);
        self.limits.admit_blocks(self.pieces.len())
    }

    /// The member of one of `names`: in the language, or without one.
    fn member<'v>(&self, object: &'v Map<String, Value>, names: &[&str]) -> Option<&'v Value> {
        let in_language = |name: &&str| {
            let language = self.language?;
            object
                .get(&format!("{name}_{language}"))
                .or_else(|| object.get(&format!("{name}-{language}")))
        };
        let filled = |value: &&Value| !value.is_null() && value.as_str() != Some("");
        names
            .iter()
            .find_map(in_language)
            .or_else(|| names.iter().find_map(|name| object.get(*name).filter(filled)))
    }

    fn preamble(&mut self, value: &Value) -> Result<(), FormatError> {
        let Some(text) = value.as_str() else { return self.value(value, None, 1) };
        if let Some(heading) = self.words.preamble.iter().find(|word| word.is_ascii()) {
            // The member's own name is the heading.
            let heading = capital(heading);
            self.push(Piece::new(Role::Heading(sections::PREAMBLE_LEVEL), heading))?;
        }
        self.text(text, None, None)
    }

    /// Reads the lists of `object`.
    fn lists(&mut self, object: &Map<String, Value>, level: u8) -> Result<(), FormatError> {
        for name in LISTS {
            match object.get(*name) {
                Some(Value::Array(values)) => {
                    for value in values {
                        self.value(value, Some(name), level)?;
                    }
                }
                // A list whose places are written out: `{"0": ..., "1": ...}`.
                Some(Value::Object(values))
                    if values.keys().all(|key| key.parse::<u32>().is_ok()) =>
                {
                    let mut values: Vec<(u32, &Value)> = values
                        .iter()
                        .filter_map(|(key, value)| Some((key.parse().ok()?, value)))
                        .collect();
                    values.sort_by_key(|(place, _)| *place);
                    for (_, value) in values {
                        self.value(value, Some(name), level)?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Reads a member of the list `name`.
    fn value(&mut self, value: &Value, name: Option<&str>, level: u8) -> Result<(), FormatError> {
        match value {
            Value::String(text) => self.text(text, None, depth(name, level)),
            Value::Object(object) => self.object(object, name, level),
            _ => Ok(()),
        }
    }

    fn object(
        &mut self,
        object: &Map<String, Value>,
        name: Option<&str>,
        level: u8,
    ) -> Result<(), FormatError> {
        self.articles += 1;
        let kind = object.get("type").and_then(Value::as_str).or(name.and_then(singular));
        let number = self.member(object, NUMBERS).and_then(reader_text);
        let title = self.member(object, TITLES).and_then(reader_text);
        let text = self.member(object, TEXTS).and_then(Value::as_str);
        let heads = kind.is_some_and(|kind| self.is_heading(kind)) || title.is_some();
        let number = number.map(|number| if heads { self.full(kind, number) } else { number });
        if heads {
            let article =
                kind.is_some_and(|kind| self.words.article.iter().any(|word| word == kind));
            let level = if article { LEVEL_MAX } else { level.min(LEVEL_MAX) };
            let mut block = Block::new(Role::Heading(level), title.unwrap_or_default());
            block.number = number;
            self.push(Piece::from(block))?;
            if let Some(text) = text {
                self.text(text, None, None)?;
            }
        } else if name.is_some_and(|name| NOTES.contains(&name)) {
            let text = clean(&resolve_entities(text.unwrap_or_default()));
            self.push(Piece::from(Block { number, ..Block::new(Role::Note, text) }))?;
        } else {
            let first = self.pieces.len();
            self.text(text.unwrap_or_default(), number, depth(name, level))?;
            if name == Some("recitals") {
                for piece in &mut self.pieces[first..] {
                    piece.block.section = Some(Section::Preamble);
                }
            }
        }
        self.lists(object, level.saturating_add(1))
    }

    /// Whether `kind` is a word for something with a heading.
    fn is_heading(&self, kind: &str) -> bool {
        let lists = [&self.words.article, &self.words.annex, &self.words.division];
        lists.iter().any(|list| list.iter().any(|word| word == kind))
    }

    /// `Article 12` of a 12, by the name of what it numbers.
    fn full(&self, kind: Option<&str>, number: String) -> String {
        let kind = kind.filter(|kind| self.is_heading(kind));
        let Some(kind) = kind else { return number };
        let bare = number.chars().all(char::is_alphanumeric) && number.chars().count() <= 8;
        if !bare {
            return number;
        }
        // Numerals of another language are written as figures.
        let figures = self.language.and_then(|_| crate::numbering::in_figures(&number));
        format!("{} {}", capital(kind), figures.unwrap_or(number))
    }

    /// Adds the paragraphs of `text`. The number stands before the first.
    fn text(
        &mut self,
        text: &str,
        mut number: Option<String>,
        depth: Option<u32>,
    ) -> Result<(), FormatError> {
        for line in text.lines() {
            let line = clean(&resolve_entities(line));
            if line.is_empty() {
                continue;
            }
            for block in pieces_of(Block::new(Role::Paragraph, line), self.words) {
                self.push(Piece { block: Block { number: number.take(), ..block }, depth })?;
            }
        }
        if number.is_some() {
            let block = Block { number, ..Block::new(Role::Paragraph, "") };
            self.push(Piece::from(block).at(depth))?;
        }
        Ok(())
    }
}

/// How deep the members of the list `name` stand. Only lists within articles are deep.
fn depth(name: Option<&str>, level: u8) -> Option<u32> {
    name.map(|_| u32::from(level))
}

/// `article` of `articles`.
fn singular(name: &str) -> Option<&str> {
    name.strip_suffix("es").filter(|_| name == "annexes").or_else(|| name.strip_suffix('s'))
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::blocks::{lines, words};

    fn read(json: &str) -> Result<ParsedDocument, FormatError> {
        parse(json, &words(), &Limits::default())
    }

    #[test]
    fn articles_in_two_languages_are_read_in_one() {
        let document = read(
            r#"{"treaty": "河流", "treaty_en": "Pact", "total_articles": 2, "preamble_en": "We,Noting rivers,Noting lakes,",
            "articles": [{"article": "一", "title_zh": "", "title_en": "Terms", "content_zh": "河", "content_en": "1. A:(a) b;(b) c.\n2. D."},
            {"article": "三二〇", "title_en": "", "content_en": "E."}]}"#,
        )
        .expect("there are articles");
        assert_eq!(
            lines(&document.blocks),
            [
                "Title: Pact",
                "Heading(6): Preamble",
                "Paragraph: We,",
                "Paragraph: Noting rivers,",
                "Paragraph: Noting lakes,",
                "Heading(6) Article 1: Terms",
                "Paragraph 1 ^5: A:",
                "Point (a) ^6: b;",
                "Point (b) ^6: c.",
                "Paragraph 2 ^5: D.",
                "Heading(6) Article 320: ",
                "Paragraph ^10: E."
            ]
        );
        assert_eq!(document.metadata.language.as_deref(), Some("en"));
        assert_eq!(document.metadata.other["total_articles"], "2");
    }

    #[test]
    fn lists_within_lists_are_points() {
        let document = read(
            r#"{"title": "Act", "language": "EN", "recitals": [{"number": "1", "text": "Rivers flow."}],
            "citations": {"1": {"number": "2", "text": "Vol. 2."}, "0": {"number": "1", "text": "Vol. 1."}},
            "chapters": [{"number": "I", "title": "Terms", "type": "chapter", "contents": [
            {"number": "1", "title": "Scope", "type": "article", "contents": [
            {"number": "1", "type": "point", "text": "It applies to:", "subpoints": [
            {"number": "a", "text": "rivers;"}, {"number": "b", "text": "lakes."}]},
            {"number": "2", "type": "point", "text": "No more.", "subpoints": []}]}]}]}"#,
        )
        .expect("there are articles");
        assert_eq!(
            lines(&document.blocks),
            [
                "Title: Act",
                "Paragraph 1: Rivers flow.",
                "Heading(1) Chapter I: Terms",
                "Heading(6) Article 1: Scope",
                "Paragraph 1 ^3: It applies to:",
                "Point a ^4: rivers;",
                "Point b ^4: lakes.",
                "Paragraph 2 ^3: No more.",
                "Note 1: Vol. 1.",
                "Note 2: Vol. 2."
            ]
        );
        assert_eq!(document.blocks[1].section, Some(Section::Preamble));
        assert_eq!(document.metadata.language.as_deref(), Some("en"));
    }

    #[test]
    fn what_has_no_articles_is_refused() {
        for json in ["{\"a\": 1}", "[1]", "{", "", "{\"articles\": 5}"] {
            assert!(read(json).is_err(), "{json}");
        }
        assert!(read(&("[".repeat(100_000))).is_err());
    }
}
