//! What a document may ask for, checked before anything walks through it.
//!
//! Fragments that spread others several times double what there is to visit with every level: a
//! document of a kilobyte can stand for billions of fields. The GraphQL library's own limits are
//! found by visiting them all.

use std::collections::{HashMap, HashSet};

use async_graphql::parser::types::{ExecutableDocument, OperationType, Selection, SelectionSet};
use async_graphql::{Request, ServerResult};

use super::errors::error_with;
use super::schema_depth::{SCHEMA_LISTS_MAX, schema_depth};
use super::tokens;
use crate::service::ErrorCode;

/// How many selections a document may have once its fragments are spread.
const SELECTIONS_MAX: usize = 10_000;
/// How many fields may be renamed.
const ALIASES_MAX: usize = 100;
/// How many fields an operation may select at its top.
const ROOT_FIELDS_MAX: usize = 50;
/// How many directives a document may have in all.
const DIRECTIVES_MAX: usize = 100;

/// Refuses documents beyond the limits, and introspection if it is off.
#[derive(Debug, Clone, Copy)]
pub(super) struct DocumentLimits {
    /// Whether the schema may be asked for.
    pub(super) introspection: bool,
}

impl DocumentLimits {
    /// Refuses `request` if its document is beyond the limits.
    pub(super) fn check_request(self, request: &mut Request) -> ServerResult<()> {
        tokens::check(&request.query)?;
        // What cannot be parsed is refused, with its position, by the next step.
        let Ok(document) = request.parsed_query() else { return Ok(()) };
        let checked = self.check(document);
        checked.map_err(|message| error_with(ErrorCode::ValidationFailed, message))
    }

    fn check(self, document: &ExecutableDocument) -> Result<(), String> {
        if let Some(name) = circular(document) {
            return Err(format!("query: fragment '{name}' spreads itself; remove the cycle"));
        }
        if expanded(document) > SELECTIONS_MAX {
            return Err(format!(
                "query: has more than {SELECTIONS_MAX} selections once its fragments are spread; \
                 select fewer"
            ));
        }
        let counts = count(document);
        let bounds = [
            (counts.aliases, ALIASES_MAX, "aliases"),
            (counts.root_fields, ROOT_FIELDS_MAX, "root fields"),
            (counts.directives, DIRECTIVES_MAX, "directives"),
        ];
        for (found, most, what) in bounds {
            if found > most {
                return Err(format!("query: has {found} {what}; send at most {most} at a time"));
            }
        }
        if counts.introspection && !self.introspection {
            return Err("query: introspection is off; use the published schema.graphql".into());
        }
        if schema_depth(document) > SCHEMA_LISTS_MAX {
            return Err(format!(
                "query: nests more than {SCHEMA_LISTS_MAX} lists of the schema (fields, inputFields, \
                 interfaces, possibleTypes) within each other; ask for the types one by one"
            ));
        }
        one_field_per_subscription(document)
    }
}

/// An operation that is subscribed to has one event stream, hence one field at its top.
fn one_field_per_subscription(document: &ExecutableDocument) -> Result<(), String> {
    let wrong = document.operations.iter().any(|(_, operation)| {
        let items = &operation.node.selection_set.node.items;
        operation.node.ty == OperationType::Subscription
            && !matches!(&items[..], [item] if matches!(item.node, Selection::Field(_)))
    });
    if wrong {
        return Err(
            "query: a subscription must select exactly one root field, without a fragment".into()
        );
    }
    Ok(())
}

/// What there is in a document as it is written, each fragment taken once.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    aliases: usize,
    directives: usize,
    /// Of the operation that has most.
    root_fields: usize,
    /// Whether the schema is asked for.
    introspection: bool,
}

fn count(document: &ExecutableDocument) -> Counts {
    let mut counts = Counts::default();
    for (_, operation) in document.operations.iter() {
        let set = &operation.node.selection_set.node;
        counts.root_fields = counts.root_fields.max(set.items.len());
        counts.directives += operation.node.directives.len();
        counts.add(set);
    }
    for fragment in document.fragments.values() {
        counts.directives += fragment.node.directives.len();
        counts.add(&fragment.node.selection_set.node);
    }
    counts
}

