//! Texts that mean harm to the check of texts: each says one thing again and again.

/// Texts of about `chars` characters, each of what has to be looked up again and again.
pub(crate) fn looked_up(chars: usize) -> Vec<(&'static str, String)> {
    let all = |unit: &str| unit.repeat(chars / unit.chars().count());
    let behind = |head: &str, unit: &str| format!("{head}{}", all(unit));
    vec![
        ("quotations", all("\u{201c}a\u{201d} ")),
        ("straight marks", all("\"a\" ")),
        ("straight marks side by side", all("\"a\"")),
        ("marks that do not close", all("\"a ")),
        ("marks inside marks", all("\u{ab}a ")),
        ("genitives", behind("'a ", "s' b ")),
        ("genitives inside marks", behind(&"\u{2018}a ".repeat(16), "s\u{2019} b ")),
        ("genitives that hold", all(&format!("'a {}x' ", "s' b ".repeat(190)))),
        (
            "genitives that hold inside marks",
            behind(
                &"\u{2018}a ".repeat(16),
                &format!("{}x\u{2019} \u{2018}a ", "s\u{2019} b ".repeat(140)),
            ),
        ),
        ("genitives joined", behind("'a ", "s' and b ")),
        ("brackets", all("[^a ")),
        ("closing marks", all("A!\"\")\")) ")),
        ("names", all("Rome ")),
        ("references", all("Rome 2012, P3A; ")),
        ("labels", behind("the Rome declaration: ", "P3A ")),
        ("labels before a name", format!("{}the Rome declaration", all("P3A "))),
        ("years", all("2012 declaration ")),
        ("links", all("/c/0123456789ab/rome-2012/P3B")),
        ("reports", all("the news report ")),
        ("unknown names", all("the Lyon declaration ")),
        ("sentences", all("A b. ")),
        ("claims", all("The Rome declaration urges police. ")),
        ("claims in one sentence", all("the Rome declaration urges police and ")),
        ("subjects", format!("{}condemn crime", all("Rome and "))),
        ("asides", behind("Rome 2012 says it", ", but ministers say it")),
        ("quotations in one sentence", behind("Rome 2012 says ", "\"a b c d\" and ")),
        ("speakers in one sentence", behind("In short ", "\"a b c d\" said ")),
        ("cells of one row", all("|Rome 2012|\"a b c d e\"")),
        ("blocks", all(">a\n\n")),
        ("lines of one block", all(">Rome 2012, P3A\n")),
        ("footnotes", all("\\footnote{a ")),
        ("questions", all("Does Rome 2012 urge police? ")),
        ("places of quotations", behind("Rome says ", "\"a b c d\" (Rome 2012, P3A) ")),
        ("paragraphs that go on", all("\u{201c}a b c\n\n")),
        ("strokes", all("a/")),
        ("symbols", all("80/23 ")),
        ("lines of a timeline", all("2012: ministers met\n")),
        ("votes", all("It was adopted by 3 votes to 2. ")),
        ("passives", all("Crime is not mentioned in Rome 2012. ")),
    ]
}

/// Texts of about `chars` characters that are all of a kind, but have less to look up.
pub(crate) fn of_a_kind(chars: usize) -> Vec<(&'static str, String)> {
    let all = |unit: &str| unit.repeat(chars / unit.chars().count());
    vec![
        ("quotation marks", all("\u{201c}\u{201d}\u{2018}\u{2019}\"'\u{ab}\u{bb}\u{201e}")),
        ("opening marks", all("\u{2018}")),
        ("capitals", all("ROME MONACO ")),
        ("numbers", all("1,234 56 7. ")),
        ("no blanks", all("police")),
        ("one sentence", all("police and justice and ")),
        ("short sentences", all("No. ")),
        ("nested parentheses", format!("{}{}", "(a ".repeat(chars / 5), ") ".repeat(chars / 5))),
        ("web links", all("https://a.example/b(c) ")),
        ("links of Markdown", all("[a](https://b.example) ")),
        ("tags", all("<em><sup>3</sup>")),
        ("entities", all("&quot;a&#8217;")),
        ("commands", all("\\emph{")),
        ("commands that close", all("\\emph{a}")),
        ("broken words", all("sub-\nject ")),
        ("answers", format!("Subject: a\n{}", all(">> a\n> b\n"))),
        ("abbreviations", all("The Rome declaration does not mention the UN or the EU. ")),
        ("numbers of a claim", all("The Rome declaration urges police in 77 cities. ")),
        ("long quotations", all("\u{201c}the soaring demands for police services \u{201d} ")),
        ("ellipses", all("\"police ... crime [and] ... \" ")),
        ("commas", all("a, ")),
        ("dashes", all("a \u{2013} b ")),
        ("colons", all("a: ")),
        ("blank lines", format!("a{}b", all("\n"))),
        ("tables", all("| a |\n")),
        ("fences", all("```\n")),
        ("lists", all("- a\n")),
        ("notes", all("[^1]: a\n")),
        ("emoji", all("\u{1f694}")),
        ("ideographs", all("\u{4eba}\u{6743}")),
        ("combining marks", all("e\u{301}")),
    ]
}
