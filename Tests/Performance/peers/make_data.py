"""Imbalanced data of a fixed seed for the benchmarks.

    python make_data.py FOLDER S M L W H

S 20k x 20 (1:10), M 500k x 50 (5 % minority), L 2M x 50 (5 %), W 12,406 x 3072 (long tail of ten classes,
image-like), H 500k x 64 (200k minority, no structure an index could use). Each as NAME.x.npy (float32),
NAME.y.npy (int64); S, M and L also as NAME.csv, M as NAME.csv.gz. A set that stands is left alone.
"""
import subprocess
import sys
from pathlib import Path

import numpy as np

LONG_TAIL = [5000, 2997, 1796, 1077, 645, 387, 232, 139, 83, 50]
SETS = {  # columns, rows of each class, shape of a class, seed
    "S": (20, [18_182, 1_818], "clusters", 1),
    "M": (50, [475_000, 25_000], "clusters", 2),
    "L": (50, [1_900_000, 100_000], "clusters", 3),
    "W": (3072, LONG_TAIL, "images", 4),
    "H": (64, [300_000, 200_000], "flat", 5),
}


def clusters(rng, rows, width, flat):
    """A few Gaussian clouds; their spectrum decays (low intrinsic dimension) or is nearly flat."""
    parts = []
    shares = rng.dirichlet(np.full(12 if flat else 4, 4.0))
    for count in rng.multinomial(rows, shares):
        turn, _ = np.linalg.qr(rng.standard_normal((width, width)))
        spread = rng.uniform(0.8, 1.2, width) if flat else 0.15 + 2 * np.exp(-np.arange(width) * 5 / width)
        cloud = rng.standard_normal((count, width), dtype=np.float32) @ (turn * spread).astype(np.float32)
        parts.append(cloud + (rng.standard_normal(width) * 0.8).astype(np.float32))
    return np.concatenate(parts)


def images(rng, rows, width):
    """Smooth random fields over three channels with some noise, in steps of 1/255."""
    side = int((width // 3) ** 0.5)
    waves = np.cos(np.pi * np.outer(np.arange(side) + 0.5, np.arange(6)) / side)
    fields = np.einsum("ai,bj->ijab", waves, waves).reshape(36, side * side)
    fields = fields / (1 + np.add.outer(np.arange(6), np.arange(6))).reshape(36, 1)
    weights = rng.standard_normal((rows, 3, 36)).astype(np.float32)
    weights += rng.standard_normal((5, 3, 36)).astype(np.float32)[rng.integers(0, 5, rows)]
    x = (weights @ fields.astype(np.float32)).reshape(rows, width)
    x += 0.12 * rng.standard_normal(x.shape, dtype=np.float32)
    return (np.clip(np.rint(127 + 30 * x), 0, 255) / 255).astype(np.float32)


def make(width, counts, shape, seed):
    parts = []
    for c, rows in enumerate(counts):
        rng = np.random.default_rng([seed, c])
        x = images(rng, rows, width) if shape == "images" else clusters(rng, rows, width, shape == "flat")
        if shape != "images":  # half a percent of far outliers
            far = rng.choice(rows, rows // 200, replace=False)
            x[far] *= rng.standard_t(2, (len(far), 1)).astype(np.float32) * 3
        twins = rng.choice(rows, rows // 100, replace=False)
        x[twins] = x[rng.integers(0, rows, len(twins))]
        parts.append(x)
    order = np.random.default_rng([seed, 1000]).permutation(sum(counts))
    return np.concatenate(parts)[order], np.repeat(np.arange(len(counts)), counts)[order]


def write(folder, name):
    import polars
    x, y = make(*SETS[name])
    np.save(folder / f"{name}.x.npy", x)
    np.save(folder / f"{name}.y.npy", y)
    if name not in "SML":
        return
    columns = [f"f{i}" for i in range(x.shape[1])]
    step = max(1, 20_000_000 // x.shape[1])
    with open(folder / f"{name}.csv", "wb") as out:
        for start in range(0, len(y), step):
            block = polars.from_numpy(x[start:start + step], schema=columns)
            block = block.with_columns(label=polars.Series(y[start:start + step]))
            block.write_csv(out, include_header=start == 0)
    if name == "M":
        subprocess.run(["gzip", "-6", "-k", "-f", folder / f"{name}.csv"], check=True)


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[2:]:
        done = folder / f"{name}.done"
        if not done.exists():
            write(folder, name)
            done.touch()
        print(f"{name}: {folder}")


if __name__ == "__main__":
    main()
