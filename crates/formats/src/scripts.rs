//! Whether a text is written in more than one script, as pages in two languages are.

use crate::Block;

/// The part of all letters that a second script must have.
const SHARE_MIN: f64 = 0.15;

/// Whether two scripts share the text between them.
pub(crate) fn are_mixed(blocks: &[Block]) -> bool {
    let mut counts = [0_usize; SCRIPTS];
    let letters = blocks.iter().flat_map(|block| block.text.chars());
    for script in letters.filter_map(script) {
        counts[script] += 1;
    }
    let all: usize = counts.iter().sum();
    counts.sort_unstable();
    all > 0 && counts[SCRIPTS - 2] as f64 >= SHARE_MIN * all as f64
}

const SCRIPTS: usize = 8;

fn script(letter: char) -> Option<usize> {
    Some(match letter {
        'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}' => 0,
        '\u{370}'..='\u{3ff}' => 1,
        '\u{400}'..='\u{52f}' => 2,
        '\u{590}'..='\u{5ff}' => 3,
        '\u{600}'..='\u{6ff}' => 4,
        '\u{900}'..='\u{dff}' => 5,
        '\u{ac00}'..='\u{d7af}' => 6,
        // Japanese mixes its own letters with those of Chinese.
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' => 7,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Role;

    #[test]
    fn two_scripts_are_seen_and_a_name_is_not() {
        let mixed = |text: &str| are_mixed(&[Block::new(Role::Paragraph, text)]);
        assert!(mixed("Article 1 All human beings 第一條 人人生而自由"));
        assert!(!mixed("All human beings are born free (人人) and equal in dignity and rights."));
        assert!(!mixed(""));
    }
}
