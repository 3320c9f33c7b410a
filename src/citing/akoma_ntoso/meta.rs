//! What is known about a document, at the levels of work, expression and manifestation (FRBR).

use super::super::language;
use super::super::work::Work;
use super::writer::Xml;
use crate::domain::Corpus;

/// Who wrote the file down.
const EDITOR: &str = "#rapporteur";
/// Jurisdiction of what no state enacted: a code that ISO 3166-1 leaves to its users.
const NO_COUNTRY: &str = "xx";
/// A date where none is known; the schema wants one.
const UNKNOWN_DATE: &str = "0001-01-01";

/// Writes `meta`. `kind` is the name of the element around it.
pub(super) fn write(xml: &mut Xml, corpus: &Corpus, work: &Work<'_>, kind: &str) {
    let document = work.document;
    let date = work.issued().map_or_else(|| UNKNOWN_DATE.to_owned(), |date| date.to_string());
    let language = language::three_letters(&document.language);
    let own = format!("/akn/{NO_COUNTRY}/{kind}/{}/{date}/{}", document.kind.name(), document.id);
    let expression = format!("{own}/{language}@{date}");
    let event = match (document.adopted_on, document.published_on) {
        (Some(_), _) => "adoption",
        (None, Some(_)) => "publication",
        (None, None) => "unknown",
    };
    let published = document.published_on.map_or_else(|| date.clone(), |date| date.to_string());
    xml.within("meta", &[], |xml| {
        xml.within("identification", &[("source", EDITOR)], |xml| {
            xml.within("FRBRWork", &[], |xml| {
                level(xml, &format!("{own}/!main"), &own, |xml| {
                    xml.empty("FRBRalias", &[("value", &work.title), ("name", "title")]);
                    if let Some(url) = work.url {
                        xml.empty("FRBRalias", &[("value", url), ("name", "source")]);
                    }
                });
                dated(xml, &date, event, "#author");
                xml.empty("FRBRcountry", &[("value", NO_COUNTRY)]);
                xml.empty("FRBRsubtype", &[("value", document.kind.name())]);
                xml.empty("FRBRname", &[("value", &document.id)]);
            });
            xml.within("FRBRExpression", &[], |xml| {
                level(xml, &format!("{expression}/!main"), &expression, |_| {});
                dated(xml, &date, event, "#author");
                xml.empty("FRBRlanguage", &[("language", &language)]);
            });
            xml.within("FRBRManifestation", &[], |xml| {
                let file = format!("{expression}.akn");
                level(xml, &format!("{expression}/!main.xml"), &file, |_| {});
                dated(xml, &published, "publication", EDITOR);
                xml.empty("FRBRformat", &[("value", "application/akn+xml")]);
            });
        });
        references(xml, work);
        provenance(xml, corpus, work);
    });
}

/// The addresses of a level, and what else goes by them.
fn level(xml: &mut Xml, this: &str, uri: &str, aliases: impl FnOnce(&mut Xml)) {
    xml.empty("FRBRthis", &[("value", this)]);
    xml.empty("FRBRuri", &[("value", uri)]);
    aliases(xml);
}

/// The date and author of a level.
fn dated(xml: &mut Xml, date: &str, event: &str, author: &str) {
    xml.empty("FRBRdate", &[("date", date), ("name", event)]);
    xml.empty("FRBRauthor", &[("href", author)]);
}

/// Those who are named above.
fn references(xml: &mut Xml, work: &Work<'_>) {
    let author = work.organisation.or(work.site).unwrap_or("Unknown");
    let author_href = format!("/akn/ontology/organization/{NO_COUNTRY}/{}", slug(author));
    let editor_href = format!("/akn/ontology/organization/{NO_COUNTRY}/rapporteur");
    xml.within("references", &[("source", EDITOR)], |xml| {
        let author = [("eId", "author"), ("href", author_href.as_str()), ("showAs", author)];
        xml.empty("TLCOrganization", &author);
        let editor =
            [("eId", "rapporteur"), ("href", editor_href.as_str()), ("showAs", "Rapporteur")];
        xml.empty("TLCOrganization", &editor);
        if let Some(occasion) = work.occasion() {
            let href = format!("/akn/ontology/event/{NO_COUNTRY}/{}", slug(occasion));
            xml.empty("TLCEvent", &[("eId", "occasion"), ("href", &href), ("showAs", occasion)]);
        }
        if let Some(place) = work.place() {
            let href = format!("/akn/ontology/location/{NO_COUNTRY}/{}", slug(place));
            xml.empty("TLCLocation", &[("eId", "place"), ("href", &href), ("showAs", place)]);
        }
    });
}

/// Which state of which file this is.
fn provenance(xml: &mut Xml, corpus: &Corpus, work: &Work<'_>) {
    let (own, whole) = (work.document.digest.to_string(), corpus.digest().to_string());
    xml.within("proprietary", &[("source", EDITOR)], |xml| {
        let digests = [
            ("xmlns", "urn:x-rapporteur"),
            ("document", own.as_str()),
            ("corpus", whole.as_str()),
            ("algorithm", "sha-256"),
        ];
        xml.empty("digest", &digests);
    });
}

/// `name` as the last part of an address: letters and digits, lower-case, with hyphens between.
fn slug(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}
