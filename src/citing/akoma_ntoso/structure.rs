//! Preface, preamble and body.

use super::super::work::Work;
use super::writer::Xml;
use crate::domain::{Clause, Corpus, Document, Part, Span};

/// A document cut into what goes where.
pub(super) struct Structure<'a> {
    document: &'a Document,
    /// What stands above the first clause.
    heading: &'a str,
    preamble: Vec<Group<'a>>,
    body: Vec<Group<'a>>,
}

/// A clause with those that hang from it.
struct Group<'a> {
    head: &'a Clause,
    members: &'a [Clause],
}

impl<'a> Structure<'a> {
    /// The clauses of `document`. The preamble goes to the first commitment, with its lead-in; a
    /// document without commitments is all body.
    pub(super) fn build(corpus: &'a Corpus, document: &'a Document) -> Self {
        let clauses = corpus.clauses_of(document);
        let offset = document.clauses.start;
        let begins = |clause: &Clause| matches!(clause.part, Part::Operative | Part::Body);
        let first = clauses.iter().position(begins).map_or(0, |first| {
            let lead_in = clauses[first].parent.map(|parent| parent - offset);
            // Recitals between a lead-in and its commitments stay where they are.
            let whole =
                |from: usize| clauses[from..first].iter().all(|own| own.part == Part::Frame);
            lead_in.filter(|&from| whole(from)).unwrap_or(first)
        });
        let end = clauses.first().map_or(document.text.len(), |clause| clause.span.start);
        let heading = document.text.slice(Span::new(0, end));
        let label = clauses.first().map_or("", |clause| &*clause.label);
        // The label of the first clause stands before it.
        let heading = heading.trim_end();
        let heading = heading
            .strip_suffix(':')
            .and_then(|heading| heading.strip_suffix(label))
            .unwrap_or(heading);
        let groups = |from, to| grouped(clauses, offset, from, to);
        Self { document, heading, preamble: groups(0, first), body: groups(first, clauses.len()) }
    }

    /// Writes preface, preamble and `body`, the element of that name.
    pub(super) fn write(&self, xml: &mut Xml, work: &Work<'_>, body: &str) {
        xml.within("preface", &[], |xml| self.preface(xml, work));
        if !self.preamble.is_empty() {
            xml.within("preamble", &[], |xml| {
                for (index, group) in self.preamble.iter().enumerate() {
                    self.introduce(xml, group, index + 1);
                }
            });
        }
        xml.within(body, &[], |xml| {
            for group in &self.body {
                self.paragraph(xml, group);
            }
            if self.body.is_empty() {
                let content = |xml: &mut Xml| lines(xml, self.document.text.as_str());
                xml.within("paragraph", &[("eId", "para_1")], |xml| {
                    xml.within("content", &[("eId", "para_1__content")], content);
                });
            }
        });
    }

    /// The lines above the first clause, the first of them as title; or else the title that is known.
    fn preface(&self, xml: &mut Xml, work: &Work<'_>) {
        let mut lines = self.heading.lines().map(str::trim).filter(|line| !line.is_empty());
        let title = lines.next().unwrap_or(&work.title);
        xml.within("longTitle", &[("eId", "preface__longtitle")], |xml| {
            xml.nested_text("p", "docTitle", title);
        });
        lines.for_each(|line| xml.text("p", &[], line));
    }

    /// A part of the preamble: recitals with their lead-in, or what frames them.
    fn introduce(&self, xml: &mut Xml, group: &Group<'_>, number: usize) {
        let Group { head, members } = group;
        if head.part == Part::Preambular {
            let id = format!("preamble__recs_{number}");
            xml.within("recitals", &[("eId", &id)], |xml| self.recital(xml, head, &id));
        } else if members.is_empty() {
            let id = format!("preamble__list_{number}");
            xml.within("blockList", &[("eId", &id)], |xml| {
                self.numbered(xml, "item", &format!("{id}__item_{}", head.label), head);
            });
        } else {
            let id = format!("preamble__recs_{}", head.label);
            xml.within("recitals", &[("eId", &id)], |xml| {
                self.lead_in(xml, head, &id);
                for member in *members {
                    self.recital(xml, member, &id);
                }
            });
        }
    }

    fn recital(&self, xml: &mut Xml, clause: &Clause, recitals: &str) {
        self.numbered(xml, "recital", &format!("{recitals}__rec_{}", clause.label), clause);
    }

    /// A clause of the body, or a lead-in with what hangs from it.
    fn paragraph(&self, xml: &mut Xml, group: &Group<'_>) {
        let Group { head, members } = group;
        let id = format!("para_{}", head.label);
        xml.within("paragraph", &[("eId", &id)], |xml| {
            if members.is_empty() {
                self.content(xml, head, &id);
                return;
            }
            self.lead_in(xml, head, &id);
            for member in *members {
                let id = format!("{id}__subpara_{}", member.label);
                xml.within("subparagraph", &[("eId", &id)], |xml| self.content(xml, member, &id));
            }
        });
    }

    fn content(&self, xml: &mut Xml, clause: &Clause, id: &str) {
        xml.text("num", &[], &clause.label);
        let id = format!("{id}__content");
        xml.within("content", &[("eId", &id)], |xml| self.words(xml, clause));
    }

    fn lead_in(&self, xml: &mut Xml, clause: &Clause, id: &str) {
        xml.text("num", &[], &clause.label);
        let id = format!("{id}__intro");
        xml.within("intro", &[("eId", &id)], |xml| self.words(xml, clause));
    }

    fn numbered(&self, xml: &mut Xml, element: &str, id: &str, clause: &Clause) {
        xml.within(element, &[("eId", id)], |xml| {
            xml.text("num", &[], &clause.label);
            self.words(xml, clause);
        });
    }

    fn words(&self, xml: &mut Xml, clause: &Clause) {
        lines(xml, self.document.text.slice(clause.span));
    }
}

/// A paragraph for each line of `text`.
fn lines(xml: &mut Xml, text: &str) {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
    if lines.peek().is_none() {
        xml.empty("p", &[]);
    }
    lines.for_each(|line| xml.text("p", &[], line));
}

/// The clauses from `from` to `to`, each with those after it that hang from it. `offset` is the
/// position of the first clause.
fn grouped(clauses: &[Clause], offset: usize, from: usize, to: usize) -> Vec<Group<'_>> {
    let mut groups = Vec::new();
    let mut at = from;
    while at < to {
        let hangs = |clause: &&Clause| clause.parent == Some(offset + at);
        let count = if clauses[at].part == Part::Frame {
            clauses[at + 1..to].iter().take_while(hangs).count()
        } else {
            0
        };
        groups.push(Group { head: &clauses[at], members: &clauses[at + 1..=at + count] });
        at += 1 + count;
    }
    groups
}
