//! What a page says about its document.

use std::collections::BTreeMap;

use super::tree::Tree;
use crate::Metadata;

/// Reads the head of a page.
pub(super) fn metadata(tree: &Tree) -> Metadata {
    let mut metadata = Metadata::default();
    let mut named: BTreeMap<String, String> = BTreeMap::new();
    let mut title = None;
    for node in tree.within(Tree::ROOT) {
        match tree.name(node) {
            "html" => {
                let language =
                    tree.attribute(node, "lang").or_else(|| tree.attribute(node, "xml:lang"));
                metadata.language =
                    language.map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned);
            }
            "title" if title.is_none() => {
                title = one_line(&tree.text(node)).filter(|title| !is_file_name(title));
            }
            "link" if tree.attribute(node, "rel") == Some("canonical") => {
                metadata.source = tree.attribute(node, "href").and_then(one_line);
            }
            "meta" => {
                let name = ["name", "property", "itemprop"]
                    .into_iter()
                    .find_map(|key| tree.attribute(node, key));
                let content = tree.attribute(node, "content").and_then(one_line);
                if let (Some(name), Some(content)) = (name, content) {
                    named.entry(name.trim().to_ascii_lowercase()).or_insert(content);
                }
            }
            _ => {}
        }
    }
    let mut first = |names: &[&str]| names.iter().find_map(|name| named.remove(*name));
    metadata.title = first(&["citation_title", "dc.title", "dcterms.title", "og:title"]).or(title);
    metadata.published_on = first(&[
        "article:published_time",
        "citation_publication_date",
        "dcterms.issued",
        "dc.date.issued",
        "dc.date",
        "datepublished",
        "date",
    ])
    .and_then(|date| day(&date));
    metadata.language = metadata.language.or_else(|| first(&["dc.language", "dcterms.language"]));
    metadata.source = metadata.source.or_else(|| first(&["og:url"]));
    metadata.keywords = first(&["keywords"]).map_or_else(Vec::new, |words| {
        words
            .split([',', ';'])
            .map(|word| word.trim().to_owned())
            .filter(|word| !word.is_empty())
            .collect()
    });
    for name in
        ["author", "description", "og:site_name", "dc.creator", "dc.publisher", "dc.identifier"]
    {
        if let Some(value) = named.remove(name) {
            metadata.other.insert(name.to_owned(), value);
        }
    }
    metadata
}

fn one_line(text: &str) -> Option<String> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

/// Whether a title is but the name of a file: `L_2016119EN.01.xml`.
fn is_file_name(title: &str) -> bool {
    let ending = title.rsplit_once('.').map_or("", |(_, ending)| ending);
    !title.contains(' ')
        && (2..=5).contains(&ending.len())
        && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && ending.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// The day that a date begins with: `2024-09-26T09:20:00Z`, `2024/09/26`.
fn day(date: &str) -> Option<String> {
    let day = date.trim().get(..10)?.replace('/', "-");
    let fits = day.char_indices().all(|(at, letter)| match at {
        4 | 7 => letter == '-',
        _ => letter.is_ascii_digit(),
    });
    fits.then_some(day)
}

#[cfg(test)]
mod tests {
    use super::{day, is_file_name};

    #[test]
    fn names_of_files_are_no_titles() {
        for (title, expected) in [
            ("L_2016119EN.01000101.xml", true),
            ("index.html", true),
            ("Declaration.", false),
            ("Rome Declaration v1.pdf", false),
            ("Statement 2.0", false),
        ] {
            assert_eq!(is_file_name(title), expected, "{title}");
        }
    }

    #[test]
    fn dates_are_days() {
        assert_eq!(day("2024-09-26T09:20:00Z").as_deref(), Some("2024-09-26"));
        assert_eq!(day("2024/09/26").as_deref(), Some("2024-09-26"));
        assert_eq!(day("26 September 2024"), None);
        assert_eq!(day("2024"), None);
    }
}
