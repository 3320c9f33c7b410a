//! Citations in the styles of the field.

use super::engine::{self, Form, Sheet};
use super::work::Work;
use crate::domain::{Date, Document, documented};

documented! {
/// A citation style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CitationStyle {
    /// The Chicago Manual of Style, 18th edition: the note.
    Chicago,
    /// The same manual: the entry of the bibliography, which names no clause.
    ChicagoBibliography,
    /// OSCOLA, 4th edition: the footnote.
    Oscola,
    /// The Bluebook: the footnote, by rules 18 and 21.
    Bluebook,
    /// Who issued it, title, meeting, place, date, clause.
    Plain,
}
}

impl CitationStyle {
    /// Every style, in order.
    pub const ALL: [Self; 5] =
        [Self::Chicago, Self::ChicagoBibliography, Self::Oscola, Self::Bluebook, Self::Plain];

    /// The lower-case name: `chicago`, `chicago-bibliography`, `oscola`, ...
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chicago => "chicago",
            Self::ChicagoBibliography => "chicago-bibliography",
            Self::Oscola => "oscola",
            Self::Bluebook => "bluebook",
            Self::Plain => "plain",
        }
    }
}

/// How `document` is cited in `style`: at the clause `label` where there is one, and as seen on
/// `accessed` where its address is known.
pub fn cite(
    document: &Document,
    label: Option<&str>,
    style: CitationStyle,
    accessed: Option<Date>,
) -> String {
    let work = Work::from_document(document);
    // A date of access belongs to an address.
    let accessed = accessed.filter(|_| work.url.is_some());
    let set = |sheet, form| engine::set(&work, label, accessed, sheet, form);
    match style {
        CitationStyle::Chicago => set(Sheet::Chicago, Form::Note),
        CitationStyle::ChicagoBibliography => set(Sheet::Chicago, Form::Bibliography),
        CitationStyle::Oscola => set(Sheet::Oscola, Form::Note),
        CitationStyle::Bluebook => set(Sheet::Bluebook, Form::Note),
        CitationStyle::Plain => plain(&work, label, accessed),
    }
}

