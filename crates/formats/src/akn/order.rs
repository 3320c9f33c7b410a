//! What the sequence of blocks says: numbers in the text, points beside their paragraph.

use super::walk::Made;
use crate::numbering::{self, Mark, NumberKind, Numbered, Sureness};
use crate::piece::{Piece, cut_front};
use crate::{Block, HeadingWords, Role, nesting};

/// Takes numbers out of texts and finds the parents that the file does not name.
pub(super) fn order(mut made: Vec<Made>, words: &HeadingWords) -> Vec<Block> {
    take_numbers(&mut made, words);
    for run in runs(&made, words) {
        nest(&mut made, &run, words);
    }
    made.into_iter().map(|made| made.block).collect()
}

/// The blocks that may govern each other, in order. A heading begins a run, but does not part the
/// points that stand before and behind it. Notes and rows part nothing.
fn runs(made: &[Made], words: &HeadingWords) -> Vec<Vec<usize>> {
    let mut runs = vec![Vec::new()];
    for (at, one) in made.iter().enumerate() {
        let is_heading = matches!(one.block.role, Role::Heading(_));
        match one.block.role {
            Role::Note | Role::Row => continue,
            Role::Heading(_) if goes_on_behind(&made[at..], words) => continue,
            _ if is_heading || !one.is_loose => runs.push(Vec::new()),
            _ => {}
        }
        if is_heading || one.is_loose {
            runs.last_mut().expect("there is a first run").push(at);
        }
    }
    runs
}

/// Whether what follows headings and notes is a point.
fn goes_on_behind(made: &[Made], words: &HeadingWords) -> bool {
    let is_between = |block: &Block| matches!(block.role, Role::Heading(_) | Role::Note);
    let next = made.iter().find(|made| !is_between(&made.block));
    next.is_some_and(|next| next.is_loose && is_of_list(&next.block, words))
}

/// Whether a block is numbered as points are: `(a)`, `b)`, `iv.`, or with a bullet.
fn is_of_list(block: &Block, words: &HeadingWords) -> bool {
    let Some(number) = &block.number else { return block.role == Role::Point };
    numbering::whole(number, words).is_some_and(|number| {
        let kinds = [NumberKind::LowerLetter, NumberKind::LowerRoman];
        let is_low = number.readings.iter().any(|reading| kinds.contains(&reading.kind));
        is_low || matches!(number.mark, Mark::Bracket | Mark::Brackets)
    })
}

/// Finds the parents in a run of blocks. What the file says is kept.
fn nest(made: &mut [Made], run: &[usize], words: &HeadingWords) {
    let local = |parent: usize| run.binary_search(&parent).unwrap_or(0);
    let named: Vec<Option<usize>> = run.iter().map(|&at| made[at].block.parent).collect();
    let pieces = run.iter().map(|&at| {
        let empty = Block::new(Role::Paragraph, "");
        let mut block = std::mem::replace(&mut made[at].block, empty);
        block.parent = block.parent.map(local);
        Piece { block, depth: None }
    });
    let nested = nesting::nest(pieces.collect(), words);
    for ((&at, named), mut block) in run.iter().zip(named).zip(nested) {
        let one = &mut made[at];
        let found = block.parent.filter(|_| !one.is_listed).map(|parent| run[parent]);
        block.parent = named.or(found);
        one.block = block;
    }
}

/// The last number of each kind, and whether the next is to be expected.
type Newest = Vec<(NumberKind, Mark, u32)>;

/// Takes numbers out of texts: sure ones, and those that go on counting.
fn take_numbers(made: &mut [Made], words: &HeadingWords) {
    let mut newest = Newest::new();
    for at in 0..made.len() {
        if !may_be_numbered(&made[at]) {
            continue;
        }
        let block = &made[at].block;
        if let Some(number) = &block.number {
            if let Some(number) = numbering::whole(number, words) {
                remember(&mut newest, &number);
            }
            continue;
        }
        let stars = block.text.len() - block.text.trim_start_matches('*').len();
        if stars > 1 {
            make_note(&mut made[at].block, stars);
            continue;
        }
        if let Some(rest) = numbering::after_bullet(&block.text) {
            let bytes = block.text.len() - rest.len();
            if block.text.starts_with('*') && is_only_star(made, at) {
                make_note(&mut made[at].block, 1);
                continue;
            }
            let follows_number =
                at.checked_sub(1).is_some_and(|before| is_number_alone(&made[before]));
            cut_front(&mut made[at].block, bytes);
            if !follows_number && !matches!(made[at].block.role, Role::Heading(_)) {
                made[at].block.role = Role::Point;
            }
            continue;
        }
        let Some(numbered) = numbering::read(&block.text, words) else { continue };
        if !is_number(&numbered, &newest, &made[at + 1..], words) {
            continue;
        }
        remember(&mut newest, &numbered.number);
        let bytes = block.text.len() - behind_dash(numbered.rest).len();
        let printed = numbered.number.printed;
        made[at].block.number = Some(printed);
        cut_front(&mut made[at].block, bytes);
    }
}

