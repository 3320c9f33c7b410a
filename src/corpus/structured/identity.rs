//! What a document is called in links when its file does not say.

/// The longest id, in bytes.
const ID_BYTES_MAX: usize = 120;

/// The id of the document in the file `name`: the name without its ending, in lower case, all but
/// letters and digits made hyphens.
pub fn id_of_file(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, ending)| {
        let is_ending = (1..=5).contains(&ending.len())
            && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && !stem.is_empty();
        if is_ending { stem } else { file }
    });
    slug(stem)
}

/// `words` as an id.
pub(crate) fn slug(words: &str) -> String {
    let mut id = String::with_capacity(words.len());
    for c in words.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            id.push(c);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
        if id.len() >= ID_BYTES_MAX {
            break;
        }
    }
    let id = id.trim_end_matches('-');
    if id.is_empty() { "document".to_owned() } else { id.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_made_of_file_names() {
        let cases = [
            ("un/A_RES_73_3-EN.pdf", "a-res-73-3-en"),
            ("79_100_E.xml", "79-100-e"),
            ("S_RES_2504 (2020)-2000407E.xml", "s-res-2504-2020-2000407e"),
            ("2021-02-16-the-mpp-program.md", "2021-02-16-the-mpp-program"),
            ("Déclaration de Los Ángeles.docx", "d-claration-de-los-ngeles"),
            ("v1.2 final", "v1-2-final"),
            (".xml", "xml"),
            ("宣言.pdf", "document"),
        ];
        for (name, expected) in cases {
            assert_eq!(id_of_file(name), expected, "{name}");
        }
        assert!(id_of_file(&"a".repeat(500)).len() <= ID_BYTES_MAX);
    }
}
