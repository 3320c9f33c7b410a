#!/usr/bin/env python3
"""Draws how time and room grow with the corpus, out of the rows that `make bench-scale` adds."""

import json
import math
import sys
from pathlib import Path

SIDE, MARGIN, LEGEND = 260.0, 52.0, 18.0
COLOURS = ["#2563a8", "#c2410c", "#6b7280", "#15803d"]


class Plot:
    """Lines over clauses, both axes logarithmic."""

    def __init__(self, title: str, unit: str, lines: dict[str, list[tuple[float, float]]]):
        self.title, self.unit, self.lines = title, unit, lines
        points = [point for line in lines.values() for point in line]
        self.x = self.decades([x for x, _ in points])
        self.y = self.decades([y for _, y in points])

    @staticmethod
    def decades(values: list[float]) -> tuple[int, int]:
        # What is hardly above a power of ten does not get a decade of its own.
        first, last = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)) - 0.02)
        return first, max(last, first + 1)

    def draw(self, left: float) -> str:
        def place(value: float, ends: tuple[int, int]) -> float:
            return (math.log10(value) - ends[0]) / (ends[1] - ends[0]) * SIDE

        def across(value: float) -> float:
            return left + place(value, self.x)

        def up(value: float) -> float:
            return MARGIN + SIDE - place(value, self.y)

        svg = [f'<text x="{left}" y="{MARGIN - 30}" font-weight="bold">{self.title}</text>']
        for power in range(self.x[0], self.x[1] + 1):
            x = across(10.0**power)
            svg.append(f'<path d="M{x:.1f},{MARGIN}V{MARGIN + SIDE}" stroke="#e5e7eb"/>'
                       f'<text x="{x:.1f}" y="{MARGIN + SIDE + 16}" text-anchor="middle">{10**power:,}</text>')
        for power in range(self.y[0], self.y[1] + 1):
            y = up(10.0**power)
            svg.append(f'<path d="M{left:.1f},{y:.1f}h{SIDE}" stroke="#e5e7eb"/>'
                       f'<text x="{left - 6:.1f}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
        svg.append(f'<text x="{left + SIDE / 2:.1f}" y="{MARGIN + SIDE + 34}" text-anchor="middle">clauses</text>')
        svg.append(f'<text x="{left - 6:.1f}" y="{MARGIN - 8}" text-anchor="end">{self.unit}</text>')
        for number, (name, line) in enumerate(self.lines.items()):
            colour = COLOURS[number]
            points = " ".join(f"{across(x):.1f},{up(y):.1f}" for x, y in line)
            svg.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
            svg += [f'<circle cx="{across(x):.1f}" cy="{up(y):.1f}" r="3" fill="{colour}"/>' for x, y in line]
            y = MARGIN + SIDE + 52 + number * LEGEND
            svg.append(f'<text x="{left}" y="{y}" fill="{colour}">{name}</text>')
        return "\n".join(svg)


def plots(rows: list[dict]) -> list[Plot]:
    """Of each size, its last row counts."""
    rows = sorted({row["clauses"]: row for row in rows}.values(), key=lambda row: row["clauses"])

    def times(name: str, at: int) -> list[tuple[float, float]]:
        return [(row["clauses"], {time[0]: time for time in row["times"]}[name][at]) for row in rows]

    def room(name: str) -> list[tuple[float, float]]:
        return [(row["clauses"], dict(row["memory"])[name] / 1e6) for row in rows]

    whole = "ranking, the question's vectors being kept"
    return [
        Plot("Time", "ms", {
            "dense search, p50": times("dense", 1), "dense search, p99": times("dense", 2),
            f"{whole}, p50": times("hybrid", 1), f"{whole}, p99": times("hybrid", 2),
        }),
        Plot("Room", "MB", {
            "memory that is no file's": room("anonymous, asked"),
            "resident, with mapped pages": room("resident, asked"),
            "file of the index": [(row["clauses"], row["file_bytes"] / 1e6) for row in rows],
        }),
    ]


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit("growth: name the file of rows, rows.jsonl of bench-scale's WORK, and the SVG to write")
    rows = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
    drawn = plots(rows)
    width, height = len(drawn) * (SIDE + 2 * MARGIN), SIDE + 2 * MARGIN + 5 * LEGEND
    body = "\n".join(plot.draw(MARGIN + at * (SIDE + 2 * MARGIN)) for at, plot in enumerate(drawn))
    Path(sys.argv[2]).write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="11">\n'
        f'<rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n', encoding="utf-8")


if __name__ == "__main__":
    main()
