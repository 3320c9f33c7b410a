//! The story of a part: its paragraphs, tables, boxes of text and marks of notes, in order.

use std::collections::BTreeSet;

use super::fields::Fields;
use super::item::{Item, Line, Oddity, joined, row};
use super::lists::{Counters, Lists};
use super::numbers;
use super::package::Relations;
use super::properties::{Mark, Paragraph, Run};
use super::styles::Styles;
use super::xml::{Element, Step, Vocabulary, Walker};
use crate::flow::Flow;
use crate::{FormatError, Limits};

/// What a story rests on.
pub(super) struct Parts<'a> {
    pub(super) styles: &'a Styles,
    pub(super) lists: &'a Lists,
    pub(super) relations: &'a Relations,
    pub(super) limits: &'a Limits,
}

/// What to do when an element ends.
#[derive(Debug)]
enum Ending {
    Nothing,
    Words,
    Instruction,
    Paragraph,
    Properties,
    Run(Run),
    Link(usize, String),
    Choice,
    Row,
    Cell,
    Box,
    Note(String),
}

/// An open paragraph, with the boxes of text that hang on it.
#[derive(Debug, Default)]
struct Open {
    paragraph: Paragraph,
    flow: Flow,
    boxes: Vec<Item>,
}

/// Reads a story.
pub(super) struct Story<'a> {
    parts: Parts<'a>,
    counters: Counters,
    endings: Vec<Ending>,
    /// Where finished pieces go: the story, within it cells and boxes.
    sinks: Vec<Vec<Item>>,
    open: Vec<Open>,
    rows: Vec<(Vec<Vec<Item>>, bool)>,
    /// One for each choice that is open: whether a way was taken.
    choices: Vec<bool>,
    fields: Fields,
    run: Run,
    /// What a deleted end of a paragraph joins to the next one.
    joined: Option<Flow>,
    count: usize,
    pub(super) oddities: BTreeSet<Oddity>,
}

impl<'a> Story<'a> {
    pub(super) fn new(parts: Parts<'a>) -> Self {
        Self {
            parts,
            counters: Counters::default(),
            endings: Vec::new(),
            sinks: vec![Vec::new()],
            open: Vec::new(),
            rows: Vec::new(),
            choices: Vec::new(),
            fields: Fields::default(),
            run: Run::default(),
            joined: None,
            count: 0,
            oddities: BTreeSet::new(),
        }
    }

    /// Reads the whole part.
    pub(super) fn read(&mut self, part: &str, text: &str) -> Result<Vec<Item>, FormatError> {
        let mut walker = Walker::new(part, text, self.parts.limits);
        while let Some(step) = walker.next()? {
            match step {
                Step::Open(element) => match self.begin(&element) {
                    Some(ending) => self.endings.push(ending),
                    None => walker.skip()?,
                },
                Step::Text(text) => self.words(&text),
                Step::Close => self.end()?,
            }
        }
        if let Some(flow) = self.joined.take() {
            let line = Line { flow, label: None, heading: None, is_title: false, quoted: false };
            self.push(Item::Paragraph(line))?;
        }
        Ok(self.sinks.first_mut().map(std::mem::take).unwrap_or_default())
    }

    /// What to do at the end of this element; none passes over all of it.
    fn begin(&mut self, element: &Element) -> Option<Ending> {
        match element.vocabulary {
            Vocabulary::Word => self.begin_word(element),
            Vocabulary::Math if element.name == "t" => Some(Ending::Words),
            Vocabulary::Compatibility => self.begin_choice(element),
            Vocabulary::Math | Vocabulary::Other => Some(Ending::Nothing),
        }
    }

    fn begin_choice(&mut self, element: &Element) -> Option<Ending> {
        if element.name == "AlternateContent" {
            self.choices.push(false);
            return Some(Ending::Choice);
        }
        match self.choices.last_mut() {
            Some(taken) if *taken => None,
            Some(taken) => {
                *taken = true;
                Some(Ending::Nothing)
            }
            None => Some(Ending::Nothing),
        }
    }

