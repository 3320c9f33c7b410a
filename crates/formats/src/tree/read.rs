//! From the text of a file to its tree.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, Event};

use super::{Kind, Node, Tree, attributes};
use crate::{Doubt, FormatError, Limits};

/// More doubts about tags than this are not told one by one.
const DOUBTS_MAX: usize = 20;
/// Nodes for each block that a file may have.
const NODES_PER_BLOCK: usize = 4;

/// Reads XML.
///
/// An end tag that nothing opened is passed over, and one that ends more than one element ends
/// them all: files of good standing have both. Each is a doubt.
///
/// # Errors
///
/// If the markup cannot be read, an entity is not one of the five, an element never ends, or the
/// file goes beyond the limits.
pub(crate) fn read<'a>(text: &'a str, limits: &Limits) -> Result<Tree<'a>, FormatError> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    let mut building = Building {
        text,
        limits,
        nodes: Vec::new(),
        open: Vec::new(),
        doubts: Vec::new(),
        line: 1,
        counted: 0,
    };
    loop {
        let from = position(&reader);
        let event = reader.read_event();
        building.line_of(from);
        let event = event.map_err(|fault| {
            let line = building.line_of(reader.error_position() as usize);
            FormatError::at(line, format!("the XML is broken: {fault}; mend the file"))
        })?;
        if matches!(event, Event::Eof) {
            break;
        }
        building.take(&event, from..position(&reader))?;
    }
    building.finish()
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

struct Building<'a, 'l> {
    text: &'a str,
    limits: &'l Limits,
    nodes: Vec<Node<'a>>,
    /// The elements that are not ended yet, outermost first.
    open: Vec<usize>,
    doubts: Vec<Doubt>,
    /// The line at `counted`.
    line: usize,
    counted: usize,
}

