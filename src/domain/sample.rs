//! A small corpus for the tests of the floors above.

use std::ops::Range;

use jiff::civil::date;

use super::{
    Clause, Corpus, Digest, Document, DocumentKind, OperativeVerb, Part, Reference, Strength, Text,
    symbol_key,
};

/// Three declarations and two pages about the last of them, with a few clauses each.
pub(crate) fn corpus() -> Corpus {
    use DocumentKind::{Declaration, Page};
    use Part::{Body, Frame, Operative, Preambular};
    let documents = [
        (
            "singapore-2009",
            "Outcome Declaration",
            Declaration,
            "Singapore",
            2009,
            vec![
                ("INTRO", Frame, "On 12 October 2009, Ministers gathered in Singapore."),
                ("P2A", Preambular, "Recognize the soaring demands for police within missions."),
            ],
        ),
        (
            "rome-2012",
            "Outcome Declaration",
            Declaration,
            "Rome",
            2012,
            vec![
                ("INTRO", Frame, "On 5 November 2012, Ministers came together in Rome."),
                ("P2A", Preambular, "Condemning all acts of criminal violence in cities."),
                (
                    "P3A",
                    Operative,
                    "Strive to strengthen police cooperation, including extradition.",
                ),
                ("P3B", Operative, "Affirm that such measures comply with human rights."),
            ],
        ),
        (
            "monaco-2014",
            "Outcome Declaration",
            Declaration,
            "Monaco",
            2014,
            vec![
                ("INTRO", Frame, "On 4 November 2014, Ministers met in Monaco, as in 1914."),
                (
                    "P2A",
                    Preambular,
                    "Recognizing a largely lawless and seemingly limitless cyberspace.",
                ),
                ("P3A", Operative, "Support the work of INTERPOL on human trafficking."),
            ],
        ),
        (
            "event-2014",
            "Ministerial Meeting",
            Page,
            "Monaco",
            2014,
            vec![("1", Body, "More than 1,000 delegates from 166 countries attended the meeting.")],
        ),
        (
            "news-2014",
            "Ministers endorse declaration (news report)",
            Page,
            "Monaco",
            2014,
            vec![("1", Body, "Ministers endorsed a declaration, said Mr Noble.")],
        ),
    ];
    let sessions =
        [(2012, "81st INTERPOL General Assembly"), (2014, "83rd INTERPOL General Assembly")];
    let parts = documents.map(|(id, title, kind, place, year, clauses)| {
        let body: Vec<&str> = clauses.iter().map(|(_, _, text)| *text).collect();
        let text = Text::new(body.join("\n"));
        let mut from = 0;
        let clauses = clauses.iter().map(|(label, part, words)| {
            let span = text.span_of(from..from + words.len());
            from += words.len() + 1;
            Clause {
                document: 0,
                label: (*label).into(),
                part: *part,
                span,
                verbs: Box::default(),
                parent: None,
                heading: None,
                references: Box::default(),
                segments: [span].into(),
            }
        });
        let clauses = clauses.collect();
        let document = Document {
            adopted_on: (kind == Declaration).then(|| date(year, 11, 5)),
            published_on: (kind == Page).then(|| date(year, 11, 5)),
            place: Some(place.to_owned()),
            occasion: sessions
                .iter()
                .find(|(of, _)| *of == year)
                .map(|(_, name)| (*name).to_owned()),
            ..Document::new(id, kind, title, text)
        };
        (document, clauses)
    });
    Corpus::new(parts.into(), Digest([7; 32])).expect("distinct ids")
}

/// A treaty that a test makes up.
pub(crate) struct Made {
    /// All but its text and its clauses, to be changed at will.
    pub(crate) document: Document,
    text: String,
    heading: Option<Range<usize>>,
    clauses: Vec<MadeClause>,
}

/// A clause of it, with bytes of its text.
struct MadeClause {
    label: Option<String>,
    parent: Option<usize>,
    heading: Option<Range<usize>>,
    words: Range<usize>,
    part: Part,
    /// Its first word as a verb.
    verb: Option<(String, Strength)>,
    /// Symbols that stand in it.
    cites: Vec<String>,
}

