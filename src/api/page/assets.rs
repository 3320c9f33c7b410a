//! The files that pages load: the style sheet, the script, the icon, and those of the editor for GraphQL.
//!
//! Each is served under a name with its digest, so that browsers keep it for good.

use std::fmt::Write;
use std::sync::LazyLock;

use sha2::{Digest as _, Sha256};

/// A file that pages load.
#[derive(Debug, Clone)]
pub(in crate::api) struct Asset {
    /// Its name: `page-0a1b2c3d4e5f.css`.
    pub(in crate::api) name: String,
    /// Its media type.
    pub(in crate::api) media_type: &'static str,
    /// What is in it.
    pub(in crate::api) content: &'static str,
    /// SHA-256 of that.
    pub(in crate::api) digest: [u8; 32],
}

impl Asset {
    fn new(ending: &str, media_type: &'static str, content: &'static str) -> Self {
        let digest: [u8; 32] = Sha256::digest(content).into();
        let mut name = String::from("page-");
        for byte in &digest[..6] {
            let _ = write!(name, "{byte:02x}");
        }
        Self { name: format!("{name}.{ending}"), media_type, content, digest }
    }

    /// Its address.
    pub(super) fn address(&self) -> String {
        format!("/assets/{}", self.name)
    }
}

/// The style sheet.
pub(super) static STYLE: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("css", "text/css; charset=utf-8", include_str!("files/page.css")));

/// The script.
pub(super) static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("js", "text/javascript; charset=utf-8", include_str!("files/page.js"))
});

/// The icon.
pub(super) static ICON: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("svg", "image/svg+xml", include_str!("files/icon.svg")));

/// The script of the editor for GraphQL.
pub(super) static EDITOR_SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("js", "text/javascript; charset=utf-8", include_str!("files/editor.js"))
});

/// The style sheet of `GraphiQL` and its scripts, in the order in which they are loaded; nothing where the build did
/// not have them.
pub(super) static GRAPHIQL: LazyLock<Vec<Asset>> = LazyLock::new(graphiql);

#[cfg(graphiql)]
fn graphiql() -> Vec<Asset> {
    let script = |content| Asset::new("js", "text/javascript; charset=utf-8", content);
    vec![
        Asset::new(
            "css",
            "text/css; charset=utf-8",
            include_str!("files/graphiql/graphiql.min.css"),
        ),
        script(include_str!("files/graphiql/react.production.min.js")),
        script(include_str!("files/graphiql/react-dom.production.min.js")),
        script(include_str!("files/graphiql/graphiql.min.js")),
    ]
}

#[cfg(not(graphiql))]
fn graphiql() -> Vec<Asset> {
    Vec::new()
}

/// The file of this name.
pub(in crate::api) fn asset(name: &str) -> Option<&'static Asset> {
    let own = [&*STYLE, &*SCRIPT, &*ICON, &*EDITOR_SCRIPT];
    own.into_iter().chain(GRAPHIQL.iter()).find(|asset| asset.name == name)
}

/// What tells the pages of this build from those of another that loads other files.
pub(in crate::api) fn fingerprint() -> [u8; 32] {
    let mut hash = Sha256::new();
    for asset in [&*STYLE, &*SCRIPT, &*ICON] {
        hash.update(asset.digest);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_by_their_names_and_are_small() {
        let mut bytes = 0;
        for file in [&*STYLE, &*SCRIPT, &*ICON, &*EDITOR_SCRIPT] {
            assert_eq!(asset(&file.name).map(|found| found.digest), Some(file.digest));
            bytes += file.content.len();
        }
        assert!(asset("page.css").is_none() && asset("").is_none());
        assert!(bytes < 40_000, "{bytes} bytes");
    }

    #[test]
    fn the_files_of_graphiql_are_all_there_or_none_is() {
        let endings: Vec<&str> =
            GRAPHIQL.iter().filter_map(|file| file.name.rsplit('.').next()).collect();
        let expected: &[&str] = if cfg!(graphiql) { &["css", "js", "js", "js"] } else { &[] };
        assert_eq!(endings, expected);
        for file in GRAPHIQL.iter() {
            assert_eq!(asset(&file.name).map(|found| found.digest), Some(file.digest));
        }
    }

    #[test]
    fn files_load_nothing_from_elsewhere() {
        for file in [&*STYLE, &*SCRIPT, &*EDITOR_SCRIPT] {
            for outside in ["http://", "https://", "url(//", "@import"] {
                assert!(!file.content.contains(outside), "{} has {outside}", file.name);
            }
        }
    }
}
