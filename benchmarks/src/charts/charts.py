"""Draws charts of the benchmarks' results: charts.py RESULTS IMAGES

Prints a line "chart BENCHMARK FILE" for each.
"""

import json
import os
import sys

import matplotlib

matplotlib.use("Agg")
matplotlib.rcParams["svg.hashsalt"] = "portmanager"  # the same file of the same results
matplotlib.rcParams["svg.fonttype"] = "none"  # text stays text, which is small
matplotlib.rcParams["font.size"] = 9

import matplotlib.pyplot as plt  # noqa: E402

OURS, REFERENCE, OTHER = "#1f6feb", "#6e7781", "#d0a85c"


def table(result, title):
    for candidate in result["tables"]:
        if candidate["title"].startswith(title):
            return candidate["cells"]
    return []


def colour(label):
    if label.startswith(("Port Manager", "portmanager")):
        return OURS
    return REFERENCE if label.startswith("C ") else OTHER


def bars(axes, cells, key, scale, digits):
    cells = sorted((c for c in cells if c.get(key)), key=lambda c: -c[key]["median"])
    labels = [c["row"] for c in cells]
    values = [c[key]["median"] * scale for c in cells]
    axes.barh(labels, values, color=[colour(label) for label in labels])
    axes.set_xscale("log")
    axes.bar_label(axes.containers[0], [digits % v for v in values], padding=2, fontsize=7)
    axes.margins(x=0.25)
    axes.spines[["top", "right"]].set_visible(False)


def owners(result):
    return populations(result, "All owners of a port: warm", "All owners of a port, warm")


def kernel(result):
    return populations(result, "All owners of a port, by asking", "All owners of a port, by asking the kernel")


def populations(result, name, title):
    cells = table(result, name)
    columns = [c for c in ("S", "M", "L") if any(x["column"] == c for x in cells)]
    figure, axes = plt.subplots(1, len(columns), figsize=(4.2 * len(columns), 4), squeeze=False)
    for column, axis in zip(columns, axes[0]):
        bars(axis, [c for c in cells if c["column"] == column], "time", 1e-6, "%.3g ms")
        axis.set_title("population " + column)
        axis.set_xlabel("ms, logarithmic")
    figure.suptitle(title)
    return figure


def allocation(result):
    figure, axis = plt.subplots(figsize=(8, 4.5))
    bars(axis, table(result, "Getting a port"), "time", 1e-3, "%.3g us")
    axis.set_xlabel("us, logarithmic")
    axis.set_title("Getting a port")
    return figure


def growth(result):
    figure, axis = plt.subplots(figsize=(6.5, 4))
    cells = [c for c in table(result, "All owners of a port, by") if c.get("time")]
    for row in dict.fromkeys(c["row"] for c in cells):
        points = [c for c in cells if c["row"] == row]
        x = [int(c["column"].replace(",", "")) for c in points]
        axis.plot(x, [c["time"]["median"] * 1e-6 for c in points], "o-", label=row, color=colour(row))
    axis.set_xscale("log")
    axis.set_yscale("log")
    axis.set_xlabel("open descriptors")
    axis.set_ylabel("ms")
    axis.set_title("All owners of a port, 1 thread")
    axis.grid(True, which="major", alpha=0.3)
    axis.legend(frameon=False)
    return figure


def main():
    results, images = sys.argv[1:]
    charts = {"owners": owners, "kernel": kernel, "allocation": allocation, "growth": growth}
    for name, draw in charts.items():
        path = os.path.join(results, name + ".json")
        if os.path.exists(path):
            with open(path) as file:
                figure = draw(json.load(file))
            file_name = "performance-%s.svg" % name
            figure.tight_layout()
            figure.savefig(os.path.join(images, file_name), metadata={"Date": None})
            print("chart", name, file_name)


if __name__ == "__main__":
    main()