fn plain(work: &Work<'_>, label: Option<&str>, accessed: Option<Date>) -> String {
    let date = work.issued().map(|date| date.to_string());
    let url = work.url.map(|url| match accessed {
        Some(date) => format!("{url} (accessed {date})"),
        None => url.to_owned(),
    });
    let parts = [
        work.organisation.or(work.site),
        Some(&*work.title),
        work.occasion(),
        work.place(),
        date.as_deref(),
        label,
        url.as_deref(),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{DocumentKind, Text};

    fn document(kind: DocumentKind, title: &str, source: Option<&str>) -> Document {
        let date = Some("2014-11-04".parse().expect("a date"));
        Document {
            adopted_on: date.filter(|_| !kind.is_report()),
            published_on: date.filter(|_| kind.is_report()),
            place: Some("Monaco".into()),
            occasion: Some("83rd INTERPOL General Assembly".into()),
            source: source.map(str::to_owned),
            ..Document::new(
                "monaco-2014",
                kind,
                title,
                Text::new("The INTERPOL declaration.".into()),
            )
        }
    }

    fn all(document: &Document, label: Option<&str>, accessed: Option<&str>) -> String {
        let accessed = accessed.map(|date| date.parse().expect("a date"));
        let cited = CitationStyle::ALL.map(|style| cite(document, label, style, accessed));
        cited.join("\n")
    }

    #[test]
    fn declarations_are_told_apart_by_their_meeting() {
        let source = Some("INTERPOL, outcome declaration");
        let declaration = document(DocumentKind::Declaration, "OUTCOME DECLARATION", source);
        insta::assert_snapshot!(all(&declaration, Some("P3C"), None), @"
        INTERPOL, “Outcome Declaration,” 83rd INTERPOL General Assembly, Monaco, November 4, 2014, para. P3C.
        INTERPOL. “Outcome Declaration.” 83rd INTERPOL General Assembly, Monaco, November 4, 2014.
        INTERPOL, ‘Outcome Declaration’ (83rd INTERPOL General Assembly, Monaco, 4 November 2014) para P3C.
        INTERPOL, Outcome Declaration, 83rd INTERPOL General Assembly, Monaco, ¶ P3C (Nov. 4, 2014).
        INTERPOL, Outcome Declaration, 83rd INTERPOL General Assembly, Monaco, 2014-11-04, P3C
        ");
    }

    #[test]
    fn addresses_come_with_the_date_of_access() {
        let source = Some("INTERPOL, https://www.interpol.int/declaration?a=1&b=2");
        let resolution = document(DocumentKind::Resolution, "On Cooperation", source);
        insta::assert_snapshot!(all(&resolution, Some("OP12"), Some("2026-11-22")), @"
        INTERPOL, “On Cooperation,” 83rd INTERPOL General Assembly, Monaco, November 4, 2014, para. OP12, accessed November 22, 2026, https://www.interpol.int/declaration?a=1&b=2.
        INTERPOL. “On Cooperation.” 83rd INTERPOL General Assembly, Monaco, November 4, 2014. Accessed November 22, 2026. https://www.interpol.int/declaration?a=1&b=2.
        INTERPOL, ‘On Cooperation’ (83rd INTERPOL General Assembly, Monaco, 4 November 2014) para OP12 <https://www.interpol.int/declaration?a=1&b=2> accessed 22 November 2026.
        INTERPOL, On Cooperation, 83rd INTERPOL General Assembly, Monaco, ¶ OP12 (Nov. 4, 2014), https://www.interpol.int/declaration?a=1&b=2 (last visited Nov. 22, 2026).
        INTERPOL, On Cooperation, 83rd INTERPOL General Assembly, Monaco, 2014-11-04, OP12, https://www.interpol.int/declaration?a=1&b=2 (accessed 2026-11-22)
        ");
        let unknown = document(DocumentKind::Resolution, "On Cooperation", Some("INTERPOL"));
        assert!(!all(&unknown, None, Some("2026-11-22")).contains("2026"), "no address, no access");
    }

    #[test]
    fn treaties_are_cited_by_title_and_date() {
        let treaty = document(DocumentKind::Treaty, "Convention on Cooperation", None);
        insta::assert_snapshot!(all(&treaty, Some("P5"), None), @"
        Convention on Cooperation, November 4, 2014, para. P5.
        Convention on Cooperation. November 4, 2014.
        Convention on Cooperation (adopted 4 November 2014) para P5.
        Convention on Cooperation, ¶ P5, Nov. 4, 2014.
        Convention on Cooperation, 83rd INTERPOL General Assembly, Monaco, 2014-11-04, P5
        ");
    }

    #[test]
    fn pages_are_cited_by_their_organisation_or_site() {
        let page =
            document(DocumentKind::Page, "Will ministers agree?", Some("INTERPOL, news page"));
        insta::assert_snapshot!(all(&page, Some("7"), None), @"
        INTERPOL, “Will ministers agree?,” November 4, 2014, para. 7.
        INTERPOL. “Will ministers agree?” November 4, 2014.
        INTERPOL, ‘Will ministers agree?’ (4 November 2014) para 7.
        Will ministers agree?, INTERPOL, ¶ 7 (Nov. 4, 2014).
        INTERPOL, Will ministers agree?, 2014-11-04, 7
        ");
        let page =
            document(DocumentKind::Page, "Ministers agree", Some("https://www.interpol.int/n"));
        insta::assert_snapshot!(all(&page, None, None), @"
        “Ministers agree,” interpol.int, November 4, 2014, https://www.interpol.int/n.
        “Ministers agree.” interpol.int, November 4, 2014. https://www.interpol.int/n.
        ‘Ministers agree’ (interpol.int, 4 November 2014) <https://www.interpol.int/n>.
        Ministers agree, interpol.int (Nov. 4, 2014), https://www.interpol.int/n.
        interpol.int, Ministers agree, 2014-11-04, https://www.interpol.int/n
        ");
    }

    #[test]
    fn what_is_missing_leaves_no_gap() {
        let mut bare = document(DocumentKind::Declaration, "Declaration", None);
        (bare.adopted_on, bare.place, bare.occasion) = (None, None, None);
        insta::assert_snapshot!(all(&bare, Some("P1"), None), @"
        “Declaration,” para. P1.
        “Declaration.”
        ‘Declaration’ para P1.
        Declaration, ¶ P1.
        Declaration, P1
        ");
        insta::assert_snapshot!(all(&bare, None, None), @"
        “Declaration.”
        “Declaration.”
        ‘Declaration’.
        Declaration.
        Declaration
        ");
    }

    #[test]
    fn titles_are_set_as_they_are() {
        let cases = [
            "On \"{Blue}\" & _100%_ $5$ #1 ~^\\",
            "‘Turn Back Crime’: INTERPOL’s “Way”",
            "إعلان سنغافورة",
            "<i>新加坡宣言</i>",
        ];
        let cited = cases.map(|title| {
            let declaration = document(DocumentKind::Declaration, title, Some("INTERPOL"));
            all(&declaration, Some("P1"), None)
        });
        insta::assert_snapshot!(cited.join("\n"), @r#"
        INTERPOL, “On ‘{Blue}’ & _100%_ $5$ #1 ~^\,” 83rd INTERPOL General Assembly, Monaco, November 4, 2014, para. P1.
        INTERPOL. “On ‘{Blue}’ & _100%_ $5$ #1 ~^\.” 83rd INTERPOL General Assembly, Monaco, November 4, 2014.
        INTERPOL, ‘On “{Blue}” & _100%_ $5$ #1 ~^\’ (83rd INTERPOL General Assembly, Monaco, 4 November 2014) para P1.
        INTERPOL, On “{Blue}” & _100%_ $5$ #1 ~^\, 83rd INTERPOL General Assembly, Monaco, ¶ P1 (Nov. 4, 2014).
        INTERPOL, On "{Blue}" & _100%_ $5$ #1 ~^\, 83rd INTERPOL General Assembly, Monaco, 2014-11-04, P1
        INTERPOL, “‘Turn Back Crime’: INTERPOL’s ‘Way’,” 83rd INTERPOL General Assembly, Monaco, November 4, 2014, para. P1.
        INTERPOL. “‘Turn Back Crime’: INTERPOL’s ‘Way’.” 83rd INTERPOL General Assembly, Monaco, November 4, 2014.
        INTERPOL, ‘“Turn Back Crime”: INTERPOL’s “Way”’ (83rd INTERPOL General Assembly, Monaco, 4 November 2014) para P1.
        INTERPOL, ‘Turn Back Crime’: INTERPOL’s “Way”, 83rd INTERPOL General Assembly, Monaco, ¶ P1 (Nov. 4, 2014).
        INTERPOL, ‘Turn Back Crime’: INTERPOL’s “Way”, 83rd INTERPOL General Assembly, Monaco, 2014-11-04, P1
        INTERPOL, “إعلان سنغافورة,” 83rd INTERPOL General Assembly, Monaco, November 4, 2014, para. P1.
        INTERPOL. “إعلان سنغافورة.” 83rd INTERPOL General Assembly, Monaco, November 4, 2014.
        INTERPOL, ‘إعلان سنغافورة’ (83rd INTERPOL General Assembly, Monaco, 4 November 2014) para P1.
        INTERPOL, إعلان سنغافورة, 83rd INTERPOL General Assembly, Monaco, ¶ P1 (Nov. 4, 2014).
        INTERPOL, إعلان سنغافورة, 83rd INTERPOL General Assembly, Monaco, 2014-11-04, P1
        INTERPOL, “<i>新加坡宣言</i>,” 83rd INTERPOL General Assembly, Monaco, November 4, 2014, para. P1.
        INTERPOL. “<i>新加坡宣言</i>.” 83rd INTERPOL General Assembly, Monaco, November 4, 2014.
        INTERPOL, ‘<i>新加坡宣言</i>’ (83rd INTERPOL General Assembly, Monaco, 4 November 2014) para P1.
        INTERPOL, <i>新加坡宣言</i>, 83rd INTERPOL General Assembly, Monaco, ¶ P1 (Nov. 4, 2014).
        INTERPOL, <i>新加坡宣言</i>, 83rd INTERPOL General Assembly, Monaco, 2014-11-04, P1
        "#);
        let long = "Declaration ".repeat(1_000);
        let declaration = document(DocumentKind::Declaration, long.trim(), None);
        for style in CitationStyle::ALL {
            assert!(cite(&declaration, Some("P1"), style, None).contains(long.trim()));
        }
    }

    proptest! {
        #[test]
        fn whatever_the_title_the_clause_is_named(
            title in "\\PC{1,40}",
            label in "[A-Z]{1,3}[0-9]{1,3}[A-Z]{0,2}|[1-9][0-9]{0,4}|INTRO",
            kind in proptest::sample::select(DocumentKind::ALL.to_vec()),
        ) {
            let document = document(kind, &title, Some("INTERPOL"));
            for style in CitationStyle::ALL {
                let cited = cite(&document, Some(&label), style, None);
                prop_assert!(style == CitationStyle::ChicagoBibliography || cited.contains(&label), "{}", cited);
            }
        }
    }
}
