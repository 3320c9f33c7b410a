//! What a document may expand to, checked before anything walks through it.
//!
//! Fragments that spread others several times double what there is to visit with every level: a
//! document of a kilobyte can stand for billions of fields. The GraphQL library's own limits are
//! found by visiting them all.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use async_graphql::extensions::{
    Extension, ExtensionContext, ExtensionFactory, NextPrepareRequest,
};
use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};
use async_graphql::{Request, ServerError, ServerResult, async_trait};

use super::errors::set_code;
use crate::service::ErrorCode;

/// How many selections a document may have once its fragments are spread.
const SELECTIONS_MAX: usize = 10_000;

/// Refuses documents that expand to too much.
pub(super) struct ExpansionLimit;

impl ExtensionFactory for ExpansionLimit {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait::async_trait]
impl Extension for ExpansionLimit {
    async fn prepare_request(
        &self,
        ctx: &ExtensionContext<'_>,
        mut request: Request,
        next: NextPrepareRequest<'_>,
    ) -> ServerResult<Request> {
        // What cannot be parsed is refused, with its position, by the next step.
        if let Ok(document) = request.parsed_query()
            && expanded(document) > SELECTIONS_MAX
        {
            let message = format!(
                "query: has more than {SELECTIONS_MAX} selections once its fragments are spread; \
                 select fewer"
            );
            let mut error = ServerError::new(message, None);
            set_code(&mut error, ErrorCode::ValidationFailed);
            return Err(error);
        }
        next.run(ctx, request).await
    }
}

/// How many selections `document` has once its fragments are spread.
fn expanded(document: &ExecutableDocument) -> usize {
    let mut sizes = Sizes { document, known: HashMap::new(), open: HashSet::new() };
    let operations = document.operations.iter();
    operations.fold(0, |sum, (_, operation)| {
        sum.saturating_add(sizes.of(&operation.node.selection_set.node))
    })
}

/// Sizes of fragments, each computed once.
struct Sizes<'a> {
    document: &'a ExecutableDocument,
    known: HashMap<&'a str, usize>,
    /// Fragments that are being computed: those met again stand in a circle, which validation
    /// refuses, and count nothing here.
    open: HashSet<&'a str>,
}

impl<'a> Sizes<'a> {
    fn of(&mut self, set: &'a SelectionSet) -> usize {
        set.items.iter().fold(0_usize, |sum, selection| {
            let inner = match &selection.node {
                Selection::Field(field) => self.of(&field.node.selection_set.node),
                Selection::InlineFragment(inline) => self.of(&inline.node.selection_set.node),
                Selection::FragmentSpread(spread) => {
                    self.of_fragment(&spread.node.fragment_name.node)
                }
            };
            sum.saturating_add(inner).saturating_add(1)
        })
    }

    fn of_fragment(&mut self, name: &'a str) -> usize {
        if let Some(&size) = self.known.get(name) {
            return size;
        }
        let Some(fragment) = self.document.fragments.get(name) else { return 0 };
        if !self.open.insert(name) {
            return 0;
        }
        let size = self.of(&fragment.node.selection_set.node);
        self.open.remove(name);
        self.known.insert(name, size);
        size
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    fn bomb(levels: usize) -> String {
        let fragment = |level: usize| {
            let next = level + 1;
            format!("fragment F{level} on Clause {{ next {{ ...F{next} ...F{next} }} }}\n")
        };
        let fragments: String = (0..levels).map(fragment).collect();
        format!(
            "{{ clause(id: \"x\") {{ ...F0 }} }} {fragments} fragment F{levels} on Clause {{ id }}"
        )
    }

    #[test]
    fn fragments_count_wherever_they_are_spread() {
        let cases = [
            ("{ a b { c } }".to_owned(), 3),
            ("{ ...F ...F } fragment F on Query { a b }".to_owned(), 6),
            ("{ ... on Query { a } ...Gone }".to_owned(), 3),
            ("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }".to_owned(), 3),
            (bomb(1), 2 + 1 + 4),
            (bomb(63), usize::MAX),
        ];
        for (query, expected) in cases {
            let document = parse_query(&query).expect("well formed");
            assert_eq!(expanded(&document), expected, "{query}");
        }
    }
}
