//! Sentences of declarations and resolutions, with the verbs that lead in.

use super::*;

fn shown(found: &[Found], text: &str) -> String {
    let each = found.iter().map(|verb| {
        format!("{} = {} ({})", &text[verb.range.clone()], verb.lemma, verb.strength.name())
    });
    each.collect::<Vec<_>>().join("; ")
}

#[test]
fn lead_in_verbs_of_clauses() {
    let cases = [
        ("Decides to remain seized of the matter", "Decides = decide (decide)"),
        ("1. Calls upon all States to act", "Calls upon = call upon (urge)"),
        ("(a) Requests the Secretary-General to report", "Requests = request (urge)"),
        ("Reaffirming the Charter,", "Reaffirming = reaffirm (recognize)"),
        ("Reaffirms its commitment", "Reaffirms = reaffirm (commit)"),
        (
            "Deeply concerned at the rise of crime,",
            "Deeply concerned = express concern (recognize)",
        ),
        (
            "Expresses its deep appreciation to Peru",
            "Expresses its deep appreciation = express appreciation (encourage)",
        ),
        (
            "Takes note with appreciation of the report",
            "Takes note with appreciation = take note (note)",
        ),
        ("Having considered the report,", "Having considered = consider (note)"),
        ("Having regard to article 5,", "Having regard = have regard (note)"),
        ("Once again urges all Parties", "Once again urges = urge (urge)"),
        (
            "Notes the report, and requests the Secretary-General to publish it",
            "Notes = note (note); requests = request (urge)",
        ),
        (
            "Recognising the efforts of States, and noting that more is needed,",
            "Recognising = recognize (recognize); noting = note (note)",
        ),
        ("We, the Ministers, hereby resolve to meet again", "hereby resolve = resolve (decide)"),
        (
            "We commit to the Charter and reaffirm our unity",
            "commit = commit (commit); reaffirm = reaffirm (commit)",
        ),
        ("The General Assembly, Recalling its resolution 1,", "Recalling = recall (note)"),
        (
            "We note the report. We also support reform, and we request more",
            "note = note (note); also support = support (encourage); request = request (urge)",
        ),
        ("Continue to support the work", "Continue to support = support (encourage)"),
        ("Work toward a common policy", "Work toward = work towards (commit)"),
        (
            "We seek a wider exchange and oppose violence",
            "seek = seek (commit); oppose = oppose (recognize)",
        ),
        ("Deeply grieved by the loss of life,", "Deeply grieved = express sorrow (recognize)"),
        ("We stand ready to help", "stand ready = stand ready (commit)"),
        (
            "Expresses its deepest sympathy",
            "Expresses its deepest sympathy = express sympathy (recognize)",
        ),
        ("Having sought the views of States,", "Having sought = seek (recognize)"),
    ];
    for (text, expected) in cases {
        assert_eq!(shown(&find_in_clause(text), text), expected, "{text}");
    }
}

#[test]
fn look_alikes_are_no_lead_in_verbs() {
    let cases = [
        "Urge States to prevent, suppress, and condemn all forms of crime",
        "Urge States to train, support and encourage officers",
        "Urge States to act by recognizing risks, supporting victims and welcoming refugees",
        "Urge States to provide technical and operational support, tools, and support services",
        "Urge States to act under Resolution 2178 (2014) condemning violent extremism",
        "Urge States to use research and development, training, and support for police",
        "Urge States to focus on monitoring, observing, and reporting",
        "Urge the creation of and national support for institutions",
        "Urge help for victims who flee and seek asylum",
        "Urge States to build confidence and trust between police and public",
    ];
    for text in cases {
        assert_eq!(shown(&find_in_clause(text), text), "Urge = urge (urge)", "{text}");
    }
    assert!(find_in_clause("Support for the police is vital").is_empty());
    assert!(find_in_clause("The police welcome the report").is_empty());
    assert!(find_in_clause("").is_empty());
}

#[test]
fn paragraphs_need_a_subject_or_an_inflected_verb() {
    let cases = [
        ("Support remains vital, and we note it.", ""),
        ("Decides to meet again.", "Decides = decide (decide)"),
        ("We welcome the report.", "welcome = welcome (encourage)"),
        ("3. Noting the report,", "Noting = note (note)"),
        ("Ministers met in Rome, noting the heat.", ""),
    ];
    for (text, expected) in cases {
        assert_eq!(shown(&find_in_paragraph(text), text), expected, "{text}");
    }
}

#[test]
fn frame_lines_lead_in_with_their_last_words() {
    let cases = [
        ("Agree to,", "Agree = agree (commit)"),
        ("Given all this, we the Ministers decide to:", "decide = decide (decide)"),
        ("Have agreed as follows:", "agreed = agree (commit)"),
        ("We, the Ministers,", ""),
        ("the following Declaration was adopted by the Ministers present:", ""),
        ("On what was agreed in Rome, we the participating Ministers:", ""),
    ];
    for (text, expected) in cases {
        assert_eq!(shown(&find_in_lead_in(text), text), expected, "{text}");
    }
}
