//! XML as it is put out: indented, escaped, without characters that XML has no place for.

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// Spaces for each level.
const INDENT: usize = 2;

/// XML that is being written into memory.
pub(super) struct Xml(Writer<Vec<u8>>);

impl Xml {
    /// An empty file.
    pub(super) fn new() -> Self {
        let mut xml = Self(Writer::new_with_indent(Vec::new(), b' ', INDENT));
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml
    }

    /// An element with what `content` writes inside it.
    pub(super) fn within(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        content: impl FnOnce(&mut Self),
    ) {
        self.event(Event::Start(start(name, attributes)));
        content(self);
        self.event(Event::End(BytesEnd::new(name)));
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.event(Event::Empty(start(name, attributes)));
    }

    /// An element with `text` alone.
    pub(super) fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.event(Event::Start(start(name, attributes)));
        self.words(text);
        self.event(Event::End(BytesEnd::new(name)));
    }

    /// An element with another one in it, which has `text` alone; white space counts between them.
    pub(super) fn nested_text(&mut self, outer: &str, inner: &str, text: &str) {
        self.event(Event::Start(start(outer, &[])));
        // The writer indents what does not follow text.
        self.words("");
        self.text(inner, &[], text);
        self.words("");
        self.event(Event::End(BytesEnd::new(outer)));
    }

    /// Text inside an element.
    fn words(&mut self, text: &str) {
        self.event(Event::Text(BytesText::new(&writable(text))));
    }

    /// The whole file.
    pub(super) fn finish(self) -> String {
        let mut text = String::from_utf8(self.0.into_inner()).expect("only strings were written");
        text.push('\n');
        text
    }

    fn event(&mut self, event: Event<'_>) {
        self.0.write_event(event).expect("memory takes all that is written");
    }
}

fn start<'a>(name: &'a str, attributes: &[(&str, &str)]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (key, value) in attributes {
        start.push_attribute((*key, writable(value).as_ref()));
    }
    start
}

/// `text` with the replacement character for those that XML 1.0 has no place for (section 2.2).
fn writable(text: &str) -> Cow<'_, str> {
    let foreign = |c: char| {
        (c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r'))
            || matches!(c, '\u{FFFE}' | '\u{FFFF}')
    };
    // DEL is a control character that XML has a place for; it is of no use to anybody.
    if text.contains(foreign) { Cow::Owned(text.replace(foreign, "\u{FFFD}")) } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_escaped() {
        let mut xml = Xml::new();
        xml.within("a", &[("b", "\"<&>'\u{0}")], |xml| {
            xml.text("c", &[], "x < y & \"z\" ]]> \u{1b}\u{ffff}é");
            xml.empty("d", &[]);
            xml.nested_text("e", "f", "g");
        });
        insta::assert_snapshot!(xml.finish(), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <a b="&quot;&lt;&amp;&gt;&apos;�">
          <c>x &lt; y &amp; &quot;z&quot; ]]&gt; ��é</c>
          <d/>
          <e><f>g</f></e>
        </a>
        "#);
    }
}
