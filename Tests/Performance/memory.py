"""Whether --memory is kept: for each job, the number that a refusal names, and the peak of a run with just that.

python Tests/Performance/memory.py [--ballast .build/static/release/ballast] [--rows 600000] [--slow-rows 100000] [JOB ...]

A job is a method, or one of the names below. Needs numpy and /usr/bin/time. Ends with 1 where a number was not kept.
"""
import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import numpy as np

SHARES = (0.8, 0.15, 0.05)
LINEAR = "duplicate mixup remix mamix unimix balanced-mixup rose polynom-fit-smote m2m".split()
# Time grows with rows × rows.
SLOW = "smote smobd kmeans-smote soft-smote knn-mixup adasyn borderline-smote safe-level-smote prowsyn svm-smote geometric-smote".split()
IMAGES = ["cutmix", "cmo"]
OTHER = {
    "smote-20": ["--method", "smote", "--neighbors", "20"],
    "soft-smote-20": ["--method", "soft-smote", "--neighbors", "20"],
    "mean": ["--method", "mixup", "--set", "input.missing=mean"],
    "median": ["--method", "mixup", "--set", "input.missing=median"],
    "drop": ["--method", "mixup", "--set", "input.missing=drop"],
    "split": ["--method", "mixup", "--split", "0.8,0.1,0.1"],
    "prior": ["--method", "mixup", "--set", "weights.kind=prior"],
    "bus": ["--method", "polynom-fit-smote", "--set", "method.topology=bus"],
    "lee": ["--method", "smote", "--set", "guards=[{kind: lee}]"],
    "enn": ["--method", "smote", "--set", "guards=[{kind: enn}]"],
    "near-miss": ["--method", "smote", "--set", "balance={to: 6000, drop: {kind: near-miss}}"],
    "random-drop": ["--method", "smote", "--set", "balance={to: 6000, drop: {kind: random}}"],
    "neighbor-posterior": ["--method", "smote", "--set", "labels=[{kind: neighbor-posterior}]"],
    "similarity": ["--method", "mixup", "--set", "method.step=similarity"],
    "cosine": ["--method", "smote", "--set", "distance.metric=cosine"],
    "components": ["--method", "smote", "--set", "distance.components=8"],
    "embedding": ["--method", "smote", "--set", "distance.embedding={}/embedding.npy"],
}
MISSING = {"mean", "median", "drop"}


def make(folder, rows, columns):
    """Arrays of `rows` rows in `folder`, once."""
    if (folder / "y.npy").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(1)
    y = rng.choice(len(SHARES), size=rows, p=SHARES).astype(np.int32)
    x = rng.standard_normal((rows, columns), dtype=np.float32) + 1.5 * y[:, None].astype(np.float32)
    np.save(folder / "x.npy", x)
    np.save(folder / "image.npy", x.reshape(rows, 5, -1))
    np.save(folder / "embedding.npy", x[:, :16])
    x[rng.random(rows) < 0.01, 0] = np.nan
    np.save(folder / "missing.npy", x)
    np.save(folder / "y.npy", y)


def run(options, job, folder, memory, out):
    """Exit code, standard error and peak MiB."""
    name = "image" if job in IMAGES else "missing" if job in MISSING else "x"
    settings = [word.format(folder) if "/" in word else word for word in OTHER.get(job, ["--method", job])]
    peak = folder / "peak"
    done = subprocess.run(
        ["/usr/bin/time", "-f", "%M", "-o", peak, options.ballast, "augment", folder / f"{name}.npy",
         "--labels", folder / "y.npy", "-o", out, "--quiet", "--memory", f"{memory}MiB", *settings],
        capture_output=True, text=True)
    shutil.rmtree(out, ignore_errors=True)
    return done.returncode, done.stderr, int(peak.read_text().split()[-1]) / 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ballast", default=".build/static/release/ballast")
    parser.add_argument("--rows", type=int, default=600_000)
    parser.add_argument("--slow-rows", type=int, default=100_000)
    parser.add_argument("--columns", type=int, default=50)
    parser.add_argument("--data", type=pathlib.Path)
    parser.add_argument("jobs", nargs="*")
    options = parser.parse_args()
    broken = 0
    with tempfile.TemporaryDirectory() as temporary:
        data = options.data or pathlib.Path(temporary)
        print("| job | rows | needs | peak | refused at |\n| --- | --: | --: | --: | --: |")
        for job in options.jobs or [*LINEAR, *SLOW, *IMAGES, *OTHER]:
            rows = options.slow_rows if job in SLOW or job in OTHER and job not in MISSING | {"split", "prior", "bus"} else options.rows
            folder = data / str(rows)
            subprocess.run(
                [sys.executable, __file__, "--make", folder, str(rows), str(options.columns)], check=True)
            code, words, refused = run(options, job, folder, 60, data / "out")
            named = re.search(r"give at least (\d+)MiB", words)
            if code != 69 or not named:
                print(f"| {job} | {rows} | {code}: {words.strip()} |")
                broken += 1
                continue
            needed = int(named[1])
            code, words, peak = run(options, job, folder, needed, data / "out")
            kept = code == 0 and peak <= needed
            broken += not kept
            print(f"| {job} | {rows} | {needed} | {peak:.0f} | {refused:.0f} |{'' if kept else f' BROKEN {code} {words}'}", flush=True)
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--make"]:
        # In a process of its own: what this one holds would count as the peak of those that it starts.
        make(pathlib.Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    else:
        main()
