//! Which build this is.

use std::sync::LazyLock;

static VERSION: LazyLock<String> = LazyLock::new(|| {
    let commit = option_env!("RAPPORTEUR_COMMIT").unwrap_or_default();
    named(env!("CARGO_PKG_VERSION"), commit)
});

/// The version, with the commit where the build was told it.
pub(super) fn version() -> &'static str {
    &VERSION
}

fn named(version: &str, commit: &str) -> String {
    if commit.is_empty() { version.to_owned() } else { format!("{version} ({commit})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commit_is_told_where_it_is_known() {
        assert_eq!(named("1.2.3", ""), "1.2.3");
        assert_eq!(named("1.2.3", "abc1234"), "1.2.3 (abc1234)");
    }
}
