//! Reliability plots as SVG.

use std::fmt::Write as _;

use super::fit::Bin;

/// Side of one plot, and the room around it, in pixels.
const SIDE: f64 = 240.0;
const MARGIN: f64 = 44.0;

/// A plot for each named list of bins, side by side: what was predicted against what was observed.
/// Dots on the diagonal are well calibrated; their size shows how many instances they stand for.
pub fn reliability_svg(plots: &[(&str, &[Bin])]) -> String {
    let width = plots.len() as f64 * (SIDE + 2.0 * MARGIN);
    let height = SIDE + 2.0 * MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"11\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
    );
    for (at, (name, bins)) in plots.iter().enumerate() {
        let left = at as f64 * (SIDE + 2.0 * MARGIN) + MARGIN;
        let (x, y) = (|p: f64| left + p * SIDE, |p: f64| MARGIN + (1.0 - p) * SIDE);
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" font-size=\"13\">{name}</text>\n\
             <rect x=\"{left}\" y=\"{MARGIN}\" width=\"{SIDE}\" height=\"{SIDE}\" fill=\"none\" stroke=\"#999\"/>\n\
             <line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"#999\" stroke-dasharray=\"4\"/>\n\
             <text x=\"{}\" y=\"{}\" text-anchor=\"middle\">predicted</text>\n\
             <text x=\"{left}\" y=\"{}\">observed</text>",
            x(0.5),
            MARGIN - 20.0,
            x(0.0),
            y(0.0),
            x(1.0),
            y(1.0),
            x(0.5),
            y(0.0) + 30.0,
            MARGIN - 6.0,
        );
        for tick in [0.0, 0.5, 1.0] {
            let _ = writeln!(
                svg,
                "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{tick}</text>\n\
                 <text x=\"{}\" y=\"{}\" text-anchor=\"end\">{tick}</text>",
                x(tick),
                y(0.0) + 14.0,
                left - 4.0,
                y(tick) + 4.0,
            );
        }
        for bin in *bins {
            let radius = 2.0 + (bin.count as f64).sqrt().min(20.0) / 2.0;
            let _ = writeln!(
                svg,
                "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"{radius:.1}\" fill=\"#2563a8\" fill-opacity=\"0.7\">\
                 <title>{} instances</title></circle>",
                x(bin.predicted),
                y(bin.observed),
                bin.count,
            );
        }
    }
    svg.push_str("</svg>\n");
    svg
}
