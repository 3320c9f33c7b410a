//! Kinds of print that real documents have: tags, tables, notes elsewhere, heads, cut words.

use super::{Print, file, shown, shown_file, stream, written};

/// A page with tags: the words of each paragraph, by their places in `page`, and the row of the
/// table that it is a cell of, if it is one.
fn tagged(page: &[Print<'_>], paragraphs: &[(Option<usize>, &[usize])]) -> Vec<u8> {
    let font = |name: &str| {
        format!("<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>")
    };
    let mut content = String::new();
    for (at, (x, y, size, font, words)) in page.iter().enumerate() {
        content.push_str(&format!(
            "/P << /MCID {at} >> BDC BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm ({words}) Tj ET EMC\n"
        ));
    }
    // Objects: the root is 7, the table 8, its rows follow, and then the paragraphs.
    let rows = paragraphs.iter().filter_map(|(row, _)| *row).max().map_or(0, |row| row + 1);
    let first = 9 + rows;
    let mut in_order = vec![0; page.len()];
    for (at, (_, words)) in paragraphs.iter().enumerate() {
        words.iter().for_each(|&word| in_order[word] = first + at);
    }
    let list = |objects: &[usize]| {
        objects.iter().map(|object| format!("{object} 0 R")).collect::<Vec<_>>().join(" ")
    };
    let of_row = |row: Option<usize>| {
        let found = paragraphs.iter().enumerate().filter(move |(_, (own, _))| *own == row);
        found.map(|(at, _)| first + at).collect::<Vec<usize>>()
    };
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R /StructTreeRoot 7 0 R /MarkInfo << /Marked true >> >>"
            .to_owned(),
        "<< /Type /Pages /Kids [5 0 R] /Count 1 >>".to_owned(),
        font("Times-Roman"),
        font("Times-Bold"),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /StructParents 0 /Contents 6 0 R \
         /Resources << /Font << /R 3 0 R /B 4 0 R >> >> >>"
            .to_owned(),
        stream(&content),
        format!(
            "<< /Type /StructTreeRoot /K [8 0 R {}] /ParentTree << /Nums [0 [{}]] >> >>",
            list(&of_row(None)),
            list(&in_order)
        ),
        format!(
            "<< /Type /StructElem /S /Table /P 7 0 R /K [{}] >>",
            list(&(9..first).collect::<Vec<_>>())
        ),
    ];
    for row in 0..rows {
        objects.push(format!(
            "<< /Type /StructElem /S /TR /P 8 0 R /K [{}] >>",
            list(&of_row(Some(row)))
        ));
    }
    for (row, words) in paragraphs {
        let (kind, above) = row.map_or(("P", 7), |row| ("TD", 9 + row));
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        objects.push(format!(
            "<< /Type /StructElem /S /{kind} /P {above} 0 R /Pg 5 0 R /K [{}] >>",
            words.join(" ")
        ));
    }
    written(&objects)
}

/// Level rules, from the left edge of each to its right, drawn on the only page of a file.
fn with_rules(page: Vec<Print<'_>>, rules: &[(f32, f32, f32)]) -> Vec<u8> {
    let drawn =
        rules.iter().map(|(x0, x1, y)| format!("{x0} {y} m {x1} {y} l S\n")).collect::<Vec<_>>();
    let drawn = drawn.concat();
    let bytes = String::from_utf8(file(&[page])).expect("the file is text");
    // The page's own words follow the rules; a reader finds objects of other lengths again.
    let (front, back) = bytes.split_once("stream\n").expect("it has a stream");
    let length = back.find("\nendstream").expect("the stream ends") + drawn.len();
    let front = front.rsplit_once("<< /Length").map_or(front, |(front, _)| front);
    format!("{front}<< /Length {length} >>\nstream\n{drawn}{back}").into_bytes()
}

