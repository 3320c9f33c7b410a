//! How a document was adopted, in a sentence.

use super::super::super::phrase::{capitalised, date, short_name};
use super::side::Side;
use crate::domain::{Adoption, AdoptionMethod, Corpus};

/// How the document at `index` was adopted, with its date.
pub(super) fn how_adopted_at(corpus: &Corpus, index: usize, adoption: &Adoption) -> String {
    let day = corpus.documents()[index].adopted_on.map(date);
    how_adopted(adoption, &capitalised(&short_name(corpus, index)), day)
}

/// "Resolution 80/4 was adopted on 29 October 2025 by a vote: 165 in favour, ..."
pub(super) fn how_adopted(adoption: &Adoption, name: &str, day: Option<String>) -> String {
    let on = day.map(|day| format!(" on {day}")).unwrap_or_default();
    let how = match adoption.method {
        AdoptionMethod::WithoutVote => return format!("{name} was adopted{on} without a vote."),
        AdoptionMethod::Unanimous => "unanimously",
        AdoptionMethod::Vote => "by a vote",
    };
    format!("{name} was adopted{on} {how}: {}.", tally(adoption))
}

/// "165 in favour, 7 against, 12 abstaining".
pub(super) fn tally(adoption: &Adoption) -> String {
    let [favour, against, abstaining] =
        [Side::InFavour, Side::Against, Side::Abstaining].map(|side| side.count(adoption));
    format!("{favour} in favour, {against} against, {abstaining} abstaining")
}