/// Whether no paragraph beside one with a star has a star: it is a note, not a point of a list.
fn is_only_star(made: &[Made], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| &made[before].block);
    let is_star = |made: &Made| made.block.text.starts_with('*');
    let follows_point =
        before.is_some_and(|block| block.role == Role::Point && block.number.is_none());
    !follows_point && !made.get(at + 1).is_some_and(is_star)
}

/// Makes a note of a paragraph that begins with stars.
fn make_note(block: &mut Block, stars: usize) {
    block.role = Role::Note;
    block.number = Some("*".repeat(stars));
    block.parent = None;
    let words = block.text[stars..].trim_start();
    cut_front(block, block.text.len() - words.len());
}

/// Whether a block is a heading of a number alone: a dash behind it is none of a list.
fn is_number_alone(made: &Made) -> bool {
    matches!(made.block.role, Role::Heading(_)) && made.block.text.is_empty()
}

/// The text behind a dash or a dot that stands apart from the number before it: `12 – Decides`.
fn behind_dash(rest: &str) -> &str {
    let words = rest.trim_start_matches(['–', '—', '-', '.']);
    if words.starts_with(char::is_whitespace) || rest.starts_with('.') {
        words.trim_start()
    } else {
        rest
    }
}

fn may_be_numbered(made: &Made) -> bool {
    let is_heading = matches!(made.block.role, Role::Heading(_));
    is_heading || (made.is_loose && matches!(made.block.role, Role::Paragraph | Role::Point))
}

fn remember(newest: &mut Newest, number: &numbering::Number) {
    for reading in &number.readings {
        newest.retain(|(kind, mark, _)| (*kind, *mark) != (reading.kind, number.mark));
        newest.push((reading.kind, number.mark, reading.value));
    }
}

fn is_number(
    numbered: &Numbered<'_>,
    newest: &Newest,
    later: &[Made],
    words: &HeadingWords,
) -> bool {
    let goes_on = || {
        numbered.number.readings.iter().any(|reading| {
            newest.iter().any(|(kind, _, value)| {
                *kind == reading.kind && value.checked_add(1) == Some(reading.value)
            })
        })
    };
    match numbered.sureness {
        Sureness::Sure => true,
        Sureness::Next => {
            let has_dash = numbered.rest.starts_with(['–', '—', '-']);
            goes_on() || (has_dash && begins(numbered, later, words))
        }
        Sureness::InSequence => goes_on() || begins(numbered, later, words),
    }
}

/// A dot may be left out.
fn plain(mark: Mark) -> Mark {
    if mark == Mark::None { Mark::Behind } else { mark }
}

/// Paragraphs that are looked through for the number after a first one.
const LOOK_AHEAD: usize = 200;

/// Whether it is a first number and a later paragraph has the second.
fn begins(numbered: &Numbered<'_>, later: &[Made], words: &HeadingWords) -> bool {
    let first: Vec<NumberKind> = numbered
        .number
        .readings
        .iter()
        .filter(|reading| reading.value == 1)
        .map(|reading| reading.kind)
        .collect();
    let is_second = |number: &numbering::Number| {
        plain(number.mark) == plain(numbered.number.mark)
            && number.readings.iter().any(|one| one.value == 2 && first.contains(&one.kind))
    };
    !first.is_empty()
        && later.iter().take(LOOK_AHEAD).filter(|made| may_be_numbered(made)).any(
            |made| match &made.block.number {
                Some(number) => numbering::whole(number, words).is_some_and(|one| is_second(&one)),
                None => numbering::read(&made.block.text, words)
                    .is_some_and(|one| is_second(&one.number)),
            },
        )
}
