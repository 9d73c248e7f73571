"""Draws the Grafana dashboard from recorded answers of Prometheus to its own queries.

    python3 dashboard.py DASHBOARD.json RECORDING.json PICTURE.png

The recording is what the test DashboardEndToEndTest writes; dashboard.sh does all of it.
"""

import json
import math
import re
import sys
from datetime import datetime, timezone

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import FancyBboxPatch
from matplotlib.ticker import FuncFormatter, MaxNLocator
from PIL import Image

CAPTION = (
    "drawn by matplotlib from the dashboard's own queries against Prometheus; not a Grafana screenshot"
)
WIDTH, UNIT, TOP, BOTTOM, GAP, DPI = 1680, 33, 84, 34, 8, 100
BACKGROUND, PANEL, BORDER = "#111217", "#181b1f", "#2a2d33"
TEXT, FAINT, GRID = "#d8d9da", "#8e9198", "#2c3036"
COLORS = {
    "green": "#73bf69", "yellow": "#f2cc0c", "orange": "#ff9830", "red": "#f2495c",
    "dark-red": "#c4162a", "blue": "#5794f2", "purple": "#b877d9", "text": "#d8d9da",
}
PALETTE = ["#73bf69", "#f2cc0c", "#5794f2", "#ff9830", "#f2495c", "#b877d9", "#8ab8ff", "#96d98d",
           "#ffa6b0", "#ca95e5", "#fade2a", "#ffb357", "#c0d8ff", "#37872d", "#e02f44"]
ORANGES = LinearSegmentedColormap.from_list("oranges", ["#20242a", "#7a3c0c", "#fa6400", "#ffd1a3"])


def seconds(value):
    for limit, scale, unit in ((1e-3, 1e6, "µs"), (1, 1e3, "ms"), (120, 1, "s"), (7200, 1 / 60, "min")):
        if abs(value) < limit:
            return f"{value * scale:.3g} {unit}"
    return f"{value / 3600:.3g} h"


def text_of(value, unit):
    if unit == "s":
        return "0 s" if value == 0 else seconds(value)
    if unit == "percentunit":
        return f"{value * 100:.3g} %"
    suffix = {"reqps": " req/s", "cps": " c/s", "ops": " ops/s"}.get(unit, "")
    return f"{value:.3g}{suffix}"


def legend_of(target, labels):
    return re.sub(r"{{\s*(\w+)\s*}}", lambda name: labels.get(name[1], ""), target["legendFormat"])


