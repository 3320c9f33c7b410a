//! Letters that are written from right to left: files hold them as they stand on the paper.

use super::page::Run;

/// Whether a text has letters that are written from right to left.
pub(super) fn is_any(text: &str) -> bool {
    text.chars().any(is_one)
}

fn is_one(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}

/// The runs of a line in the order of reading.
pub(super) fn ordered<'a>(runs: &[&'a Run]) -> Vec<&'a Run> {
    let mut ordered = runs.to_vec();
    let letters = |run: &&Run| run.text.chars().filter(|letter| letter.is_alphabetic()).count();
    let all: usize = runs.iter().map(letters).sum();
    let backward: usize =
        runs.iter().map(|run| run.text.chars().filter(|letter| is_one(*letter)).count()).sum();
    if backward * 2 > all {
        ordered.sort_by(|one, other| other.x1.total_cmp(&one.x1));
    }
    ordered
}

/// The text of a run in the order of reading.
pub(super) fn read(run: &Run) -> String {
    if run.is_logical || !is_any(&run.text) {
        return run.text.clone();
    }
    let letters: Vec<char> = run.text.chars().rev().collect();
    // Figures and letters of other scripts within are written from left to right.
    let forward = |letter: char| letter.is_ascii_alphanumeric() || letter.is_numeric();
    let mut read = String::with_capacity(run.text.len());
    let mut place = 0;
    while place < letters.len() {
        let end = (place..letters.len()).find(|&at| !forward(letters[at])).unwrap_or(letters.len());
        if end == place {
            read.push(mirrored(letters[place]));
            place += 1;
        } else {
            read.extend(letters[place..end].iter().rev());
            place = end;
        }
    }
    read
}

fn mirrored(letter: char) -> char {
    match letter {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '\u{ab}' => '\u{bb}',
        '\u{bb}' => '\u{ab}',
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_turned_and_figures_are_not() {
        let run = |text: &str, is_logical| Run {
            text: text.to_owned(),
            x0: 0.0,
            x1: 10.0,
            y: 0.0,
            size: 10.0,
            bold: false,
            italic: false,
            is_logical,
            is_furniture: false,
            paragraph: None,
            cell: None,
        };
        assert_eq!(read(&run("12 בא", false)), "אב 12");
        assert_eq!(read(&run("אב 12", true)), "אב 12");
        assert_eq!(read(&run("ab 12", false)), "ab 12");
    }
}
