//! Every field has a price, and exports are as long as they are taken to be.

use async_graphql::Variables;
use async_graphql::parser::types::{BaseType, DocumentOperations, Selection, Type, TypeKind};
use async_graphql::parser::types::{Field, TypeSystemDefinition};
use async_graphql::parser::{parse_query, parse_schema};

use super::arguments::Arguments;
use super::scope::{About, Known, Scope, Text, Which};
use super::tariff::Call;
use crate::api::graphql::{Links, sdl};
use crate::citing::{ExportFormat, Passage, Subject};
use crate::domain::{Corpus, sample};

/// The field `text`, as it is selected.
fn field(text: &str) -> Field {
    let document = parse_query(format!("{{ {text} }}")).expect("well formed");
    let DocumentOperations::Single(operation) = document.operations else {
        panic!("one operation")
    };
    let mut items = operation.node.selection_set.node.items;
    match items.remove(0).node {
        Selection::Field(field) => field.node,
        _ => panic!("a field"),
    }
}

/// The text that `parent` has under `selected`.
fn text(parent: &str, selected: &str, scope: Scope, corpus: &Corpus) -> Option<Text> {
    let field = field(selected);
    let variables = Variables::default();
    let arguments = Arguments::of(&field, &variables);
    let name = field.name.node.as_str();
    Call { parent, name, gives: "String", arguments, scope, known: Known(Some(corpus)) }.text()
}

fn named(kind: &Type) -> &str {
    match &kind.base {
        BaseType::Named(name) => name,
        BaseType::List(item) => named(item),
    }
}

#[test]
fn every_text_of_the_schema_has_a_price() {
    let corpus = sample::corpus();
    let scope = Scope { count: 1, about: About::Other };
    let mut texts = 0;
    for definition in parse_schema(sdl()).expect("well formed").definitions {
        let TypeSystemDefinition::Type(definition) = definition else { continue };
        let parent = definition.node.name.node;
        let TypeKind::Object(object) = definition.node.kind else { continue };
        let is_text = |kind: &Type| ["String", "ID"].contains(&named(kind));
        for field in object.fields.iter().filter(|field| is_text(&field.node.ty.node)) {
            let name = field.node.name.node.as_str();
            assert!(text(&parent, name, scope, &corpus).is_some(), "{parent}.{name}");
            texts += 1;
        }
    }
    assert!(texts > 50, "{texts}");
}

#[test]
fn exports_are_no_longer_than_they_are_taken_to_be() {
    let corpus = sample::corpus();
    let links = Links { public_url: "https://declarations.example.org".to_owned() };
    let name = |format: ExportFormat| format.name().to_uppercase().replace('-', "_");
    let check = |parent: &str, which: About, subject: Subject<'_>, format: ExportFormat| {
        let scope = Scope { count: 1, about: which };
        let selected = format!("export(format: {})", name(format));
        let taken = text(parent, &selected, scope, &corpus).expect("it has a price");
        let Ok(export) = links.export(&corpus, subject, format) else { return };
        let chars = export.chars().count();
        assert!(Text::of(scope, chars).points(scope) <= taken.points(scope), "{parent} {format:?}");
    };
    for format in ExportFormat::ALL {
        for (index, document) in corpus.documents().iter().enumerate() {
            let about = About::Documents(Which::One(index));
            check("Document", about, Subject::Document(document), format);
        }
        for (position, clause) in corpus.clauses().iter().enumerate() {
            let about = About::Clauses(Which::One(position));
            let passages = [Passage::of_clause(&corpus, clause)];
            check("Clause", about, Subject::Passages(&passages), format);
        }
    }
}
