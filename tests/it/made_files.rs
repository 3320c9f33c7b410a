//! Files of formats that are no text, made by the tests: Word files and PDF.

/// A Word file whose body is `body`, in the markup of Word.
pub(crate) fn docx(body: &str) -> Vec<u8> {
    const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let part = |root: &str, inner: &str| {
        format!("<?xml version=\"1.0\"?><w:{root} xmlns:w=\"{WORD}\">{inner}</w:{root}>")
    };
    let relation = |id: &str, kind: &str, target: &str| {
        format!(
            "<Relationship Id=\"{id}\" Type=\"http://x/relationships/{kind}\" Target=\"{target}\"/>"
        )
    };
    let relations = |all: String| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{all}</Relationships>"
        )
    };
    let level = |at: usize, format: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/></w:lvl>"
        )
    };
    let numbering = format!(
        "<w:abstractNum w:abstractNumId=\"0\">{}{}{}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>",
        level(0, "decimal", "%1."),
        level(1, "lowerLetter", "(%2)"),
        level(2, "bullet", "o")
    );
    let note = "<w:footnote w:id=\"2\"><w:p><w:r><w:footnoteRef/><w:t> See the annex.</w:t></w:r></w:p></w:footnote>";
    let style = "<w:style w:type=\"paragraph\" w:styleId=\"T\"><w:name w:val=\"Title\"/></w:style>";
    zip(&[
        ("_rels/.rels", &relations(relation("r1", "officeDocument", "word/document.xml"))),
        (
            "word/_rels/document.xml.rels",
            &relations(
                ["styles", "numbering", "footnotes"]
                    .map(|kind| relation(kind, kind, &format!("{kind}.xml")))
                    .concat(),
            ),
        ),
        ("word/document.xml", &part("document", &format!("<w:body>{body}</w:body>"))),
        ("word/styles.xml", &part("styles", style)),
        ("word/numbering.xml", &part("numbering", &numbering)),
        ("word/footnotes.xml", &part("footnotes", note)),
    ])
}

/// A paragraph of a Word file, at a level of its list where it is in one.
pub(crate) fn paragraph(level: Option<usize>, words: &str) -> String {
    let numbered = level.map_or_else(String::new, |level| {
        format!(
            "<w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>"
        )
    });
    format!("<w:p>{numbered}<w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r></w:p>")
}

/// A PDF of pages, each of lines: size of print, bold or not, words.
pub(crate) fn pdf(pages: &[Vec<(u32, bool, &str)>]) -> Vec<u8> {
    const HEIGHT: u32 = 800;
    let kids: Vec<String> = (0..pages.len()).map(|at| format!("{} 0 R", 5 + at * 2)).collect();
    let kids = kids.join(" ");
    let font = |name: &str| {
        format!("<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>")
    };
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()),
        font("Times-Roman"),
        font("Times-Bold"),
    ];
    for (at, lines) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 {HEIGHT}] /Resources << /Font << /R 3 0 R /B 4 0 R >> >> /Contents {} 0 R >>",
            6 + at * 2
        ));
        let mut y = HEIGHT - 40;
        let mut content = String::new();
        for (size, bold, words) in lines {
            let font = if *bold { "B" } else { "R" };
            let words = words.replace('(', "\\(").replace(')', "\\)");
            content.push_str(&format!("BT /{font} {size} Tf 1 0 0 1 60 {y} Tm ({words}) Tj ET\n"));
            y = y.saturating_sub(size + if words.is_empty() { 10 } else { 2 });
        }
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    objects_of_pdf(&objects)
}

/// A PDF of these objects, the first of which is its catalogue.
pub(crate) fn objects_of_pdf(objects: &[String]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut entries = String::new();
    for (at, object) in objects.iter().enumerate() {
        entries.push_str(&format!("{:010} 00000 n \n", bytes.len()));
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", at + 1).bytes());
    }
    let (start, size) = (bytes.len(), objects.len() + 1);
    let end = format!(
        "xref\n0 {size}\n0000000000 65535 f \n{entries}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    );
    bytes.extend(end.bytes());
    bytes
}

/// A package of parts that are not compressed.
pub(crate) fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in parts {
        let start = bytes.len() as u32;
        let mut head = Vec::new();
        // Version, flags, method, time, day.
        for field in [20_u16, 0, 0, 0, 33] {
            head.extend(field.to_le_bytes());
        }
        head.extend(crc32fast::hash(content.as_bytes()).to_le_bytes());
        head.extend((content.len() as u32).to_le_bytes());
        head.extend((content.len() as u32).to_le_bytes());
        head.extend((name.len() as u16).to_le_bytes());
        head.extend(0_u16.to_le_bytes());
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&head);
        bytes.extend(name.as_bytes());
        bytes.extend(content.as_bytes());
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&head);
        // No comment, the first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(start.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (start, count) = (bytes.len() as u32, parts.len() as u16);
    let length = directory.len() as u32;
    bytes.extend(directory);
    bytes.extend(b"PK\x05\x06\x00\x00\x00\x00");
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend(length.to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend([0; 2]);
    bytes
}
