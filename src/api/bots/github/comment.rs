//! The one comment that a pull request gets.

use serde_json::Value;

/// What the comment begins with. It is not shown.
pub(super) const MARK: &str = "<!-- rapporteur: quotations -->";
/// Among how many comments the own one is looked for.
pub(super) const COMMENTS_MAX: usize = 100;

/// The id of our comment among `comments`.
pub(super) fn own(comments: &Value) -> Option<u64> {
    let is_own =
        |comment: &&Value| comment["body"].as_str().is_some_and(|body| body.starts_with(MARK));
    comments.as_array()?.iter().find(is_own)?["id"].as_u64()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_own_comment_is_found() {
        let own_one = json!({ "id": 8, "body": format!("{MARK}\n1 right") });
        let comments = json!([{ "id": 7, "body": "<!-- x -->" }, own_one, { "id": 9 }]);
        assert_eq!(own(&comments), Some(8));
        assert_eq!((own(&json!([])), own(&json!({ "message": "x" }))), (None, None));
    }
}
