//! The verbs that lead in clauses of declarations and resolutions, and how strongly they bind.
//!
//! A lemma is in American spelling, without adverbs; `lexicon` derives its other forms. Particles
//! belong to the lemma (`call upon`), and so does what is expressed (`express concern`).

use crate::domain::Strength;
use crate::domain::Strength::{Commit, Decide, Encourage, Note, Recognize, Urge};

/// Lemmas by strength, as [`listed`].
pub(super) const LEMMAS: [(Strength, &str); 6] = [
    (
        Note,
        "bear in mind, consider, cite, desire, have regard, note, observe, recall, refer to, \
         remember, take into account, take into consideration, take note",
    ),
    (
        Recognize,
        "accept, acknowledge, appreciate, assert, believe, condemn, criticize, denounce, deplore, \
         draw attention, emphasize, express, highlight, mourn, point out, realize, recognize, \
         regret, reiterate, reject, remind, share the view, stress, underline, underscore, value",
    ),
    (
        Encourage,
        "applaud, commend, congratulate, encourage, favor, honor, hope, invite, look forward, \
         pay tribute, praise, recommend, salute, suggest, support, thank, welcome",
    ),
    (Urge, "appeal, ask, call for, call upon, demand, exhort, implore, insist, request, urge"),
    (
        Commit,
        "affirm, agree, aim, commit, confirm, dedicate, endeavor, intend, pledge, promise, \
         reaffirm, recommit, strive, undertake, uphold, work towards",
    ),
    (
        Decide,
        "adopt, approve, authorize, decide, declare, designate, endorse, establish, instruct, \
         proclaim, resolve",
    ),
];

/// Other wordings of a lemma.
pub(super) const ALIASES: [(&str, &str); 2] =
    [("call on", "call upon"), ("work toward", "work towards")];

/// Adjectives that lead in a recital ("Deeply concerned"), with their lemma.
pub(super) const ADJECTIVES: [(&str, &str, Strength); 14] = [
    ("alarmed", "express alarm", Recognize),
    ("appalled", "express alarm", Recognize),
    ("aware", "aware", Note),
    ("cognizant", "aware", Note),
    ("concerned", "express concern", Recognize),
    ("conscious", "conscious", Note),
    ("convinced", "convinced", Recognize),
    ("desirous", "desire", Note),
    ("determined", "determined", Recognize),
    ("disturbed", "express concern", Recognize),
    ("encouraged", "encouraged", Recognize),
    ("guided", "guided", Note),
    ("mindful", "mindful", Note),
    ("resolved", "determined", Recognize),
];

/// What can be expressed: `express concern` binds less than `express commitment`.
pub(super) const EXPRESSIONS: [(&str, Strength); 20] = [
    ("alarm", Recognize),
    ("appreciation", Encourage),
    ("commitment", Commit),
    ("concern", Recognize),
    ("condolences", Recognize),
    ("confidence", Recognize),
    ("conviction", Recognize),
    ("desire", Note),
    ("determination", Commit),
    ("gratitude", Encourage),
    ("hope", Encourage),
    ("intention", Commit),
    ("readiness", Commit),
    ("regret", Recognize),
    ("resolve", Commit),
    ("satisfaction", Encourage),
    ("solidarity", Encourage),
    ("support", Encourage),
    ("thanks", Encourage),
    ("willingness", Commit),
];

/// Verbs whose base form or third person is a noun as well, or that take a plain object inside
/// any sentence: away from the start of a clause they need to be followed by an object.
pub(super) const ALSO_NOUNS: &str = "accept, adopt, aim, appeal, approve, ask, call, consider, demand, desire, establish, favor, \
    honor, hope, note, observe, pledge, praise, promise, refer, regret, reject, request, resolve, \
    stress, support, value, welcome, work";

/// Verbs that double their last consonant.
pub(super) const DOUBLING: [&str; 4] = ["commit", "recommit", "refer", "regret"];

/// Past participles that do not end in `ed`.
pub(super) const PAST: [(&str, &str); 8] = [
    ("bear", "borne"),
    ("draw", "drawn"),
    ("have", "had"),
    ("pay", "paid"),
    ("strive", "striven"),
    ("take", "taken"),
    ("undertake", "undertaken"),
    ("uphold", "upheld"),
];

/// The entries of a list whose entries have commas between them.
pub(super) fn listed(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.split(',').map(str::trim)
}
