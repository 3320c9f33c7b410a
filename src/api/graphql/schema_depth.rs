//! How deep a document nests the lists of the schema: types have fields, which have types, which have
//! fields. Each list within another multiplies the response, and no tool needs more than two.

use std::collections::HashMap;

use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};

/// How many lists of the schema may be nested within each other.
pub(super) const SCHEMA_LISTS_MAX: usize = 2;

/// Lists of types, or of what has a type.
const LISTS: [&str; 4] = ["fields", "inputFields", "interfaces", "possibleTypes"];

/// How many lists lie within each other wherever `document`, whose fragments make no circle, asks for
/// the schema.
pub(super) fn schema_depth(document: &ExecutableDocument) -> usize {
    let mut depths = Depths { document, within: HashMap::new() };
    let operations = document.operations.iter().map(|(_, operation)| &operation.node.selection_set);
    let fragments = document.fragments.values().map(|fragment| &fragment.node.selection_set);
    // A fragment on the root type is one of these sets, too.
    operations.chain(fragments).map(|set| depths.of_roots(&set.node)).max().unwrap_or(0)
}

/// The depths of selections, those of fragments computed once.
struct Depths<'a> {
    document: &'a ExecutableDocument,
    within: HashMap<&'a str, usize>,
}

impl<'a> Depths<'a> {
    /// Below `__schema` and `__type` alone: elsewhere the names may be those of other fields.
    fn of_roots(&mut self, set: &'a SelectionSet) -> usize {
        let depths = set.items.iter().map(|selection| match &selection.node {
            Selection::Field(field) => match field.node.name.node.as_str() {
                "__schema" | "__type" => self.of(&field.node.selection_set.node),
                _ => 0,
            },
            Selection::InlineFragment(inline) => self.of_roots(&inline.node.selection_set.node),
            Selection::FragmentSpread(_) => 0,
        });
        depths.max().unwrap_or(0)
    }

    fn of(&mut self, set: &'a SelectionSet) -> usize {
        let depths = set.items.iter().map(|selection| match &selection.node {
            Selection::Field(field) => {
                let is_list = LISTS.contains(&field.node.name.node.as_str());
                usize::from(is_list) + self.of(&field.node.selection_set.node)
            }
            Selection::InlineFragment(inline) => self.of(&inline.node.selection_set.node),
            Selection::FragmentSpread(spread) => self.of_fragment(&spread.node.fragment_name.node),
        });
        depths.max().unwrap_or(0)
    }

    fn of_fragment(&mut self, name: &'a str) -> usize {
        if let Some(&depth) = self.within.get(name) {
            return depth;
        }
        let Some(fragment) = self.document.fragments.get(name) else { return 0 };
        let depth = self.of(&fragment.node.selection_set.node);
        self.within.insert(name, depth);
        depth
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    #[test]
    fn lists_of_the_schema_count_where_they_nest() {
        let cases = [
            ("{ documents { fields { fields { fields { x } } } } }", 0),
            ("{ __schema { types { name } } }", 0),
            ("{ __schema { types { fields { type { name } } interfaces { name } } } }", 1),
            ("{ __schema { types { fields { type { fields { type { name } } } } } } }", 2),
            (
                "{ ...R } fragment R on Query { s: __type(name: \"A\") { a: fields { type { ...T } } } } \
              fragment T on __Type { possibleTypes { ...U } } fragment U on __Type { inputFields { name } }",
                3,
            ),
            ("{ ... on Query { __type(name: \"A\") { interfaces { interfaces { name } } } } }", 2),
        ];
        for (query, expected) in cases {
            let document = parse_query(query).expect("well formed");
            assert_eq!(schema_depth(&document), expected, "{query}");
        }
    }

    #[test]
    fn depths_of_fragments_are_computed_once() {
        use std::fmt::Write;
        let mut query = "{ __schema { types { ...F0 } } }".to_owned();
        for level in 0..60 {
            let next = level + 1;
            let _ = write!(
                query,
                " fragment F{level} on __Type {{ a: ofType {{ ...F{next} }} b: ofType {{ ...F{next} }} }}"
            );
        }
        query.push_str(" fragment F60 on __Type { fields { name } }");
        assert_eq!(schema_depth(&parse_query(query).expect("well formed")), 1);
    }
}
