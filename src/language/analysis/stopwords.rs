//! Function words of English.

/// Sorted; folded as [`super::fold`] folds them.
const STOPWORDS: &[&str] = &[
    "a", "about", "after", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be",
    "because", "been", "before", "being", "between", "both", "but", "by", "can", "cannot", "cant",
    "could", "did", "didnt", "do", "does", "doesnt", "doing", "dont", "down", "during", "each",
    "either", "else", "every", "for", "from", "further", "had", "has", "hasnt", "have", "having",
    "he", "her", "here", "hers", "him", "his", "how", "i", "if", "in", "into", "is", "isnt", "it",
    "its", "itself", "just", "me", "might", "more", "most", "must", "my", "no", "nor", "not",
    "now", "of", "off", "on", "once", "only", "or", "other", "our", "out", "over", "own", "same",
    "shall", "she", "should", "so", "some", "such", "than", "that", "thats", "the", "their",
    "theirs", "them", "then", "there", "these", "they", "this", "those", "through", "to", "too",
    "under", "until", "up", "upon", "us", "very", "was", "we", "were", "what", "when", "where",
    "whether", "which", "while", "who", "whom", "whose", "why", "will", "with", "would", "you",
    "your",
];

/// Whether `word`, folded, is a function word.
pub fn is_stopword(word: &str) -> bool {
    STOPWORDS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_for_binary_search() {
        assert!(STOPWORDS.is_sorted());
        assert!(is_stopword("which") && is_stopword("a") && is_stopword("your"));
        assert!(!is_stopword("police"));
    }
}