#[test]
fn tags_join_the_lines_of_a_paragraph_and_the_cells_of_a_row() {
    let page = [
        (50.0, 560.0, 10.0, "R", "What each of the States has paid in the year before this one"),
        (50.0, 548.0, 10.0, "R", "was told to all of those that met here in that same year, and"),
        (50.0, 536.0, 10.0, "R", "all of them said that the next year would cost them no more"),
        (50.0, 524.0, 10.0, "R", "than the last one did, unless the others would pay some less"),
        (50.0, 512.0, 10.0, "R", "or some more than they had paid in all of the years before it,"),
        (50.0, 500.0, 10.0, "R", "as follows:"),
        (50.0, 480.0, 10.0, "R", "Norland"),
        (150.0, 480.0, 10.0, "R", "12 000"),
        (50.0, 468.0, 10.0, "R", "Costs of the"),
        (50.0, 456.0, 10.0, "R", "secretariat"),
        (150.0, 468.0, 10.0, "R", "3 000"),
        (50.0, 430.0, 10.0, "R", "18th meeting"),
        (50.0, 418.0, 10.0, "R", "10 October 2018"),
    ];
    let paragraphs: [(Option<usize>, &[usize]); 6] = [
        (None, &[0, 1, 2, 3, 4, 5]),
        (Some(0), &[6]),
        (Some(0), &[7]),
        (Some(1), &[8, 9]),
        (Some(1), &[10]),
        (None, &[11, 12]),
    ];
    assert_eq!(
        shown_file(&tagged(&page, &paragraphs)),
        format!(
            "1 Paragraph: {}\n1 Row: Norland\t12 000\n1 Row: Costs of the secretariat\t3 000\n\
             1 Paragraph: 18th meeting 10 October 2018\n",
            page[..6].iter().map(|print| print.4).collect::<Vec<_>>().join(" ")
        )
    );
}

#[test]
fn tags_that_part_what_the_print_joins_are_not_believed() {
    let lines = [
        "The States that met here in that",
        "year agree on all that they have",
        "said, and on more.",
    ];
    let page: Vec<Print<'_>> = lines
        .iter()
        .enumerate()
        .map(|(at, words)| (50.0, 500.0 - 12.0 * at as f32, 10.0, "R", *words))
        .collect();
    let paragraphs: [(Option<usize>, &[usize]); 3] = [(None, &[0]), (None, &[1]), (None, &[2])];
    assert_eq!(
        shown_file(&tagged(&page, &paragraphs)),
        format!("1 Paragraph: {}\n", lines.join(" "))
    );
}

#[test]
fn rows_between_drawn_rules_are_read_as_rows() {
    let page = vec![
        (50.0, 540.0, 10.0, "R", "What each of the States has paid in the year before this one:"),
        (52.0, 500.0, 10.0, "R", "State"),
        (202.0, 500.0, 10.0, "R", "Paid"),
        (52.0, 480.0, 10.0, "R", "Norland and its"),
        (52.0, 468.0, 10.0, "R", "islands"),
        (202.0, 480.0, 10.0, "R", "12 000"),
        (52.0, 448.0, 10.0, "R", "Sudland"),
        (202.0, 448.0, 10.0, "R", "3 000"),
    ];
    let rules = [515.0, 492.0, 460.0, 440.0].map(|y| (48.0, 300.0, y));
    assert_eq!(
        shown_file(&with_rules(page, &rules)),
        "1 Paragraph: What each of the States has paid in the year before this one:\n\
         1 Row: State\tPaid\n1 Row: Norland and its islands\t12 000\n1 Row: Sudland\t3 000\n"
    );
}

#[test]
fn a_list_at_the_end_whose_marks_stand_in_the_text_is_notes() {
    let page = vec![
        (50.0, 540.0, 16.0, "B", "On Seas"),
        (50.0, 500.0, 10.0, "R", "The seas rise"),
        (110.0, 504.0, 6.0, "R", "1"),
        (114.0, 500.0, 10.0, "R", "and the lands sink"),
        (195.0, 504.0, 6.0, "R", "2"),
        (199.0, 500.0, 10.0, "R", "by all that is known."),
        (50.0, 470.0, 12.0, "B", "Notes"),
        (50.0, 450.0, 10.0, "R", "1."),
        (70.0, 450.0, 10.0, "R", "A report on seas."),
        (50.0, 430.0, 10.0, "R", "2."),
        (70.0, 430.0, 10.0, "R", "A report on lands."),
    ];
    assert_eq!(
        shown(&[page]),
        "1 Title: On Seas\n1 Paragraph: The seas rise and the lands sink by all that is known.\n\
         1 Note 1 ^1: A report on seas.\n1 Note 2 ^1: A report on lands.\n1 Heading(2): Notes\n"
    );
}

