//! What the source of a document of `LaTeX` says to its writers alone.

/// Whether `text` is the source of a document of `LaTeX`: it opens environments, or has a heading of it.
pub(crate) fn is_latex(text: &str) -> bool {
    ["\\begin{", "\\section{", "\\subsection{"].iter().any(|command| text.contains(command))
}

/// A line of `LaTeX` without the comment at its end.
pub(crate) fn uncommented(line: &str) -> &str {
    let comment = line.match_indices('%').find(|(at, _)| !line[..*at].ends_with('\\'));
    comment.map_or(line, |(at, _)| &line[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_end_a_line() {
        assert!(is_latex("\\section{A}") && !is_latex("50 % of all"));
        assert_eq!(uncommented("All of it. % really?"), "All of it. ");
        assert_eq!(uncommented("50\\% of it"), "50\\% of it");
    }
}
