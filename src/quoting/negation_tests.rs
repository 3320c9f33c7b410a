//! Negations at the ends of quotations.

use super::tests::{ask, changes, corpus};
use crate::domain::Verdict::{Altered, Exact, Normalised};

#[test]
fn a_negation_at_the_end_of_a_quotation_counts_where_its_words_are_under_it() {
    let corpus = corpus(&[(
        "a",
        &[
            (
                "P1",
                "Asserting that crime poses challenges to authorities which may not be most \
                 effectively prevented or countered by relying on traditional methods alone and that \
                 working together with civil society is a key element.",
            ),
            (
                "P2",
                "Noting that the rule of law is weak, dysfunctional or does not exist and state \
                 institutions are fragile; no state shall harbour criminals in its towns.",
            ),
            (
                "P3",
                "States shall not, under any circumstances, surrender the tools of trade, and shall \
                 share what they know with all of their neighbours.",
            ),
            (
                "P4",
                "Acts that menace not only the safety of towns but also the trust of citizens shall \
                 be punished no later than twelve months after they were found.",
            ),
            ("P5", "They agree to recognise no refuge for the proceeds of crime without delay."),
        ],
    )]);
    let turned_round = [
        ("[They are] most effectively prevented or countered by relying on traditional", "-not"),
        ("... be most effectively prevented or countered by relying on ...", "-not"),
        ("\u{2026} relying on traditional methods alone", "-not"),
        ("[\u{2026}] or countered by relying on traditional methods", "-not"),
        ("[B]e most effectively prevented or countered", "-not"),
        ("be most effectively prevented or countered", "-not"),
        ("most effectively prevented or countered by relying", "-not"),
        ("exist and state institutions are fragile", "-not"),
        ("[States] shall harbour criminals in its towns", "-no"),
        ("... surrender the tools of trade ...", "-not"),
        ("... surrender the tools ... and shall share what they know", "-not"),
        ("... only the safety of towns but also", "-not"),
        ("They agree to recognise ...", "-no"),
        ("They agree to recognise [rights]", "-no"),
        ("\u{2026} refuge for the proceeds of crime", "-no"),
    ];
    for (text, expected) in turned_round {
        let found = ask(&corpus, text, "", "");
        assert_eq!(found.verdict, Altered, "{text}: {found:?}");
        assert_eq!(changes(&corpus, text, &found.matches[0]), expected, "{text}");
    }
    let as_they_stand = [
        ("... working together with civil society is a key element", Exact),
        ("... and that working together with civil society is a key element", Exact),
        ("crime poses challenges to authorities ...", Exact),
        ("... state institutions are fragile", Exact),
        ("the rule of law is weak ...", Exact),
        ("... share what they know with all of their neighbours", Exact),
        ("[They] shall share what they know", Normalised),
        ("... the trust of citizens shall be punished ...", Exact),
        ("Acts that menace ... the trust of citizens", Normalised),
        ("shall be punished ... after they were found", Normalised),
        ("They agree to recognise no refuge for the proceeds of crime ...", Exact),
        ("only the safety of towns but also", Exact),
        ("refuge for the proceeds of crime", Exact),
        ("relying on traditional methods alone", Exact),
        ("surrender the tools of trade", Exact),
        ("be most effectively", Exact),
        ("[They are] most effectively prevented", Normalised),
    ];
    for (text, expected) in as_they_stand {
        assert_eq!(ask(&corpus, text, "", "").verdict, expected, "{text}");
    }
}
