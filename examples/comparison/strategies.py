"""What the learners are trained on: the rows as they are, weighted, or augmented.

Every strategy sees the training fold alone and gives a TrainingSet.
"""
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy as np
from imblearn.over_sampling import SMOTE, SMOTENC

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "loaders"))
from sklearn_expand import read as read_shards  # noqa: E402  (the loaders' folder is known only now)

NEIGHBORS = 5


@dataclass
class TrainingSet:
    """Rows [n, d], soft labels [n, K], weights [n], and what to add to each logit to undo the change of the priors."""
    x: np.ndarray
    q: np.ndarray
    weight: np.ndarray
    offset: np.ndarray


@dataclass
class Fold:
    """The training part of one fold."""
    table: object
    space: object
    training: np.ndarray
    number: int

    @property
    def x(self):
        return self.space.rows(self.table, self.training)

    @property
    def y(self):
        return self.table.labels[self.training]

    @property
    def one_hot(self):
        return np.eye(len(self.table.classes))[self.y]


def offsets(before, after):
    """ln π − ln π' of the class masses before and after."""
    return np.log(before / before.sum()) - np.log(after / after.sum())


def unchanged(fold):
    q = fold.one_hot
    return TrainingSet(fold.x, q, np.ones(len(q)), np.zeros(q.shape[1]))


def class_weights(fold):
    """The rows as they are, each class with the same total weight: n / (K n_c) each."""
    q = fold.one_hot
    counts = q.sum(axis=0)
    weight = len(q) / (len(counts) * counts)
    return TrainingSet(fold.x, q, weight[fold.y], offsets(counts, counts * weight))


def imbalanced_learn(fold):
    """SMOTE of imbalanced-learn in the same scaled space and with the same k; SMOTE-NC where a column is nominal."""
    numbers = fold.space.numbers(fold.table, fold.training)
    scaled = (numbers - fold.space.mean) / fold.space.deviation
    names = fold.space.names(fold.table, fold.training)
    settings = {"k_neighbors": NEIGHBORS, "random_state": fold.number}
    if names.shape[1]:
        nominal = list(range(scaled.shape[1], scaled.shape[1] + names.shape[1]))
        made, y = SMOTENC(nominal, **settings).fit_resample(np.column_stack([scaled.astype(object), names]), fold.y)
        scaled, names = made[:, :scaled.shape[1]].astype(float), made[:, scaled.shape[1]:]
    else:
        scaled, y = SMOTE(**settings).fit_resample(scaled, fold.y)
        names = np.empty((len(y), 0), object)
    q = np.eye(len(fold.table.classes))[y]
    x = fold.space.encode(scaled * fold.space.deviation + fold.space.mean, names)
    return TrainingSet(x, q, np.ones(len(q)), offsets(fold.one_hot.sum(axis=0), q.sum(axis=0)))


class Ballast:
    """One method of ballast with its defaults, by the command line: the training fold in, shards out."""

    def __init__(self, binary, method):
        self.binary, self.method = str(binary), method

    def __call__(self, fold):
        with tempfile.TemporaryDirectory() as folder:
            source, out = Path(folder) / "train.csv", Path(folder) / "out"
            fold.table.write(source, fold.training)
            command = [self.binary, "augment", source, "--label", fold.table.header[-1], "--method", self.method,
                       "--seed", fold.number, "--threads", "1", "-o", out]
            done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
            if done.returncode != 0:
                raise RuntimeError(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stderr}")
            return self.read(fold, out)

    def read(self, fold, out):
        rows, q, weight = read_shards(out, "train")
        with h5py.File(out / "train-00000.h5") as shard:
            assert [name.decode() for name in shard.attrs["classes"]] == fold.table.classes
            categories = json.loads(shard.attrs["categories"]) if "categories" in shard.attrs else {}
        width = len(fold.space.numeric)
        columns = [np.array(categories[fold.table.header[j]], object) for j in fold.space.nominal]
        codes = rows[:, width:].astype(int)
        names = np.empty(codes.shape, object)
        for j, values in enumerate(columns):
            names[:, j] = values[codes[:, j]]
        manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
        offset = np.array([entry["logit_offset"] for entry in manifest["classes"]])
        return TrainingSet(fold.space.encode(rows[:, :width].astype(float), names), q, weight, offset)


def all_strategies(binary, methods):
    """Name → strategy, in the order of the tables."""
    plain = {"none": unchanged, "class weights": class_weights, "imbalanced-learn smote": imbalanced_learn}
    return plain | {f"ballast {method}": Ballast(binary, method) for method in methods}
