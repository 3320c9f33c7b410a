//! The verbs that lead in clauses of declarations and resolutions, and how strongly they bind.
//!
//! A lemma is in American spelling, without adverbs; the module above derives its other forms. Particles
//! belong to the lemma (`call upon`), and so does what is expressed (`express concern`).

use crate::domain::Strength;
use crate::domain::Strength::{Commit, Decide, Encourage, Note, Recognize, Urge};

/// Lemmas by strength, as [`listed`].
pub(crate) const LEMMAS: [(Strength, &str); 6] = [
    (
        Note,
        "bear in mind, consider, cite, contemplate, desire, have regard, note, observe, recall, \
         refer to, remember, take into account, take into consideration, take note",
    ),
    (
        Recognize,
        "abhor, accept, acknowledge, appreciate, assert, believe, call attention, censure, \
         commemorate, condemn, criticize, denounce, deplore, deprecate, draw attention, emphasize, \
         express, highlight, lament, mourn, oppose, point out, realize, recognize, regret, \
         reiterate, reject, remind, share the view, stress, underline, underscore, value",
    ),
    (
        Encourage,
        "advise, applaud, celebrate, commend, congratulate, encourage, favor, honor, hope, invite, \
         look forward, pay tribute, praise, propose, recommend, salute, stand with, suggest, \
         support, thank, trust, welcome",
    ),
    (
        Urge,
        "appeal, ask, call for, call upon, demand, exhort, expect, implore, insist, request, urge, \
         warn",
    ),
    (
        Commit,
        "affirm, agree, aim, assure, commit, confirm, dedicate, endeavor, intend, pledge, promise, \
         reaffirm, reassert, recommit, reconfirm, seek, stand ready, strive, undertake, \
         uphold, work towards",
    ),
    (
        Decide,
        "adopt, appoint, approve, authorize, decide, declare, designate, elect, endorse, establish, \
         instruct, proclaim, resolve",
    ),
];

/// Other wordings of a lemma.
pub(crate) const ALIASES: [(&str, &str); 2] =
    [("call on", "call upon"), ("work toward", "work towards")];

/// Adjectives that lead in a recital ("Deeply concerned"), with their lemma.
pub(crate) const ADJECTIVES: [(&str, &str, Strength); 22] = [
    ("alarmed", "express alarm", Recognize),
    ("anxious", "express concern", Recognize),
    ("appalled", "express alarm", Recognize),
    ("aware", "aware", Note),
    ("cognizant", "aware", Note),
    ("concerned", "express concern", Recognize),
    ("confident", "express confidence", Recognize),
    ("conscious", "conscious", Note),
    ("convinced", "convinced", Recognize),
    ("desirous", "desire", Note),
    ("determined", "determined", Recognize),
    ("dismayed", "express concern", Recognize),
    ("disturbed", "express concern", Recognize),
    ("encouraged", "encouraged", Recognize),
    ("grateful", "express gratitude", Encourage),
    ("gratified", "express satisfaction", Encourage),
    ("grieved", "express sorrow", Recognize),
    ("guided", "guided", Note),
    ("indignant", "express indignation", Recognize),
    ("mindful", "mindful", Note),
    ("resolved", "determined", Recognize),
    ("shocked", "express indignation", Recognize),
];

/// What can be expressed: `express concern` binds less than `express commitment`.
pub(crate) const EXPRESSIONS: [(&str, Strength); 26] = [
    ("alarm", Recognize),
    ("appreciation", Encourage),
    ("belief", Recognize),
    ("commitment", Commit),
    ("concern", Recognize),
    ("condemnation", Recognize),
    ("condolences", Recognize),
    ("confidence", Recognize),
    ("conviction", Recognize),
    ("desire", Note),
    ("determination", Commit),
    ("gratitude", Encourage),
    ("hope", Encourage),
    ("indignation", Recognize),
    ("intention", Commit),
    ("readiness", Commit),
    ("regret", Recognize),
    ("resolve", Commit),
    ("satisfaction", Encourage),
    ("solidarity", Encourage),
    ("sorrow", Recognize),
    ("support", Encourage),
    ("sympathy", Recognize),
    ("thanks", Encourage),
    ("willingness", Commit),
    ("wish", Note),
];

/// Verbs whose base form or third person is a noun as well, or that take a plain object inside
/// any sentence: away from the start of a clause they need to be followed by an object.
pub(crate) const ALSO_NOUNS: &str = "accept, adopt, aim, appeal, approve, ask, call, consider, demand, desire, establish, favor, \
    expect, honor, hope, note, observe, pledge, praise, promise, propose, refer, regret, reject, request, resolve, seek, stand, stress, support, trust, value, warn, welcome, work";

/// Verbs that double their last consonant.
pub(crate) const DOUBLING: [&str; 4] = ["commit", "recommit", "refer", "regret"];

/// Past participles that do not end in `ed`.
pub(crate) const PAST: [(&str, &str); 10] = [
    ("bear", "borne"),
    ("draw", "drawn"),
    ("have", "had"),
    ("pay", "paid"),
    ("seek", "sought"),
    ("stand", "stood"),
    ("strive", "striven"),
    ("take", "taken"),
    ("undertake", "undertaken"),
    ("uphold", "upheld"),
];

/// The entries of a list whose entries have commas between them.
pub(crate) fn listed(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.split(',').map(str::trim)
}
