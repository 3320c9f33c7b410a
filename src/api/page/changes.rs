//! What became of a clause since an earlier state of the documents.

use maud::{Markup, html};

use super::{address, marked, names};
use crate::domain::{ClauseChange, ClauseVersion};

/// That a clause is of an earlier state, and how it reads today; nothing where it is of today.
pub(super) fn changes(version: &ClauseVersion) -> Markup {
    let corpus = &version.corpus;
    let said = match version.successor.change {
        ClauseChange::Unchanged => "Today it reads the same.",
        ClauseChange::Moved => "Today the same words have another label.",
        ClauseChange::Reworded => "Today it reads differently.",
        ClauseChange::Removed => "Today the document has no similar clause.",
    };
    let today = version.successor.clause.map(|at| &version.current.clauses()[at]);
    html! {
        @if !version.is_current() {
            section.earlier aria-labelledby="earlier" {
                h2 id="earlier" { "An earlier text" }
                p {
                    "This is the clause in state " code { (corpus.digest().short()) }
                    @if let Some(since) = version.served_since {
                        ", first served on " (since.strftime("%-d %B %Y").to_string())
                    }
                    ". " (said) " "
                    @if let Some(clause) = today {
                        a href=(address::clause(&version.current, clause)) {
                            (names::label(clause)) " as it stands today"
                        }
                    }
                }
                @if version.successor.change == ClauseChange::Reworded {
                    p.differences { (marked::differences(version.differences())) }
                }
            }
        }
    }
}
