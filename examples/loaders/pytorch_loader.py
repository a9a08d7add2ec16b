"""Feeds ballast shards to PyTorch, safely with any number of workers.

A file that is opened before a worker is forked gives that worker wrong values or a "bad object header":
the HDF5 library keeps state that two processes must not share. So nothing is open when the data set is
made; each process opens the shards itself, at its first row.

    loader = DataLoader(ShardRows("train-set", "train"), batch_size=256, num_workers=4)
    for x, soft_label, weight in loader: ...

The rows are already shuffled over all shards: read them in order (`ShardBatches` does, chunk by chunk, which
is by far the fastest) or let the DataLoader shuffle again.
"""
import os
from pathlib import Path

import h5py
import numpy as np
import torch
from torch.utils.data import Dataset, IterableDataset, get_worker_info

COLUMNS = ("x", "soft_label", "weight")


class LazyShards:
    """Shards of one split, opened once in each process that reads them."""

    def __init__(self, folder, split):
        self.paths = sorted(Path(folder).glob(f"{split}-*.h5"))
        if not self.paths:
            raise FileNotFoundError(f"{folder}: no {split} shard; is this a finished ballast data set")
        self.rows = []
        for path in self.paths:
            with h5py.File(path, "r") as shard:
                self.rows.append(shard["label"].shape[0])
        self.starts = np.concatenate([[0], np.cumsum(self.rows)])
        self._files, self._owner = {}, None

    def shard(self, number):
        if self._owner != os.getpid():
            self._files, self._owner = {}, os.getpid()
        if number not in self._files:
            self._files[number] = h5py.File(self.paths[number], "r")
        return self._files[number]

    def __getstate__(self):
        return {**self.__dict__, "_files": {}, "_owner": None}


class ShardRows(Dataset):
    """Any row by its number. One decompressed chunk of each column is kept, so that neighbouring rows are cheap."""

    def __init__(self, folder, split="train", columns=COLUMNS):
        self.shards, self.columns = LazyShards(folder, split), tuple(columns)
        self._chunk, self._values = None, None

    def __len__(self):
        return int(self.shards.starts[-1])

    def __getitem__(self, row):
        if row < 0:
            row += len(self)
        number = int(np.searchsorted(self.shards.starts, row, side="right")) - 1
        at = row - int(self.shards.starts[number])
        shard = self.shards.shard(number)
        size = shard[self.columns[0]].chunks[0]
        key = (os.getpid(), number, at // size)
        if self._chunk != key:
            start = at // size * size
            self._values = [shard[c][start:start + size] for c in self.columns]
            self._chunk = key
        return tuple(torch.as_tensor(values[at % size]) for values in self._values)


class ShardBatches(IterableDataset):
    """Batches read chunk by chunk; chunks are dealt to the workers in turn. Use with `batch_size=None`."""

    def __init__(self, folder, split="train", batch_size=256, columns=COLUMNS):
        self.shards, self.batch_size, self.columns = LazyShards(folder, split), batch_size, tuple(columns)

    def __iter__(self):
        worker = get_worker_info()
        turn, workers = (worker.id, worker.num_workers) if worker else (0, 1)
        number = 0
        for index in range(len(self.shards.paths)):
            shard = self.shards.shard(index)
            size = shard[self.columns[0]].chunks[0]
            for start in range(0, self.shards.rows[index], size):
                if number % workers == turn:
                    block = [torch.from_numpy(shard[c][start:start + size]) for c in self.columns]
                    yield from zip(*(part.split(self.batch_size) for part in block))
                number += 1


def train(folder, epochs=3, workers=2):
    """A linear softmax model on soft labels: cross entropy takes class probabilities as they are."""
    from torch.utils.data import DataLoader

    torch.manual_seed(0)
    loader = DataLoader(ShardBatches(folder), batch_size=None, num_workers=workers)
    x, soft_label, _ = next(iter(DataLoader(ShardBatches(folder), batch_size=None)))
    model = torch.nn.Sequential(torch.nn.BatchNorm1d(x.shape[1]), torch.nn.Linear(x.shape[1], soft_label.shape[1]))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for epoch in range(epochs):
        total, rows = 0.0, 0
        for x, soft_label, weight in loader:
            loss = torch.nn.functional.cross_entropy(model(x.float()), soft_label, reduction="none")
            loss = (weight * loss).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total, rows = total + loss.item() * len(x), rows + len(x)
        print(f"epoch {epoch + 1}: loss {total / rows:.4f} over {rows} rows")
    return model


if __name__ == "__main__":
    import sys

    train(sys.argv[1])
