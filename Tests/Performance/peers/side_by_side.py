"""Times ballast and the peers in turn and writes a table of ratios.

    python side_by_side.py --ballast PATH --data FOLDER [--runs 3] [--out table.md] M-csv M-npy W-npy ...

Whole processes, wall seconds and peak resident memory as the operating system counts them for the finished
child and its children. The peers get the duty ballast has: SHA-256 of input and output and a sync of the output
are added to their time. Each round runs every tool once, so a slow spell of the machine meets all of them;
the ratio is that of the medians.
"""
import argparse
import os
import shlex
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOOLS = ("off_the_shelf", "expert", "ballast")


def commands(job, data, out, ballast):
    name, kind = job.split("-", 1)
    inputs = [data / f"{name}.x.npy", data / f"{name}.y.npy"] if kind == "npy" else [data / f"{name}.{kind}"]
    quoted = " ".join(shlex.quote(str(path)) for path in inputs)
    made = {}
    for peer in TOOLS[:2]:
        file = out / f"{peer}.h5"
        labels = inputs[1:] and [str(inputs[1])] or []
        peer_command = shlex.join([sys.executable, str(HERE / f"{peer}.py"), str(inputs[0]), str(file), *labels])
        made[peer] = ["sh", "-c", f"{peer_command} && sha256sum {quoted} {file} >/dev/null && sync {file}"]
    label = ["--labels", str(inputs[1])] if kind == "npy" else ["--label", "label"]
    made["ballast"] = [
        ballast, "augment", str(inputs[0]), *label, "--method", "smote", "-o", str(out / "ballast"), "--quiet"]
    return made


def measure(command):
    """(wall seconds, peak MiB) of a command and all it starts."""
    started = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=[
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - started
    if status:
        raise SystemExit(f"{shlex.join(command)}: exit {os.waitstatus_to_exitcode(status)}")
    return wall, usage.ru_maxrss / 1024


def clear(out):
    shutil.rmtree(out)
    out.mkdir()


def run(job, data, ballast, runs, tools):
    out = Path(tempfile.mkdtemp(prefix="ballast-bench-", dir=data))
    figures = {tool: [] for tool in tools}
    try:
        for _ in range(runs):
            for tool in tools:
                clear(out)
                figures[tool].append(measure(commands(job, data, out, ballast)[tool]))
                print(f"{job} {tool}: {figures[tool][-1][0]:.2f} s, {figures[tool][-1][1]:.0f} MiB", file=sys.stderr)
    finally:
        shutil.rmtree(out)
    return {tool: tuple(statistics.median(column) for column in zip(*values)) for tool, values in figures.items()}


def table(results):
    lines = [
        "| job | pandas + imbalanced-learn, s / MiB | expert script, s / MiB | ballast, s / MiB "
        "| times faster than the first | than the expert |",
        "| --- | --: | --: | --: | --: | --: |"]
    for job, found in results.items():
        cells = [f"{found[t][0]:.2f} / {found[t][1]:.0f}" if t in found else "–" for t in TOOLS]
        own = found.get("ballast", (float("nan"),))[0]
        cells += [f"{found[t][0] / own:.1f}" if t in found else "–" for t in TOOLS[:2]]
        lines.append(f"| {job} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("jobs", nargs="+", help="SET-FORMAT: M-csv, M-csv.gz, M-npy, ...")
    parser.add_argument("--ballast", required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--tools", default=",".join(TOOLS))
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    results = {}
    for job in arguments.jobs:
        results[job] = run(job, arguments.data, arguments.ballast, arguments.runs, arguments.tools.split(","))
    text = table(results)
    print(text, end="")
    if arguments.out:
        arguments.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