class Dashboard:
    def __init__(self, dashboard, recording):
        self.panels = dashboard["panels"]
        self.title = dashboard["title"]
        self.start, self.end = recording["start"], recording["end"]
        self.times = np.arange(round(self.end - self.start) + 1)
        self.answers = {(a["panel"], a["ref"]): a["result"] for a in recording["answers"]}
        units = max(p["gridPos"]["y"] + p["gridPos"]["h"] for p in self.panels)
        self.height = TOP + units * UNIT + BOTTOM
        self.figure = plt.figure(figsize=(WIDTH / DPI, self.height / DPI), dpi=DPI, facecolor=BACKGROUND)

    def series(self, panel):
        """Yields (legend, values by second) of every series of a panel."""
        for target in panel["targets"]:
            for series in self.answers[panel["id"], target["refId"]]:
                values = np.full(len(self.times), np.nan)
                for time, value in series["values"]:
                    index = round(time - self.start)
                    if 0 <= index < len(values):
                        values[index] = float(value)
                yield legend_of(target, series["metric"]), values

    def box(self, x, y, w, h):
        """Figure coordinates of a rectangle in pixels from the top left."""
        return [x / WIDTH, 1 - (y + h) / self.height, w / WIDTH, h / self.height]

    def place(self, grid):
        column = (WIDTH - GAP) / 24
        return (GAP + grid["x"] * column, TOP + grid["y"] * UNIT, grid["w"] * column - GAP, grid["h"] * UNIT - GAP)

    def write(self, x, y, text, **style):
        style = {"color": TEXT, "fontsize": 9, "va": "center"} | style
        self.figure.text(x / WIDTH, 1 - y / self.height, text, **style)

    def draw(self, picture):
        self.header()
        for panel in self.panels:
            x, y, w, h = self.place(panel["gridPos"])
            if panel["type"] == "row":
                self.write(x + 4, y + h / 2 + 3, "▾  " + panel["title"], fontsize=11, weight="bold")
                continue
            left, bottom, width, height = self.box(x, y, w, h)
            self.figure.patches.append(
                FancyBboxPatch((left, bottom), width, height, boxstyle="square,pad=0", fc=PANEL, ec=BORDER,
                               lw=0.8, transform=self.figure.transFigure, zorder=-1))
            self.write(x + 10, y + 15, panel["title"], fontsize=9.5, weight="bold")
            getattr(self, panel["type"])(panel, (x, y, w, h))
        self.write(WIDTH / 2, self.height - BOTTOM / 2, CAPTION, color=FAINT, ha="center", style="italic", fontsize=10)
        self.figure.savefig(picture, dpi=DPI, facecolor=BACKGROUND)
        Image.open(picture).convert("RGB").quantize(160, dither=Image.Dither.NONE).save(picture, optimize=True)

    def header(self):
        clock = [datetime.fromtimestamp(t, timezone.utc).strftime("%H:%M:%S") for t in (self.start, self.end)]
        self.write(14, 24, self.title, fontsize=15, weight="bold")
        self.write(WIDTH - 14, 24, f"{clock[0]} to {clock[1]} UTC, a scrape every second", ha="right", color=FAINT)
        x = 14
        for label, value in (("Data Source", "Prometheus"), ("Job", "All"), ("Instance", "All"), ("Manager", "All")):
            self.write(x, 60, label, color=FAINT)
            x += 18 + 7.2 * len(label)
            self.write(x, 60, value + "  ▾", bbox={"fc": PANEL, "ec": BORDER, "boxstyle": "square,pad=0.45"})
            x += 52 + 7.2 * len(value)

    def axes(self, area, bottom, left=62, right=12):
        x, y, w, h = area
        axes = self.figure.add_axes(self.box(x + left, y + 32, w - left - right, h - 32 - bottom))
        axes.set_facecolor(PANEL)
        axes.tick_params(colors=FAINT, labelsize=8, length=0)
        axes.tick_params(axis="x", pad=8)
        for spine in axes.spines.values():
            spine.set_visible(False)
        axes.grid(color=GRID, lw=0.7)
        axes.set_axisbelow(True)
        axes.set_xlim(0, self.times[-1])
        axes.xaxis.set_major_locator(MaxNLocator(max(2, int(w / 170)), steps=[1, 2, 3, 6, 10]))
        axes.xaxis.set_major_formatter(FuncFormatter(
            lambda t, _: datetime.fromtimestamp(self.start + t, timezone.utc).strftime("%H:%M:%S")))
        return axes

    def timeseries(self, panel, area):
        defaults = panel["fieldConfig"]["defaults"]
        style = defaults["custom"]
        overrides = {o["matcher"]["options"]: {p["id"]: p["value"] for p in o["properties"]}
                     for o in panel["fieldConfig"]["overrides"]}
        drawn = []
        for i, (name, values) in enumerate(self.series(panel)):
            own = overrides.get(name, {})
            color = COLORS[own["color"]["fixedColor"]] if "color" in own else PALETTE[i % len(PALETTE)]
            drawn.append((name, values, color, own))
        # Of many series, those that happened; the others would be a line at zero.
        shown = [s for s in drawn if np.nanmax(np.nan_to_num(s[1])) > 0] if len(drawn) > 8 else drawn
        right_legend = panel["options"]["legend"]["placement"] == "right"
        axes = self.axes(area, 30 if right_legend else 30 + 17 * self.lines(shown, area[2]),
                         right=300 if right_legend else 12)
        base = np.zeros(len(self.times))
        for name, values, color, own in shown:
            stacked = own.get("custom.stacking", style["stacking"])["mode"] == "normal"
            fill = own.get("custom.fillOpacity", style["fillOpacity"]) / 100
            dash = (0, (6, 4)) if "custom.lineStyle" in own else "-"
            if stacked:
                values = np.nan_to_num(values)
            upper = base + values if stacked else values
            lower = base if stacked else np.zeros(len(values))
            if style["drawStyle"] == "bars":
                axes.fill_between(self.times, lower, upper, color=color, alpha=0.85, lw=0, step="mid")
            else:
                step = "post" if style["lineInterpolation"] == "stepAfter" else None
                axes.plot(self.times, upper, color=color, lw=1.4, ls=dash, drawstyle=f"steps-{step}" if step else None)
                if fill:
                    axes.fill_between(self.times, lower, upper, color=color, alpha=fill, lw=0, step=step)
            if stacked:
                base = upper
        self.finish(axes, defaults)
        self.legend(axes, shown, area, right_legend)

    def finish(self, axes, defaults):
        if "min" in defaults:
            axes.set_ylim(bottom=0)
        low, high = axes.get_ylim()
        axes.set_ylim(low, max(high * 1.05, 1 if defaults["unit"] == "short" else high))
        if low < 0 and defaults.get("custom", {}).get("thresholdsStyle", defaults.get("thresholdsStyle")):
            axes.axhspan(low, 0, color=COLORS["red"], alpha=0.12, lw=0)
        integer = defaults.get("decimals") == 0
        axes.yaxis.set_major_locator(MaxNLocator(4, integer=integer))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda v, _: text_of(v, defaults["unit"])))

    @staticmethod
    def lines(shown, width):
        return max(1, math.ceil(sum(len(s[0]) * 6.2 + 34 for s in shown) / (width - 20)))

    def legend(self, axes, shown, area, right):
        x, y, w, h = area
        if right:
            left, top = x + w - 280, y + 42
            for row, (name, _, color, _) in enumerate(shown):
                self.entry(left, top + 18 * row, name, color)
            return
        left, top = x + 14, y + h - 17 * self.lines(shown, w) + 4
        for name, _, color, _ in shown:
            size = len(name) * 6.2 + 34
            if left + size > x + w:
                left, top = x + 14, top + 17
            self.entry(left, top, name, color)
            left += size

    def entry(self, x, y, name, color):
        self.write(x, y, "━", color=color, weight="bold", fontsize=10)
        self.write(x + 16, y, name, fontsize=8.2)

    def stat(self, panel, area):
        x, y, w, h = area
        defaults = panel["fieldConfig"]["defaults"]
        _, values = next(self.series(panel))
        last = values[~np.isnan(values)][-1]
        color = COLORS["green"]
        for step in defaults["thresholds"]["steps"]:
            if step["value"] is None or last >= step["value"]:
                color = COLORS[step["color"]]
        self.write(x + w / 2, y + h * 0.42, text_of(last, defaults["unit"]), color=color, ha="center", fontsize=30,
                   weight="bold")
        axes = self.figure.add_axes(self.box(x + 1, y + h * 0.62, w - 2, h * 0.36), facecolor=PANEL)
        axes.axis("off")
        axes.set_xlim(0, self.times[-1])
        axes.plot(self.times, values, color=color, lw=1.2)
        axes.fill_between(self.times, 0, values, color=color, alpha=0.2, lw=0)
        axes.set_ylim(bottom=0)

    def heatmap(self, panel, area):
        bounds = sorted(self.series(panel), key=lambda s: float(s[0].replace("+Inf", "inf")))
        cumulative = np.nan_to_num(np.array([values for _, values in bounds]))
        counts = np.diff(cumulative, axis=0, prepend=0).clip(min=0)
        axes = self.axes(area, 30)
        axes.grid(False)
        wide = 3
        counts = counts[:, : counts.shape[1] // wide * wide].reshape(len(bounds), -1, wide).mean(axis=2)
        axes.pcolormesh(np.arange(counts.shape[1] + 1) * wide, np.arange(len(bounds) + 1),
                        np.ma.masked_less_equal(np.sqrt(counts), 0), cmap=ORANGES, edgecolors=PANEL, lw=0.6)
        axes.set_ylim(0, len(bounds))
        axes.set_yticks(np.arange(len(bounds)) + 1)
        axes.set_yticklabels(["∞" if b == "+Inf" else "≤ " + text_of(float(b), "s") for b, _ in bounds], va="top")
        axes.set_xlim(0, self.times[-1])


def main(dashboard, recording, picture):
    plt.rcParams["font.family"] = "DejaVu Sans"
    with open(dashboard, encoding="utf-8") as d, open(recording, encoding="utf-8") as r:
        Dashboard(json.load(d), json.load(r)).draw(picture)


if __name__ == "__main__":
    main(*sys.argv[1:])