impl<'a> Building<'a, '_> {
    fn take(
        &mut self,
        event: &Event<'_>,
        range: std::ops::Range<usize>,
    ) -> Result<(), FormatError> {
        let raw = self.text.get(range).unwrap_or("");
        match event {
            Event::Start(_) => {
                self.element(raw.trim_start_matches('<').trim_end_matches('>'))?;
                self.open.push(self.nodes.len() - 1);
                if self.open.len() > self.limits.depth_max {
                    return Err(self.fault(format!(
                        "elements are nested more than {} deep; make it flatter",
                        self.limits.depth_max
                    )));
                }
            }
            Event::Empty(_) => {
                self.element(raw.trim_start_matches('<').trim_end_matches("/>"))?;
            }
            Event::End(end) => {
                let name = local(str::from_utf8(end.name().into_inner()).unwrap_or(""));
                self.end(name);
            }
            Event::Text(_) => self.content(Kind::Text(raw))?,
            Event::CData(_) => {
                let inner = raw.strip_prefix("<![CDATA[").unwrap_or(raw);
                self.content(Kind::Text(inner.strip_suffix("]]>").unwrap_or(inner)))?;
            }
            Event::GeneralRef(reference) => {
                let char = self.char_of(reference)?;
                self.content(Kind::Char(char))?;
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Eof => {}
        }
        Ok(())
    }

    fn element(&mut self, tag: &'a str) -> Result<(), FormatError> {
        if let Some(Err(fault)) = attributes::of(tag).find(Result::is_err) {
            return Err(self.fault(format!("the XML is broken: {fault}; mend the attributes")));
        }
        let name = tag.split(|char: char| char.is_ascii_whitespace()).next().unwrap_or(tag);
        self.push(Kind::Element { name: local(name), tag })
    }

    /// Adds text that stands in an element.
    fn content(&mut self, kind: Kind<'a>) -> Result<(), FormatError> {
        if self.open.is_empty() { Ok(()) } else { self.push(kind) }
    }

    fn push(&mut self, kind: Kind<'a>) -> Result<(), FormatError> {
        let nodes_max = self.limits.blocks_max.saturating_mul(NODES_PER_BLOCK);
        if self.nodes.len() >= nodes_max {
            return Err(self.fault(format!(
                "more than {nodes_max} elements and texts are too many; split the file"
            )));
        }
        self.nodes.push(Node { kind, end: self.nodes.len() + 1, line: self.line });
        Ok(())
    }

    fn end(&mut self, name: &str) {
        let open = self.open.iter().rposition(|&node| self.name(node) == name);
        let Some(open) = open else {
            self.doubt(format!("</{name}> ends nothing and was passed over"));
            return;
        };
        if let Some(&unended) = self.open[open + 1..].last() {
            let inner = self.name(unended);
            self.doubt(format!("<{inner}> has no end and was ended by </{name}>"));
        }
        for node in self.open.split_off(open) {
            self.nodes[node].end = self.nodes.len();
        }
    }

    fn name(&self, node: usize) -> &'a str {
        match self.nodes[node].kind {
            Kind::Element { name, .. } => name,
            Kind::Text(_) | Kind::Char(_) => "",
        }
    }

    fn char_of(&self, reference: &BytesRef<'_>) -> Result<char, FormatError> {
        match reference.resolve_char_ref() {
            Ok(Some(char)) => Ok(char),
            Ok(None) => {
                let name = reference.decode().unwrap_or_default();
                let predefined = resolve_predefined_entity(&name);
                predefined.and_then(|text| text.chars().next()).ok_or_else(|| {
                    self.fault(format!("XML has no entity &{name};; write the character itself"))
                })
            }
            Err(fault) => {
                Err(self.fault(format!("the XML is broken: {fault}; write the character itself")))
            }
        }
    }

    fn doubt(&mut self, message: String) {
        if self.doubts.len() < DOUBTS_MAX {
            self.doubts.push(Doubt { place: format!("line {}", self.line), message });
        }
    }

    fn fault(&self, message: String) -> FormatError {
        FormatError::at(self.line, message)
    }

    /// Counts on to the line of a byte. Bytes come in order.
    fn line_of(&mut self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        if let Some(passed) = self.text.get(self.counted..byte) {
            self.line += passed.matches('\n').count();
            self.counted = byte;
        }
        self.line
    }

    fn finish(mut self) -> Result<Tree<'a>, FormatError> {
        if let Some(&unended) = self.open.last() {
            let message = format!("<{}> never ends; the file may be cut off", self.name(unended));
            return Err(FormatError::at(self.nodes[unended].line, message));
        }
        if self.nodes.is_empty() {
            return Err(FormatError::whole("there is no element in it; is it XML?"));
        }
        // What stands behind the root element is no part of it.
        let end = self.nodes[0].end;
        self.nodes.truncate(end);
        Ok(Tree { nodes: self.nodes, doubts: self.doubts })
    }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> FormatError {
        let limits = Limits { depth_max: 4, blocks_max: 10, ..Limits::default() };
        read(text, &limits).err().expect("refused")
    }

    fn words(text: &str) -> (String, usize) {
        let tree = read(text, &Limits::default()).expect("read");
        (tree.all_text(0), tree.doubts.len())
    }

    #[test]
    fn entities_are_the_five_and_numbers() {
        assert_eq!(words("<a>x &amp; y &lt;&#x41;&#66;</a>"), ("x & y <AB".to_owned(), 0));
        assert_eq!(words("<a><![CDATA[1 < 2]]></a>"), ("1 < 2".to_owned(), 0));
        let bomb = "<!DOCTYPE a [<!ENTITY b 'xxxxxxxx'>]>\n<a>&b;</a>";
        assert_eq!(fault(bomb).line, Some(2));
        assert!(fault(bomb).message.contains("&b;"), "{}", fault(bomb));
    }

    #[test]
    fn stray_tags_are_doubts() {
        assert_eq!(words("<a><b>x</c></p><d>y</d></a>"), ("xy".to_owned(), 3));
    }

    #[test]
    fn broken_files_name_their_line() {
        assert_eq!(fault("<a>\n<b>\n").line, Some(2));
        assert_eq!(fault("<a>\n<b c></b></a>").line, Some(2));
        assert_eq!(fault("<a>\n\n<b").line, Some(3));
        assert_eq!(fault("words").line, None);
    }

    #[test]
    fn depth_and_size_are_bounded() {
        assert!(fault("<a><b><c><d><e/><f></f></d></c></b></a>").message.contains("4 deep"));
        assert!(fault(&format!("<a>{}</a>", "<b/>".repeat(50))).message.contains("too many"));
    }

    #[test]
    fn children_are_in_order() {
        let tree =
            read("<a x='1'><b><c/></b>t<n:d y=\"&amp;\"/></a>", &Limits::default()).expect("read");
        let names: Vec<&str> = tree.children(0).map(|child| tree.name(child)).collect();
        assert_eq!(names, ["b", "", "d"]);
        assert!(tree.has(0, "x", "1"));
        assert_eq!(tree.attribute(4, "y").as_deref(), Some("&"));
    }
}
