"""The best script an expert puts together from public parts: polars or np.load, exact search by faiss or
oneDAL, SMOTE block by block in NumPy, chunks shuffled and deflated by ISA-L in threads and written directly.

    python expert.py INPUT OUT.h5 [LABELS.npy]

faiss starts faster, oneDAL is faster from some ten thousand rows: each is used where it wins.
"""
import os
import sys
from collections import deque
from concurrent.futures import ThreadPoolExecutor

import h5py
import numpy as np
from isal import igzip, isal_zlib

THREADS = os.cpu_count()
CHUNK_BYTES = 1 << 20
ONEDAL_FROM = 50_000
NEIGHBORS = 5


def read(source, labels):
    if source.endswith(".npy"):
        return np.load(source), np.load(labels)
    import polars
    content = igzip.open(source).read() if source.endswith(".gz") else source
    head = igzip.open(source, "rt") if source.endswith(".gz") else open(source)
    with head:
        names = head.readline().strip().split(",")
    types = {name: polars.Int64 if name == "label" else polars.Float32 for name in names}
    frame = polars.read_csv(content, schema=types)
    return frame.drop("label").to_numpy(order="c"), frame["label"].to_numpy()


def neighbors(rows):
    """The five nearest other rows of each row, exact."""
    if len(rows) >= ONEDAL_FROM:
        from sklearnex.neighbors import NearestNeighbors
        search = NearestNeighbors(n_neighbors=NEIGHBORS + 1, algorithm="brute", n_jobs=THREADS).fit(rows)
        return search.kneighbors(rows, return_distance=False)[:, 1:]
    import faiss
    index = faiss.IndexFlatL2(rows.shape[1])
    index.add(rows)
    return index.search(rows, NEIGHBORS + 1)[1][:, 1:]


class ChunkWriter:
    """Collects rows to whole chunks; each is packed in the pool and stored as it is."""

    def __init__(self, file, name, rows, width, pool):
        self.rows = max(1, min(rows, CHUNK_BYTES // (4 * width)))
        self.data = file.create_dataset(
            name, (rows, width), "f4", chunks=(self.rows, width), compression="gzip", compression_opts=1, shuffle=True)
        self.pool, self.waiting, self.at = pool, deque(), 0
        self.chunk, self.filled = np.zeros((self.rows, width), "f4"), 0

    @staticmethod
    def pack(chunk):
        return isal_zlib.compress(np.ascontiguousarray(chunk.view(np.uint8).reshape(-1, 4).T), 1)

    def add(self, values):
        while len(values):
            fitting = min(self.rows - self.filled, len(values))
            self.chunk[self.filled:self.filled + fitting] = values[:fitting]
            self.filled, values = self.filled + fitting, values[fitting:]
            if self.filled == self.rows:
                self.send()

    def send(self):
        if self.filled:
            self.waiting.append((self.at, self.pool.submit(self.pack, self.chunk)))
            self.at, self.filled = self.at + self.rows, 0
            self.chunk = np.zeros_like(self.chunk)
        while len(self.waiting) > 2 * THREADS:
            self.store()

    def store(self):
        at, packed = self.waiting.popleft()
        self.data.id.write_direct_chunk((at, 0), packed.result())

    def close(self):
        self.send()
        while self.waiting:
            self.store()


def main(source, out, labels=None):
    x, y = read(source, labels)
    counts = np.bincount(y)
    most, classes, width = int(counts.max()), len(counts), x.shape[1]
    one_hot = np.eye(classes, dtype="f4")
    block = max(1, (16 << 20) // (4 * width))
    rng = np.random.default_rng(0)
    with ThreadPoolExecutor(THREADS) as pool, h5py.File(out, "w") as file:
        rows = ChunkWriter(file, "x", most * classes, width, pool)
        soft = ChunkWriter(file, "soft_label", most * classes, classes, pool)
        for start in range(0, len(x), block):
            rows.add(x[start:start + block])
            soft.add(one_hot[y[start:start + block]])
        for c in np.flatnonzero(counts < most):
            members = np.ascontiguousarray(x[y == c])
            near = neighbors(members)
            for start in range(0, most - counts[c], block):
                size = min(block, most - counts[c] - start)
                base = rng.integers(0, len(members), size)
                partner = near[base, rng.integers(0, NEIGHBORS, size)]
                made = members[partner]
                made -= members[base]
                made *= rng.random((size, 1), dtype="f4")
                made += members[base]
                rows.add(made)
                soft.add(np.broadcast_to(one_hot[c], (size, classes)))
        rows.close()
        soft.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
