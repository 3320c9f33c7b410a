//! What documents say on a topic, by date and strength, as a drawing.

use maud::{Markup, html};

use super::names;
use crate::domain::{Comparison, ComparisonRow, Date, Speaks, Strength};

const WIDTH: f64 = 720.0;
const LEFT: f64 = 96.0;
const RIGHT: f64 = 24.0;
const TOP: f64 = 20.0;
const ROW: f64 = 30.0;
/// Points that would cover each other stand beside each other.
const APART: f64 = 15.0;

/// A point of the drawing.
struct Point<'a> {
    row: &'a ComparisonRow,
    /// Its number among the rows, from 1.
    number: usize,
    x: f64,
    y: f64,
}

/// The drawing; nothing where fewer than two documents have a date.
pub(super) fn timeline(comparison: &Comparison) -> Markup {
    let dates: Vec<Date> = rows(comparison).map(|(_, _, date)| date).collect();
    let (Some(&first), Some(&last)) = (dates.iter().min(), dates.iter().max()) else {
        return html! {};
    };
    if dates.len() < 2 {
        return html! {};
    }
    let levels = levels();
    let bottom = TOP + ROW * levels.len() as f64;
    let height = bottom + 30.0;
    html! {
        figure.timeline {
            svg viewBox={ "0 0 " (WIDTH) " " (height) } role="group" aria-labelledby="timeline-title" {
                title id="timeline-title" {
                    "What the documents say: dates run from left to right, and stronger verbs are higher up"
                }
                @for (at, level) in levels.iter().enumerate() {
                    @let y = level_y(at);
                    line.grid x1=(LEFT) y1=(y) x2=(WIDTH - RIGHT) y2=(y) {}
                    text.level x=(LEFT - 14.0) y=(y + 4.0) text-anchor="end" { (level) }
                }
                text.date x=(LEFT) y=(height - 8.0) { (names::day(first)) }
                @if first != last {
                    text.date x=(WIDTH - RIGHT) y=(height - 8.0) text-anchor="end" { (names::day(last)) }
                }
                @for point in points(comparison, first, last) {
                    (dot(comparison, &point))
                }
            }
            figcaption.meta {
                "Each point is a document; it leads to its row below. Hollow points may touch on the topic or are silent."
            }
        }
    }
}

fn dot(comparison: &Comparison, point: &Point<'_>) -> Markup {
    let name = names::short(&comparison.corpus, point.row.document);
    let class = match point.row.speaks {
        Speaks::Yes => "yes",
        Speaks::Perhaps => "perhaps",
        Speaks::Silent => "silent",
    };
    html! {
        a href={ "#R" (point.number) } aria-label=(name) {
            circle class=(class) cx=(format!("{:.1}", point.x)) cy=(format!("{:.1}", point.y)) r="6" {
                title { (name) }
            }
        }
    }
}

/// The rows with a date, each with its number; of many, only those that are not silent.
fn rows(comparison: &Comparison) -> impl Iterator<Item = (usize, &ComparisonRow, Date)> {
    /// So many points have room.
    const ALL_MAX: usize = 20;
    let all = comparison.rows.len() <= ALL_MAX;
    let numbered = comparison.rows.iter().enumerate();
    let shown = numbered.filter(move |(_, row)| all || row.speaks != Speaks::Silent);
    shown.filter_map(|(at, row)| {
        let date = comparison.corpus.documents()[row.document].date()?;
        Some((at + 1, row, date))
    })
}

/// The lines of the drawing from above to below: the strengths, then speaking without a verb, then none.
fn levels() -> Vec<String> {
    let strengths = Strength::ALL.iter().rev().map(|&strength| names::strength(strength));
    strengths.chain(["No verb".to_owned(), "Not clearly".to_owned()]).collect()
}

fn level_y(level: usize) -> f64 {
    TOP + ROW * (level as f64 + 0.5)
}

/// On which line a row stands.
fn level(comparison: &Comparison, row: &ComparisonRow) -> usize {
    let strengths = Strength::ALL.len();
    match (row.speaks, row.verb) {
        (Speaks::Yes, Some(verb)) => {
            let strength = verb.in_corpus(&comparison.corpus).strength;
            let at = Strength::ALL.iter().position(|&own| own == strength);
            strengths - 1 - at.unwrap_or(0)
        }
        (Speaks::Yes, None) => strengths,
        _ => strengths + 1,
    }
}

fn points(comparison: &Comparison, first: Date, last: Date) -> Vec<Point<'_>> {
    let days = |from: Date, to: Date| {
        let span = from.until(to).map_or(0, |span| span.get_days());
        f64::from(span)
    };
    let whole = days(first, last).max(1.0);
    let room = WIDTH - LEFT - RIGHT - 2.0 * APART;
    let mut points: Vec<Point<'_>> = Vec::new();
    for (number, row, date) in rows(comparison) {
        let y = level_y(level(comparison, row));
        let mut x = LEFT + APART + room * days(first, date) / whole;
        let level_with = |own: &&Point<'_>| (own.y - y).abs() < 1.0;
        if let Some(before) = points.iter().rev().find(level_with) {
            x = x.max(before.x + APART);
        }
        points.push(Point { row, number, x: x.min(WIDTH - 8.0), y });
    }
    points
}