impl Counts {
    fn add(&mut self, set: &SelectionSet) {
        for selection in &set.items {
            self.directives += selection.node.directives().len();
            match &selection.node {
                Selection::Field(field) => {
                    self.aliases += usize::from(field.node.alias.is_some());
                    let name = field.node.name.node.as_str();
                    self.introspection |= name == "__schema" || name == "__type";
                    self.add(&field.node.selection_set.node);
                }
                Selection::InlineFragment(inline) => self.add(&inline.node.selection_set.node),
                Selection::FragmentSpread(_) => {}
            }
        }
    }
}

/// A fragment that spreads itself, directly or by way of others.
fn circular(document: &ExecutableDocument) -> Option<&str> {
    let mut sizes = Sizes::new(document);
    for fragment in document.fragments.keys() {
        sizes.count_fragment(fragment);
    }
    sizes.circular
}

/// How many selections `document` has once its fragments are spread.
fn expanded(document: &ExecutableDocument) -> usize {
    let mut sizes = Sizes::new(document);
    let operations = document.operations.iter();
    operations.fold(0, |sum, (_, operation)| {
        sum.saturating_add(sizes.count(&operation.node.selection_set.node))
    })
}

/// Sizes of fragments, each computed once.
struct Sizes<'a> {
    document: &'a ExecutableDocument,
    known: HashMap<&'a str, usize>,
    /// Fragments that are being counted: one that is met again is part of a cycle, and counts nothing.
    open: HashSet<&'a str>,
    /// A fragment that is part of a cycle.
    circular: Option<&'a str>,
}

impl<'a> Sizes<'a> {
    fn new(document: &'a ExecutableDocument) -> Self {
        Self { document, known: HashMap::new(), open: HashSet::new(), circular: None }
    }

    fn count(&mut self, set: &'a SelectionSet) -> usize {
        set.items.iter().fold(0_usize, |sum, selection| {
            let inner = match &selection.node {
                Selection::Field(field) => self.count(&field.node.selection_set.node),
                Selection::InlineFragment(inline) => self.count(&inline.node.selection_set.node),
                Selection::FragmentSpread(spread) => {
                    self.count_fragment(&spread.node.fragment_name.node)
                }
            };
            sum.saturating_add(inner).saturating_add(1)
        })
    }

    fn count_fragment(&mut self, name: &'a str) -> usize {
        if let Some(&size) = self.known.get(name) {
            return size;
        }
        let Some(fragment) = self.document.fragments.get(name) else { return 0 };
        if !self.open.insert(name) {
            self.circular = Some(name);
            return 0;
        }
        let size = self.count(&fragment.node.selection_set.node);
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
    fn what_is_written_is_counted() {
        let document = parse_query(
            "query Q @d { a: x @skip(if: true) @d ...F ... @d { b: __typename } }
             fragment F on Query @d { c: __schema { types { d: name } } }",
        );
        let counts = count(&document.expect("well formed"));
        let expected = Counts { aliases: 4, directives: 5, root_fields: 3, introspection: true };
        assert_eq!(counts, expected);
    }

    #[test]
    fn circles_are_found_wherever_they_begin() {
        let cases = [
            ("{ ...A } fragment A on Query { x }", false),
            ("{ ...A } fragment A on Query { a { ...A } }", true),
            ("{ x } fragment A on T { ...B } fragment B on T { ... on T { ...A } }", true),
            ("{ ...A ...B } fragment A on T { ...B } fragment B on T { x }", false),
        ];
        for (query, expected) in cases {
            let document = parse_query(query).expect("well formed");
            assert_eq!(circular(&document).is_some(), expected, "{query}");
        }
    }

    #[test]
    fn a_subscription_has_one_field() {
        let cases = [
            ("subscription { a }", true),
            ("subscription { a b }", false),
            ("subscription { ...F } fragment F on S { a }", false),
            ("query { a b }", true),
        ];
        for (query, expected) in cases {
            let document = parse_query(query).expect("well formed");
            assert_eq!(one_field_per_subscription(&document).is_ok(), expected, "{query}");
        }
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
