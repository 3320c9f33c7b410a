//! What stands above a text between two lines `---`: keys and values.

use serde_json::Value;

use crate::{Doubt, Metadata};

/// Lines of front matter; what is longer is text between two rules.
const LINES_MAX: usize = 500;
/// Keys, in lower case and with `_` between words, of what is known about a document.
const TITLE: &[&str] = &["title", "name", "headline"];
const SYMBOL: &[&str] = &["symbol", "doc_symbol", "document_symbol"];
const LANGUAGE: &[&str] = &["language", "lang", "locale"];
const KIND: &[&str] = &["kind", "type", "doc_type", "document_type"];
const ADOPTED: &[&str] = &["adopted", "adopted_on", "adoption_date", "date_adopted"];
const PUBLISHED: &[&str] = &[
    "published", "published_on", "published_at", "date", "published_time", "publication_date",
    "pubdate",
];
const PLACE: &[&str] = &["place", "location", "city"];
const OCCASION: &[&str] = &["occasion", "event", "meeting", "session"];
const ISSUER: &[&str] =
    &["issuer", "author", "authors", "publisher", "organization", "organisation"];
const SOURCE: &[&str] = &["source", "source_url", "url", "permalink", "canonical_url", "link"];
const DRAFT: &[&str] = &["draft_symbol", "draft"];
const ALIASES: &[&str] = &["aliases", "alias", "short_title"];
const KEYWORDS: &[&str] = &["tags", "keywords", "subjects", "categories", "topics"];
const AGENDA: &[&str] = &["agenda_items", "agenda_item"];
const SPONSORS: &[&str] = &["sponsors"];

/// The front matter of `text`, if it has one, and the text below it. The third is the number of the
/// text's first line, from 1.
pub(crate) fn split(text: &str) -> (Option<&str>, &str, usize) {
    let none = (None, text, 1);
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    let fence = first.trim_end();
    if fence != "---" && fence != "+++" {
        return none;
    }
    let mut end = first.len();
    for (count, line) in lines.enumerate().take(LINES_MAX) {
        let bare = line.trim_end();
        if bare == fence || (fence == "---" && bare == "...") {
            return (Some(&text[first.len()..end]), &text[end + line.len()..], count + 3);
        }
        end += line.len();
    }
    none
}

/// What `front_matter` says. What is no YAML is read line by line, with a doubt.
pub(crate) fn read(front_matter: &str, doubts: &mut Vec<Doubt>) -> Metadata {
    let mut metadata = Metadata::default();
    if front_matter.trim().is_empty() {
        return metadata;
    }
    let options = serde_saphyr::options! { with_snippet: false };
    match serde_saphyr::from_str_with_options::<Value>(front_matter, options) {
        Ok(Value::Object(entries)) => {
            for (key, value) in entries {
                set(&mut metadata, &key, &value, doubts);
            }
        }
        Ok(Value::Null) => {}
        Ok(_) | Err(_) => {
            doubts.push(doubt("is no list of keys and values in YAML; it was read line by line"));
            for (key, value) in front_matter.lines().filter_map(key_and_value) {
                set(&mut metadata, key, &Value::String(value.to_owned()), doubts);
            }
        }
    }
    metadata
}

fn doubt(message: impl std::fmt::Display) -> Doubt {
    Doubt { place: "front matter".to_owned(), message: format!("the front matter {message}") }
}

fn key_and_value(line: &str) -> Option<(&str, &str)> {
    let at = line.find([':', '='])?;
    let (key, value) = (line[..at].trim(), line[at + 1..].trim());
    let plain =
        !key.is_empty() && key.chars().all(|one| one.is_alphanumeric() || "_- ".contains(one));
    plain.then(|| (key, value.trim_matches(['"', '\''])))
}

