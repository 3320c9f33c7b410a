//! Fields: text that Word works out. What it shows is read, what it is told to do is not.

/// Fields within each other that are told apart. A file can open any number of them.
const FIELDS_MAX: usize = 32;

/// The fields that are open, outermost first.
#[derive(Debug, Default)]
pub(super) struct Fields {
    open: Vec<Field>,
    /// Those within the last that are only counted.
    beyond: usize,
}

#[derive(Debug, Default)]
struct Field {
    instruction: String,
    /// Where its result begins, once it has begun.
    result: Option<usize>,
}

impl Fields {
    /// A step of a field, at this place of the paragraph. A link that ends here is given back.
    pub(super) fn step(&mut self, kind: Option<&str>, place: usize) -> Option<(usize, String)> {
        match kind {
            Some("begin") if self.open.len() >= FIELDS_MAX => self.beyond += 1,
            Some("begin") => self.open.push(Field::default()),
            Some("end") if self.beyond > 0 => self.beyond -= 1,
            Some("separate") => {
                if let Some(field) = self.open.last_mut() {
                    field.result = Some(place);
                }
            }
            Some("end") => {
                let field = self.open.pop()?;
                return Some((field.result?, Self::target(&field.instruction)?));
            }
            _ => {}
        }
        None
    }

    /// Words of the instruction.
    pub(super) fn instruct(&mut self, words: &str) {
        if let Some(field) = self.open.last_mut().filter(|field| field.result.is_none()) {
            field.instruction.push_str(words);
        }
    }

    /// Whether words at this place are shown.
    pub(super) fn are_shown(&self) -> bool {
        self.open
            .iter()
            .all(|field| field.result.is_some() && !Self::makes_contents(&field.instruction))
    }

    /// Whether a table of contents is open.
    pub(super) fn is_contents(&self) -> bool {
        self.open.iter().any(|field| Self::makes_contents(&field.instruction))
    }

    /// Whether this makes a table of contents.
    pub(super) fn makes_contents(instruction: &str) -> bool {
        instruction.split_whitespace().next().is_some_and(|name| name.eq_ignore_ascii_case("TOC"))
    }

    /// Where this links to, if it links to a place outside.
    pub(super) fn target(instruction: &str) -> Option<String> {
        let (name, rest) = instruction.trim().split_once(char::is_whitespace)?;
        if !name.eq_ignore_ascii_case("HYPERLINK") {
            return None;
        }
        let target = match rest.trim().strip_prefix('"') {
            Some(quoted) => quoted.split('"').next()?,
            None => rest.split_whitespace().next()?,
        };
        (!target.is_empty() && !target.starts_with('\\')).then(|| target.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::Fields;

    #[test]
    fn only_links_have_targets() {
        assert_eq!(
            Fields::target(r#" HYPERLINK "https://a.org/b" \o "x""#).as_deref(),
            Some("https://a.org/b")
        );
        assert_eq!(Fields::target(r#" HYPERLINK \l "_Toc1""#), None);
        assert_eq!(Fields::target(" PAGE "), None);
    }

    #[test]
    fn fields_without_end_stay_few() {
        let mut fields = Fields::default();
        (0..1_000).for_each(|_| drop(fields.step(Some("begin"), 0)));
        assert_eq!(fields.open.len(), super::FIELDS_MAX);
        (0..1_000).for_each(|_| drop(fields.step(Some("end"), 0)));
        assert!(fields.are_shown());
    }

    #[test]
    fn a_result_is_shown_and_an_instruction_is_not() {
        let mut fields = Fields::default();
        assert!(fields.are_shown());
        fields.step(Some("begin"), 0);
        fields.instruct(" REF x ");
        assert!(!fields.are_shown());
        fields.step(Some("separate"), 3);
        assert!(fields.are_shown());
        assert_eq!(fields.step(Some("end"), 5), None);
        assert!(fields.are_shown());
    }
}