    fn begin_word(&mut self, element: &Element) -> Option<Ending> {
        if let Some(Ending::Properties) = self.endings.last() {
            return self.property(element);
        }
        match element.name.as_str() {
            "p" => {
                self.open
                    .push(Open { flow: self.joined.take().unwrap_or_default(), ..Open::default() });
                Some(Ending::Paragraph)
            }
            "r" => Some(Ending::Run(std::mem::take(&mut self.run))),
            "pPr" | "rPr" | "trPr" | "numPr" => Some(Ending::Properties),
            "t" => Some(Ending::Words),
            "instrText" => Some(Ending::Instruction),
            "tr" => {
                self.rows.push((Vec::new(), false));
                Some(Ending::Row)
            }
            "tc" => {
                self.sinks.push(Vec::new());
                Some(Ending::Cell)
            }
            "txbxContent" => {
                self.sinks.push(Vec::new());
                Some(Ending::Box)
            }
            "footnote" | "endnote" => {
                let is_text = matches!(element.attribute("type"), None | Some("normal"));
                is_text.then(|| {
                    self.sinks.push(Vec::new());
                    Ending::Note(element.attribute("id").unwrap_or_default().to_owned())
                })
            }
            "hyperlink" => {
                let target = element.attribute("id").and_then(|id| self.parts.relations.link(id));
                Some(Ending::Link(self.length(), target.unwrap_or_default().to_owned()))
            }
            "fldSimple" => self.begin_simple_field(element),
            "del" | "moveFrom" => {
                self.oddities.insert(Oddity::Changes);
                None
            }
            "ins" | "moveTo" => {
                self.oddities.insert(Oddity::Changes);
                Some(Ending::Nothing)
            }
            "altChunk" => {
                self.oddities.insert(Oddity::Embedded);
                None
            }
            "sdtPr"
            | "sdtEndPr"
            | "tblPr"
            | "tblGrid"
            | "tcPr"
            | "tblPrEx"
            | "sectPr"
            | "delText"
            | "delInstrText"
            | "rt"
            | "rubyPr"
            | "separator"
            | "continuationSeparator" => None,
            _ => {
                self.sign(element);
                Some(Ending::Nothing)
            }
        }
    }

    /// Signs within a run that are not words.
    fn sign(&mut self, element: &Element) {
        match element.name.as_str() {
            "tab" | "ptab" | "br" | "cr" => self.words_shown(" "),
            "noBreakHyphen" => self.words_shown("\u{2011}"),
            "sym" => {
                self.oddities.insert(Oddity::Symbols);
            }
            "fldChar" => {
                let start = self.length();
                if let Some((start, target)) =
                    self.fields.step(element.attribute("fldCharType"), start)
                {
                    self.link(start, &target);
                }
                if self.fields.is_contents() {
                    self.oddities.insert(Oddity::Contents);
                }
            }
            "footnoteReference" | "endnoteReference" if self.is_shown() => {
                let kind = element.name.trim_end_matches("Reference");
                let note = format!("{kind} {}", element.attribute("id").unwrap_or_default());
                if let Some(open) = self.open.last_mut() {
                    open.flow.mark(&note);
                }
                // A mark of its own follows as words; it is no word of the text.
                self.run.is_mark = element
                    .attribute("customMarkFollows")
                    .is_some_and(|it| it != "0" && it != "false");
            }
            _ => {}
        }
    }

    fn begin_simple_field(&mut self, element: &Element) -> Option<Ending> {
        let instruction = element.attribute("instr").unwrap_or_default();
        if Fields::makes_contents(instruction) {
            self.oddities.insert(Oddity::Contents);
            return None;
        }
        Some(Ending::Link(self.length(), Fields::target(instruction).unwrap_or_default()))
    }

    fn property(&mut self, element: &Element) -> Option<Ending> {
        match element.name.as_str() {
            "pPrChange" | "rPrChange" | "trPrChange" | "numberingChange" | "sectPr" => return None,
            "rPr" | "numPr" => return Some(Ending::Properties),
            "ins" | "del" | "moveFrom" => {
                self.oddities.insert(Oddity::Changes);
            }
            _ => {}
        }
        let is_run = self.endings.iter().rev().find(|it| !matches!(it, Ending::Properties));
        match is_run {
            Some(Ending::Run(_)) => self.run.take(element, self.parts.styles),
            Some(Ending::Row) => {
                if let (Some(row), "del") = (self.rows.last_mut(), element.name.as_str()) {
                    row.1 = true;
                }
            }
            Some(Ending::Paragraph) => {
                if let Some(open) = self.open.last_mut() {
                    open.paragraph.take(element);
                }
            }
            _ => {}
        }
        Some(Ending::Nothing)
    }