impl Made {
    /// A document of this title, of the first of June of `year`.
    pub(crate) fn new(id: &str, title: &str, year: i16) -> Self {
        let document = Document {
            adopted_on: Some(date(year, 6, 1)),
            ..Document::new(id, DocumentKind::Treaty, title, Text::new(String::new()))
        };
        Self { document, text: String::new(), heading: None, clauses: Vec::new() }
    }

    /// With an official symbol.
    pub(crate) fn symbol(mut self, symbol: &str) -> Self {
        self.document.catalogue.symbol = Some(symbol.to_owned());
        self
    }

    /// With a heading, under which what follows stands.
    pub(crate) fn heading(mut self, words: &str) -> Self {
        let start = self.text.len();
        self.text.push_str(words);
        self.heading = Some(start..self.text.len());
        self.text.push('\n');
        self
    }

    /// With a clause.
    pub(crate) fn clause(self, words: &str) -> Self {
        self.under(None, words)
    }

    /// With a clause of this label.
    pub(crate) fn labelled(self, label: &str, words: &str) -> Self {
        let mut made = self.under(None, words);
        if let Some(last) = made.clauses.last_mut() {
            last.label = Some(label.to_owned());
        }
        made
    }

    /// With an operative clause, which does by its first word what `lemma` says.
    pub(crate) fn doing(self, lemma: &str, strength: Strength, words: &str) -> Self {
        let mut made = self.under(None, words);
        if let Some(last) = made.clauses.last_mut() {
            last.part = Part::Operative;
            last.verb = Some((lemma.to_owned(), strength));
        }
        made
    }

    /// With a recital that names texts by these symbols.
    pub(crate) fn citing(self, symbols: &[&str], words: &str) -> Self {
        let mut made = self.under(None, words);
        if let Some(last) = made.clauses.last_mut() {
            last.part = Part::Preambular;
            last.verb = Some(("recall".to_owned(), Strength::Note));
            last.cites = symbols.iter().map(|&symbol| symbol.to_owned()).collect();
        }
        made
    }

    /// With a clause that hangs from the one at `parent`, as counted in this document.
    pub(crate) fn point(self, parent: usize, words: &str) -> Self {
        self.under(Some(parent), words)
    }

    fn under(mut self, parent: Option<usize>, words: &str) -> Self {
        let start = self.text.len();
        self.text.push_str(words);
        let heading = self.heading.clone();
        let words = start..self.text.len();
        let (part, cites) = (Part::Body, Vec::new());
        let made = MadeClause { label: None, parent, heading, words, part, verb: None, cites };
        self.clauses.push(made);
        self.text.push('\n');
        self
    }

    fn parts(self) -> (Document, Vec<Clause>) {
        let text = Text::new(self.text);
        let clauses = self.clauses.into_iter().enumerate().map(|(at, made)| {
            let span = text.span_of(made.words.clone());
            let first = made.words.start;
            let own = &text.as_str()[made.words.clone()];
            let verb = made.verb.map(|(lemma, strength)| {
                let length = own.find([' ', '.']).unwrap_or(own.len());
                let wording = own[..length].to_owned();
                let span = text.span_of(first..first + length);
                OperativeVerb { lemma, wording, strength, intensified: false, span }
            });
            let reference = |symbol: String| {
                let start = first + own.find(&symbol).expect("the clause has it");
                let key = symbol_key(&format!("A/RES/{symbol}"));
                let key = if symbol.starts_with("A/") { symbol_key(&symbol) } else { key };
                Reference { span: text.span_of(start..start + symbol.len()), key: key.into() }
            };
            let references: Vec<Reference> = made.cites.into_iter().map(reference).collect();
            Clause {
                document: 0,
                label: made.label.unwrap_or_else(|| (at + 1).to_string()).into(),
                part: made.part,
                span,
                verbs: verb.into_iter().collect(),
                parent: made.parent,
                heading: made.heading.map(|bytes| text.span_of(bytes)),
                references: references.into(),
                segments: [span].into(),
            }
        });
        let clauses = clauses.collect();
        (Document { text, ..self.document }, clauses)
    }
}

/// A corpus of `documents`; their clauses are labelled from 1 where they have no label of their own.
pub(crate) fn corpus_of(documents: impl IntoIterator<Item = Made>) -> Corpus {
    let parts = documents.into_iter().map(Made::parts).collect();
    Corpus::new(parts, Digest([8; 32])).expect("distinct ids")
}
