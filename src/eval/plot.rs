//! Plots as SVG: reliability, and risk by coverage.

use std::fmt::Write as _;

use super::abstention::AbstentionReport;
use super::fit::Bin;
use super::selective::RiskCoverage;

/// Side of one plot, and the room around it, in pixels.
const SIDE: f64 = 240.0;
const MARGIN: f64 = 44.0;

/// One colour for each line of a plot.
const COLOURS: [&str; 3] = ["#2563a8", "#c2410c", "#6b7280"];

/// The document around `plots` of them, side by side.
fn open(plots: usize) -> String {
    let width = plots as f64 * (SIDE + 2.0 * MARGIN);
    let height = SIDE + 2.0 * MARGIN;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"11\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
    )
}

/// The place of one plot among those side by side: values from 0 to 1, to pixels.
#[derive(Clone, Copy)]
struct Place {
    left: f64,
}

impl Place {
    fn new(number: usize) -> Self {
        Self { left: number as f64 * (SIDE + 2.0 * MARGIN) + MARGIN }
    }

    fn x(self, value: f64) -> f64 {
        self.left + value * SIDE
    }

    /// Frame, title, ticks and the names of both axes.
    fn frame(self, svg: &mut String, title: &str, across: &str, up: &str) {
        let (left, middle, bottom) = (self.left, self.x(0.5), y(0.0));
        let _ = writeln!(
            svg,
            "<text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\" font-size=\"13\">{title}</text>\n\
             <rect x=\"{left}\" y=\"{MARGIN}\" width=\"{SIDE}\" height=\"{SIDE}\" fill=\"none\" stroke=\"#999\"/>\n\
             <text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">{across}</text>\n\
             <text x=\"{left}\" y=\"{}\">{up}</text>",
            MARGIN - 20.0,
            bottom + 30.0,
            MARGIN - 6.0,
        );
        for tick in [0.0, 0.5, 1.0] {
            let _ = writeln!(
                svg,
                "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{tick}</text>\n\
                 <text x=\"{}\" y=\"{}\" text-anchor=\"end\">{tick}</text>",
                self.x(tick),
                bottom + 14.0,
                left - 4.0,
                y(tick) + 4.0,
            );
        }
    }
}

/// The pixel of a value from 0 to 1, counted from the top; the same in every plot.
fn y(value: f64) -> f64 {
    MARGIN + (1.0 - value) * SIDE
}

/// A plot for each named list of bins, side by side: what was predicted against what was observed.
/// Dots on the diagonal are well calibrated; their size shows how many instances they stand for.
pub fn reliability_svg(plots: &[(&str, &[Bin])]) -> String {
    let mut svg = open(plots.len());
    for (at, (name, bins)) in plots.iter().enumerate() {
        let place = Place::new(at);
        place.frame(&mut svg, name, "predicted", "observed");
        let _ = writeln!(
            svg,
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"#999\" stroke-dasharray=\"4\"/>",
            place.x(0.0),
            y(0.0),
            place.x(1.0),
            y(1.0),
        );
        for bin in *bins {
            let radius = 2.0 + (bin.count as f64).sqrt().min(20.0) / 2.0;
            let _ = writeln!(
                svg,
                "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"{radius:.1}\" fill=\"#2563a8\" fill-opacity=\"0.7\">\
                 <title>{} instances</title></circle>",
                place.x(bin.predicted),
                y(bin.observed),
                bin.count,
            );
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// Two plots side by side, one for each notion of a mistake: the risk by coverage of each system.
pub fn risk_coverage_svg(report: &AbstentionReport) -> String {
    let mut svg = open(2);
    for (at, title) in
        ["answered without an answer", "that, or another paragraph"].iter().enumerate()
    {
        let place = Place::new(at);
        place.frame(&mut svg, title, "coverage", "risk");
        for (number, scores) in report.systems.iter().enumerate() {
            let curve = if at == 0 { &scores.answerable } else { &scores.right_paragraph };
            let colour = COLOURS[number % COLOURS.len()];
            let _ = writeln!(
                svg,
                "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\"/>\n\
                 <text x=\"{}\" y=\"{}\" fill=\"{colour}\">{} (area {:.3})</text>",
                points(curve, place),
                place.x(0.04),
                y(0.92) + 15.0 * number as f64,
                scores.system,
                curve.area,
            );
        }
    }
    svg.push_str("</svg>\n");
    svg
}

fn points(curve: &RiskCoverage, place: Place) -> String {
    let count = curve.risks.len() as f64;
    let point = |(at, risk): (usize, &f64)| {
        format!("{:.1},{:.1}", place.x((at + 1) as f64 / count), y(*risk))
    };
    curve.risks.iter().enumerate().map(point).collect::<Vec<_>>().join(" ")
}