    fn words(&mut self, text: &str) {
        match self.endings.last() {
            Some(Ending::Words) => self.words_shown(text),
            Some(Ending::Instruction) => self.fields.instruct(text),
            _ => {}
        }
    }

    fn is_shown(&self) -> bool {
        self.fields.are_shown() && !self.is_hidden() && !self.run.is_mark
    }

    fn is_hidden(&self) -> bool {
        let by_style = |open: &Open| open.paragraph.style(self.parts.styles).hidden;
        self.run.hidden.or_else(|| self.open.last().and_then(by_style)).unwrap_or(false)
    }

    fn words_shown(&mut self, words: &str) {
        if !self.is_shown() {
            return;
        }
        let styles = self.parts.styles;
        let Some(open) = self.open.last_mut() else { return };
        let italic =
            self.run.italic.or_else(|| open.paragraph.style(styles).italic).unwrap_or(false);
        if italic { open.flow.push_italic(words) } else { open.flow.push(words) }
    }

    fn length(&self) -> usize {
        self.open.last().map_or(0, |open| open.flow.len())
    }

    fn link(&mut self, start: usize, target: &str) {
        if let Some(open) = self.open.last_mut() {
            open.flow.link(start, target);
        }
    }

    fn end(&mut self) -> Result<(), FormatError> {
        match self.endings.pop() {
            Some(Ending::Run(outer)) => self.run = outer,
            Some(Ending::Link(start, target)) => self.link(start, &target),
            Some(Ending::Choice) => drop(self.choices.pop()),
            Some(Ending::Paragraph) => self.end_paragraph()?,
            Some(Ending::Cell) => {
                let cell = self.sinks.pop().unwrap_or_default();
                match self.rows.last_mut() {
                    Some(row) => row.0.push(cell),
                    None => self.push_all(cell)?,
                }
            }
            Some(Ending::Row) => self.end_row()?,
            Some(Ending::Box) => {
                let inner = self.sinks.pop().unwrap_or_default();
                match self.open.last_mut() {
                    Some(open) => open.boxes.extend(inner),
                    None => self.push_all(inner)?,
                }
            }
            Some(Ending::Note(id)) => {
                let inner = self.sinks.pop().unwrap_or_default();
                self.push(Item::Note(id, joined(inner).0))?;
            }
            _ => {}
        }
        Ok(())
    }

    fn end_paragraph(&mut self) -> Result<(), FormatError> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let Open { paragraph, flow, boxes } = open;
        let style = paragraph.style(self.parts.styles);
        match paragraph.mark {
            Mark::Deleted => self.joined = Some(flow),
            Mark::Hidden if flow.is_empty() => {}
            _ => {
                let label = paragraph.list(&style, self.parts.lists).and_then(|(list, level)| {
                    numbers::label(self.parts.lists, &mut self.counters, &list, level)
                });
                if label.as_ref().is_some_and(|label| label.is_doubtful) {
                    self.oddities.insert(Oddity::NumberInWords);
                }
                if !flow.is_empty() {
                    let heading = paragraph.heading(&style);
                    self.push(Item::Paragraph(Line {
                        flow,
                        label,
                        heading,
                        is_title: style.is_title(),
                        quoted: style.is_quote(),
                    }))?;
                }
            }
        }
        self.push_all(boxes)
    }

    fn end_row(&mut self) -> Result<(), FormatError> {
        let Some((mut cells, is_deleted)) = self.rows.pop() else { return Ok(()) };
        if is_deleted {
            return Ok(());
        }
        // A table of one column is a frame round paragraphs.
        if cells.len() == 1 {
            return self.push_all(cells.pop().unwrap_or_default());
        }
        let (row, notes) = row(cells);
        if let Some(row) = row {
            self.push(Item::Row(row))?;
        }
        self.push_all(notes)
    }

    fn push_all(&mut self, items: Vec<Item>) -> Result<(), FormatError> {
        items.into_iter().try_for_each(|item| self.push(item))
    }

    fn push(&mut self, item: Item) -> Result<(), FormatError> {
        self.count += 1;
        self.parts.limits.admit_blocks(self.count)?;
        if let Some(sink) = self.sinks.last_mut() {
            sink.push(item);
        }
        Ok(())
    }
}
