"""Tables from results.json: all numbers in RESULTS.md, the differences to no augmentation in README.md.

    python report.py          # writes both anew from results.json
"""
import json
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
BEGIN, END = "<!-- begin summary -->\n", "<!-- end summary -->"
METRICS = {
    "ap": "Average precision", "balanced accuracy": "Balanced accuracy", "brier": "Brier score",
    "brier corrected": "Brier score, logit offsets added", "slope": "Calibration slope",
    "slope corrected": "Calibration slope, logit offsets added",
}


def unique(results, key):
    return list(dict.fromkeys(entry[key] for entry in results))


def values(results, metric):
    """{strategy: {(data, learner): value}}, the strategies in order, the moved threshold after none."""
    strategies = unique(results, "strategy")
    strategies.sort(key=lambda name: 0 if name.startswith("none") else 1)
    return {
        s: {(e["data"], e["learner"]): e[metric] for e in results if e["strategy"] == s} for s in strategies}


def line(cells):
    return "| " + " | ".join(cells) + " |\n"


def table(results, data, metric):
    """One metric on one data set: strategies by learners."""
    learners = unique(results, "learner")
    rows = [line([data, *learners]), line(["---"] + ["--:"] * len(learners))]
    for strategy, found in values(results, metric).items():
        rows.append(line([strategy, *(f"{found[data, learner]:.3f}" for learner in learners)]))
    return "".join(rows)


def full(results):
    parts = ["# All results\n\nWritten by `compare.py`; what the numbers mean stands in `README.md`.\n"]
    for metric, title in METRICS.items():
        parts.append(f"\n## {title}\n")
        parts += [f"\n{table(results, data, metric)}" for data in unique(results, "data")]
    return "".join(parts)


def difference(results, strategy, metric, sign):
    """Mean difference to `none` over data sets and learners, and in how many it is for the better."""
    found = values(results, metric)
    pairs = [(found[strategy][key], found["none"][key]) for key in found["none"]]
    better = sum(sign * (a - b) > 5e-4 for a, b in pairs)
    return f"{np.mean([a - b for a, b in pairs]):+.3f} ({better})"


def summary(results):
    """One row for each strategy."""
    pairs = len(unique(results, "data")) * len(unique(results, "learner"))
    rows = [
        line(["", "AP", "balanced accuracy", "Brier", "Brier, corrected", "slope", "slope, corrected"]),
        line(["---"] + ["--:"] * 6)]
    slopes = [values(results, name) for name in ("slope", "slope corrected")]
    for strategy in slopes[0]:
        changes = [
            difference(results, strategy, metric, sign) if strategy != "none" else "–"
            for metric, sign in (("ap", 1), ("balanced accuracy", 1), ("brier", -1), ("brier corrected", -1))]
        medians = [f"{np.median(list(found[strategy].values())):.2f}" for found in slopes]
        rows.append(line([strategy, *changes, *medians]))
    return f"Of {pairs} pairs of data set and learner:\n\n" + "".join(rows)


def write(folder, results):
    """RESULTS.md, and the table in README.md if there is one with a place for it; both tables are printed."""
    (folder / "RESULTS.md").write_text(full(results), encoding="utf-8")
    page = folder / "README.md"
    if page.exists() and BEGIN in (text := page.read_text(encoding="utf-8")):
        start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
        page.write_text(f"{text[:start]}\n{summary(results)}\n{text[end:]}", encoding="utf-8")
    print(full(results) + "\n" + summary(results))


if __name__ == "__main__":
    write(HERE, json.loads((HERE / "results.json").read_text(encoding="utf-8")))
