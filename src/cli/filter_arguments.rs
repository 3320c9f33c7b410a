//! The filter, as arguments.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde_json::{Map, Value, json};

use crate::domain::{DocumentKind, Filter, Part, Strength};

/// The filter: which clauses may answer.
#[derive(Debug, Args)]
#[command(next_help_heading = "Filter (repeat for several)")]
pub(super) struct FilterArguments {
    /// Id of a document
    #[arg(long, value_name = "ID")]
    document: Vec<String>,
    /// Year of adoption or publication
    #[arg(long, value_name = "YEAR")]
    year: Vec<i16>,
    /// Language of a document, such as `fr`
    #[arg(long, value_name = "CODE")]
    language: Vec<String>,
    /// Part of a document
    #[arg(long, value_name = "PART", value_parser = part())]
    part: Vec<Part>,
    /// Kind of document
    #[arg(long, value_name = "KIND", value_parser = kind())]
    kind: Vec<DocumentKind>,
    /// Place of adoption or publication
    #[arg(long, value_name = "PLACE")]
    place: Vec<String>,
    /// Base form of a lead-in verb, such as `urge`
    #[arg(long, value_name = "VERB")]
    verb: Vec<String>,
    /// Strength of a lead-in verb
    #[arg(long, value_name = "STRENGTH", value_parser = strength())]
    strength: Vec<Strength>,
    /// Minimum strength of a lead-in verb; may be given once
    #[arg(long, value_name = "STRENGTH", value_parser = strength())]
    strength_min: Option<Strength>,
}

fn strength() -> impl TypedValueParser<Value = Strength> {
    PossibleValuesParser::new(Strength::ALL.map(Strength::name)).map(|name| {
        let named = Strength::ALL.into_iter().find(|strength| strength.name() == name);
        named.expect("the parser admits names of strengths only")
    })
}

fn part() -> impl TypedValueParser<Value = Part> {
    PossibleValuesParser::new(Part::ALL.map(Part::name)).map(|name| {
        let named = Part::ALL.into_iter().find(|part| part.name() == name);
        named.expect("the parser admits names of parts only")
    })
}

fn kind() -> impl TypedValueParser<Value = DocumentKind> {
    PossibleValuesParser::new(DocumentKind::ALL.map(DocumentKind::name)).map(|name| {
        let named = DocumentKind::ALL.into_iter().find(|kind| kind.name() == name);
        named.expect("the parser admits names of kinds only")
    })
}

impl FilterArguments {
    /// The filter as the service takes it.
    pub(super) fn to_domain(&self) -> Filter {
        Filter {
            documents: self.document.iter().cloned().collect(),
            years: self.year.clone(),
            parts: self.part.clone(),
            kinds: self.kind.clone(),
            places: self.place.clone(),
            verbs: self.verb.clone(),
            strengths: self.strength.clone(),
            strength_min: self.strength_min,
            languages: self.language.iter().map(|code| code.to_lowercase()).collect(),
            ..Filter::default()
        }
    }

    /// The filter as GraphQL takes it.
    pub(super) fn to_graphql(&self) -> Value {
        let enums = |names: Vec<&str>| names.iter().map(|n| n.to_uppercase()).collect::<Vec<_>>();
        let lists = [
            ("documents", json!(self.document)),
            ("years", json!(self.year)),
            ("parts", json!(enums(self.part.iter().map(|part| part.name()).collect()))),
            ("kinds", json!(enums(self.kind.iter().map(|kind| kind.name()).collect()))),
            ("places", json!(self.place)),
            ("languages", json!(self.language)),
            ("verbs", json!(self.verb)),
            ("strengths", json!(enums(self.strength.iter().map(|one| one.name()).collect()))),
            ("strengthMin", json!(self.strength_min.map(|least| least.name().to_uppercase()))),
        ];
        let given =
            lists.into_iter().filter(|(_, list)| *list != json!([]) && *list != Value::Null);
        Value::Object(given.map(|(name, list)| (name.to_owned(), list)).collect::<Map<_, _>>())
    }
}
