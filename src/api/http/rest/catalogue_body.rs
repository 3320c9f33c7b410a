//! The JSON bodies of what is known about a document beside its title and date.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::api::wire::{AdoptionMethod, Fact};
use crate::domain::{self, Catalogue, Clause, Corpus};

/// What is known about a document beside its title and date.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Catalogue)]
pub(super) struct CatalogueBody {
    /// Its official symbol.
    #[schema(example = "A/RES/80/153")]
    symbol: Option<String>,
    /// Its other names: short titles, acronyms.
    aliases: Vec<String>,
    /// Who issued it.
    issuer: Option<String>,
    /// States and groups that proposed it.
    sponsors: Vec<String>,
    /// The items of the agenda that it belongs to.
    agenda_items: Vec<String>,
    /// The symbol of the draft that was adopted.
    draft_symbol: Option<String>,
    /// Its subjects.
    keywords: Vec<String>,
    adoption: Option<AdoptionBody>,
    /// Facts that no metadata gives, and that were read from the text.
    read_from_text: Vec<Fact>,
    /// What may have been misread.
    doubts: Vec<DoubtBody>,
    /// What the service cannot do for it, such as for its language.
    limits: Vec<String>,
    /// What its file says beside all this, by the file's own names.
    metadata: BTreeMap<String, String>,
}

impl From<&Catalogue> for CatalogueBody {
    fn from(catalogue: &Catalogue) -> Self {
        let known = catalogue.clone();
        Self {
            symbol: known.symbol,
            aliases: known.aliases,
            issuer: known.issuer,
            sponsors: known.sponsors,
            agenda_items: known.agenda_items,
            draft_symbol: known.draft_symbol,
            keywords: known.keywords,
            adoption: known.adoption.map(Into::into),
            read_from_text: known.read_from_text.into_iter().map(Into::into).collect(),
            doubts: known.doubts.into_iter().map(Into::into).collect(),
            limits: known.limits,
            metadata: known.other,
        }
    }
}

/// How a document was adopted, and who voted how.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Adoption)]
struct AdoptionBody {
    method: AdoptionMethod,
    /// Members in favour, as spelt in the record.
    in_favour: Vec<String>,
    /// Members against.
    against: Vec<String>,
    /// Members that abstained.
    abstaining: Vec<String>,
    /// How many voted in favour, as printed.
    in_favour_count: Option<u32>,
    /// How many voted against, as printed.
    against_count: Option<u32>,
    /// How many abstained, as printed.
    abstaining_count: Option<u32>,
}

impl From<domain::Adoption> for AdoptionBody {
    fn from(adoption: domain::Adoption) -> Self {
        let count = |place: usize| adoption.counts.map(|counts| counts[place]);
        Self {
            method: adoption.method.into(),
            in_favour_count: count(0),
            against_count: count(1),
            abstaining_count: count(2),
            in_favour: adoption.in_favour,
            against: adoption.against,
            abstaining: adoption.abstaining,
        }
    }
}

/// Something in a file that a person should look at.
#[derive(Serialize, ToSchema)]
#[schema(as = Doubt)]
pub(super) struct DoubtBody {
    /// Where: a line, a page, an element; empty for the file as a whole.
    place: String,
    /// What is doubtful, and what was done.
    message: String,
}

impl From<domain::Doubt> for DoubtBody {
    fn from(doubt: domain::Doubt) -> Self {
        Self { place: doubt.place, message: doubt.message }
    }
}

/// A place in a clause that cites a document by its symbol.
#[derive(Serialize, ToSchema)]
#[schema(as = Reference)]
pub(super) struct ReferenceBody {
    /// The words of the citation.
    #[schema(example = "2178 (2014)")]
    text: String,
    /// Where they begin in the document's text, in Unicode code points from 0.
    start: u32,
    /// Where they end, exclusive.
    end: u32,
    /// Id of the document that is cited; null where the corpus does not have it.
    document: Option<String>,
}

impl ReferenceBody {
    /// What `clause` of `corpus` cites, in order.
    pub(super) fn all(corpus: &Corpus, clause: &Clause) -> Vec<Self> {
        let text = &corpus.document_of(clause).text;
        let body = |reference: &domain::Reference| {
            let cited = corpus.document_by_symbol(&reference.key);
            Self {
                text: text.slice(reference.span).to_owned(),
                start: reference.span.start,
                end: reference.span.end,
                document: cited.map(|index| corpus.documents()[index].id.clone()),
            }
        };
        clause.references.iter().map(body).collect()
    }
}

/// A file of the corpus folder that no document was made of.
#[derive(Serialize, ToSchema)]
#[schema(as = SkippedFile)]
pub(super) struct SkippedFileBody {
    /// Its path below the folder.
    path: String,
    /// The line at fault, from 1, where one line is at fault.
    line: Option<usize>,
    /// What is wrong, and the remedy.
    message: String,
}

impl From<&domain::SkippedFile> for SkippedFileBody {
    fn from(file: &domain::SkippedFile) -> Self {
        Self { path: file.path.clone(), line: file.line, message: file.message.clone() }
    }
}
