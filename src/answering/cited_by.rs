//! Which documents cite a text that is not among them.

use std::collections::BTreeSet;

use super::phrase::{capitalised, list, short_name};
use crate::domain::Corpus;
use crate::language::references;

/// How many documents are named.
const NAMED_MAX: usize = 6;

/// "Resolution 76/300 is cited in resolution 80/140 and resolution 80/184.", for each of `names` that has a symbol
/// which is cited.
pub(super) fn cited_by(corpus: &Corpus, names: &[String]) -> Vec<String> {
    names.iter().filter_map(|name| sentence(corpus, name)).collect()
}

fn sentence(corpus: &Corpus, name: &str) -> Option<String> {
    let found = references::find_in_question(name);
    let [symbol] = &found[..] else { return None };
    let citing = corpus.citing_symbol(&symbol.key).iter();
    let documents: BTreeSet<usize> =
        citing.map(|&position| corpus.clauses()[position].document).collect();
    if documents.is_empty() {
        return None;
    }
    let mut named: Vec<String> =
        documents.iter().take(NAMED_MAX).map(|&index| short_name(corpus, index)).collect();
    let left = documents.len().saturating_sub(NAMED_MAX);
    named.extend((left > 0).then(|| format!("{left} more")));
    Some(format!("{} is cited in {}.", capitalised(name), list(&named)))
}