/// Sets what `key` says, or keeps it by its own name.
pub(crate) fn set(metadata: &mut Metadata, key: &str, value: &Value, doubts: &mut Vec<Doubt>) {
    let name = key.trim().to_lowercase().replace(['-', ' '], "_");
    let is = |list: &[&str]| list.contains(&name.as_str());
    let list_field = if is(ALIASES) {
        Some(&mut metadata.aliases)
    } else if is(KEYWORDS) {
        Some(&mut metadata.keywords)
    } else if is(AGENDA) {
        Some(&mut metadata.agenda_items)
    } else if is(SPONSORS) {
        Some(&mut metadata.sponsors)
    } else {
        None
    };
    if let Some(field) = list_field {
        field.extend(list(value));
        return;
    }
    let Some(text) = text(value).filter(|text| !text.is_empty()) else { return };
    let dated = is(ADOPTED) || is(PUBLISHED);
    let day = day(&text);
    if dated && day.is_none() {
        doubts.push(doubt(format!(
            "has a `{key}` that is no date as YYYY-MM-DD; it was kept as text"
        )));
    }
    let field = match () {
        () if is(TITLE) => &mut metadata.title,
        () if is(SYMBOL) => &mut metadata.symbol,
        () if is(LANGUAGE) => &mut metadata.language,
        () if is(KIND) => &mut metadata.kind,
        () if is(ADOPTED) => &mut metadata.adopted_on,
        () if is(PUBLISHED) => &mut metadata.published_on,
        () if is(PLACE) => &mut metadata.place,
        () if is(OCCASION) => &mut metadata.occasion,
        () if is(ISSUER) => &mut metadata.issuer,
        () if is(SOURCE) => &mut metadata.source,
        () if is(DRAFT) => &mut metadata.draft_symbol,
        () => {
            metadata.other.insert(key.to_owned(), text);
            return;
        }
    };
    let value = match () {
        () if dated => day,
        // Codes of two letters are written small.
        () if is(LANGUAGE) && text.len() == 2 => Some(text.to_lowercase()),
        () => Some(text.clone()),
    };
    match value {
        Some(value) if field.is_none() => *field = Some(value),
        // A second name for the same thing is not lost.
        _ => {
            metadata.other.insert(key.to_owned(), text);
        }
    }
}

/// A value as text: numbers as they are, lists with commas.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(crate::inline::clean(text)),
        Value::Array(values) => Some(values.iter().filter_map(text).collect::<Vec<_>>().join(", ")),
        other => Some(other.to_string()),
    }
}

/// The values of a list, or of a text with commas in it.
fn list(value: &Value) -> Vec<String> {
    let values = match value {
        Value::Array(values) => values.iter().filter_map(text).collect(),
        other => text(other).map_or_else(Vec::new, |text| {
            text.split(',').map(|part| part.trim().to_owned()).collect()
        }),
    };
    values.into_iter().filter(|value: &String| !value.is_empty()).collect()
}

/// `YYYY-MM-DD` at the beginning of `text`, as dates with times have it too.
fn day(text: &str) -> Option<String> {
    let day = text.get(..10)?;
    let number = |part: &str| {
        part.chars().all(|one| one.is_ascii_digit()).then(|| part.parse::<u32>().ok()).flatten()
    };
    let parts: Vec<&str> = day.split('-').collect();
    let [year, month, date] = *parts.as_slice() else { return None };
    let fits = year.len() == 4
        && number(year)? > 0
        && (1..=12).contains(&number(month)?)
        && (1..=31).contains(&number(date)?);
    let ends = text[10..].chars().next().is_none_or(|next| !next.is_ascii_digit());
    (fits && ends).then(|| day.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata(front_matter: &str) -> (Metadata, Vec<Doubt>) {
        let mut doubts = Vec::new();
        (read(front_matter, &mut doubts), doubts)
    }

    #[test]
    fn known_keys_are_taken_and_others_kept() {
        let (metadata, doubts) = metadata(
            "title: \"Pact on\\_Rivers\"\ndate: '2021-06-13'\npublished_time: 2021-06-13 09:29:05-04:00\n\
             tags: [rivers, lakes]\nSource-URL: https://example.org/pact\nid: pact\nweight: 3\n",
        );
        assert_eq!(metadata.title.as_deref(), Some("Pact on Rivers"));
        assert_eq!(metadata.published_on.as_deref(), Some("2021-06-13"));
        assert_eq!(metadata.keywords, ["rivers", "lakes"]);
        assert_eq!(metadata.source.as_deref(), Some("https://example.org/pact"));
        let other: Vec<_> =
            metadata.other.iter().map(|(key, value)| format!("{key}={value}")).collect();
        assert_eq!(other, ["id=pact", "published_time=2021-06-13 09:29:05-04:00", "weight=3"]);
        assert_eq!(doubts, []);
    }

    #[test]
    fn broken_yaml_is_read_by_lines_with_a_doubt() {
        let (metadata, doubts) = metadata("title: Pact: on: Rivers\nplace: [Bonn\n");
        assert_eq!(metadata.title.as_deref(), Some("Pact: on: Rivers"));
        assert_eq!(doubts.len(), 1);
    }

    #[test]
    fn a_date_that_is_none_is_doubtful() {
        let (metadata, doubts) = metadata("date: next spring\n");
        assert_eq!((metadata.published_on, doubts.len()), (None, 1));
        assert_eq!(metadata.other["date"], "next spring");
    }

    #[test]
    fn the_text_is_parted_from_what_stands_above() {
        assert_eq!(split("---\na: 1\n---\ntext"), (Some("a: 1\n"), "text", 4));
        assert_eq!(split("text\n---\n"), (None, "text\n---\n", 1));
        assert_eq!(split("---\nno end"), (None, "---\nno end", 1));
    }
}