#[test]
fn soft_hyphens_are_seen_at_the_end_of_a_line_alone() {
    let page = vec![
        (
            50.0,
            500.0,
            10.0,
            "R",
            "The co\\255op\\255er\\255a\\255tion of all of the States that are here",
        ),
        (50.0, 488.0, 10.0, "R", "is what they call a good and long cooper\\255"),
        (50.0, 476.0, 10.0, "R", "ation."),
    ];
    let seen = shown(&[page]);
    assert_eq!(
        seen,
        "1 Paragraph: The cooperation of all of the States that are here is what they call a good \
         and long cooperation.\n"
    );
}

#[test]
fn headings_go_across_columns() {
    let mut page = vec![
        (50.0, 560.0, 14.0, "B", "On Seas and on All the Lands That They Touch"),
        (50.0, 540.0, 10.0, "R", "Resolution adopted by all of the States on 10 October 2018"),
    ];
    let left = [
        "The left side of the page",
        "has a text that goes on",
        "over five lines and then",
        "comes to its end here, as",
        "all texts do in time,",
    ];
    let right = [
        "and goes on in the right",
        "side of the same page",
        "for four lines more till",
        "it ends.",
    ];
    for (at, words) in left.iter().enumerate() {
        page.push((50.0, 510.0 - 12.0 * at as f32, 10.0, "R", *words));
    }
    for (at, words) in right.iter().enumerate() {
        page.push((210.0, 510.0 - 12.0 * at as f32, 10.0, "R", *words));
    }
    let seen = shown(&[page]);
    assert!(
        seen.contains(&format!("1 Paragraph: {} {}\n", left.join(" "), right.join(" "))),
        "{seen}"
    );
}

#[test]
fn small_print_over_the_text_of_a_later_page_is_no_text() {
    let first = vec![
        (50.0, 500.0, 10.0, "R", "The cooperation of all the States that met here in the last"),
        (50.0, 488.0, 10.0, "R", "year shall go on, and no other way than their own is open"),
    ];
    let second = vec![
        (50.0, 575.0, 8.0, "R", "Records of 2018"),
        (50.0, 540.0, 10.0, "R", "to them, as the plans show."),
    ];
    assert_eq!(
        shown(&[first, second]),
        "1 Paragraph: The cooperation of all the States that met here in the last year shall go \
         on, and no other way than their own is open to them, as the plans show.\n"
    );
}

#[test]
fn words_behind_a_number_that_stands_out_go_on_over_a_page() {
    let first = vec![
        (50.0, 500.0, 10.0, "R", "1."),
        (80.0, 500.0, 10.0, "R", "Decide that all of the seas are kept clean by the States;"),
        (50.0, 488.0, 10.0, "R", "2."),
        (80.0, 488.0, 10.0, "R", "Decide that this is done with no delay by those that are"),
        (80.0, 476.0, 10.0, "R", "nearest, and that they tell all of the others in a meeting."),
    ];
    let second = vec![
        (80.0, 540.0, 10.0, "R", "Each of them may do more."),
        (50.0, 528.0, 10.0, "R", "3."),
        (80.0, 528.0, 10.0, "R", "Decide to meet again."),
    ];
    let seen = shown(&[first, second]);
    assert!(seen.contains("in a meeting. Each of them may do more.\n"), "{seen}");
    assert!(seen.contains("Paragraph 3: Decide to meet again."), "{seen}");
}

#[test]
fn an_annex_that_is_named_at_the_front_of_a_line_begins_none() {
    let page = vec![
        (50.0, 500.0, 10.0, "R", "Recalling what the report says of it in its resolution 1,"),
        (50.0, 488.0, 10.0, "R", "annex I, and in the one that was adopted in the next year."),
    ];
    assert_eq!(
        shown(&[page]),
        "1 Paragraph: Recalling what the report says of it in its resolution 1, annex I, and in \
         the one that was adopted in the next year.\n"
    );
}

#[test]
fn a_heading_in_bold_type_may_have_a_plain_number() {
    let page = vec![
        (50.0, 500.0, 10.0, "R", "II."),
        (80.0, 500.0, 10.0, "B", "Credentials of those who speak for States and"),
        (50.0, 488.0, 10.0, "B", "for all others"),
        (50.0, 460.0, 10.0, "R", "The credentials are read by all of those who met in that year."),
    ];
    let seen = shown(&[page]);
    assert!(
        seen.contains("Credentials of those who speak for States and for all others"),
        "{seen}"
    );
}
