//! Labels of clauses, as declarations print them.

/// A label taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label<'t> {
    /// Letters and number: the label of the lead-in.
    pub(super) stem: &'t str,
    /// The letters at the end: empty for the lead-in itself.
    pub(super) suffix: &'t str,
}

impl<'t> Label<'t> {
    /// Takes `label` apart, if it is one (`INTRO` is none).
    pub(super) fn parse(label: &'t str) -> Option<Self> {
        let upto = |from: usize, pick: fn(&u8) -> bool| {
            from + label.as_bytes()[from..].iter().take_while(|byte| pick(byte)).count()
        };
        let letters = upto(0, u8::is_ascii_uppercase);
        let digits = upto(letters, u8::is_ascii_digit);
        let end = upto(digits, u8::is_ascii_uppercase);
        let sound = (1..=3).contains(&letters)
            && (1..=3).contains(&(digits - letters))
            && end - digits <= 2
            && end == label.len();
        sound.then(|| Self { stem: &label[..digits], suffix: &label[digits..] })
    }
}
