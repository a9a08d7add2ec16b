"""Feeds ballast shards to libraries that know hard labels and row weights only.

A row with soft label q becomes one hard row for each class with q > 0, weighted by q: the loss of the
expanded rows is exactly the cross entropy with the soft label.

    x, y, weight = expand(*read("train-set", "train"))
    LogisticRegression().fit(x, y, sample_weight=weight)
"""
from pathlib import Path

import h5py
import numpy as np


def read(folder, split="train"):
    """(x, q, weight) of one split: numeric features with the nominal codes behind them, soft labels, row weights."""
    parts = []
    for path in sorted(Path(folder).glob(f"{split}-*.h5")):
        with h5py.File(path, "r") as shard:
            columns = [shard[name][...] for name in ("x", "x_categorical") if name in shard]
            parts.append((np.column_stack(columns), soft_labels(shard), shard["weight"][...]))
    if not parts:
        raise FileNotFoundError(f"{folder}: no {split} shard; is this a finished ballast data set")
    return tuple(np.concatenate(column) for column in zip(*parts))


def soft_labels(shard):
    """The dense form, whichever is stored; the sparse form's rest goes evenly to the classes not listed."""
    if "soft_label" in shard:
        return shard["soft_label"][...]
    index, weight = shard["soft_index"][...], shard["soft_weight"][...]
    classes = len(shard.attrs["classes"])
    q = np.zeros((len(index), classes + 1), np.float32)
    np.put_along_axis(q, np.where(index < 0, classes, index), weight, axis=1)
    listed = np.zeros(q.shape, bool)
    np.put_along_axis(listed, np.where(index < 0, classes, index), True, axis=1)
    q, listed = q[:, :classes], listed[:, :classes]
    if "soft_rest" in shard:
        free = np.maximum(classes - listed.sum(axis=1), 1)
        q = np.where(listed, q, (shard["soft_rest"][...] / free)[:, None])
    return q


def expand(x, q, weight):
    """One hard row for each class that has a share; weights sum to the rows' weights."""
    row, label = np.nonzero(q)
    return x[row], label, weight[row] * q[row, label]


def train(folder):
    """Logistic regression and gradient boosting on the expanded rows; balanced accuracy on the test split."""
    from lightgbm import LGBMClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import balanced_accuracy_score
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    x, y, weight = expand(*read(folder, "train"))
    scores = {}
    linear = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    linear.fit(x, y, logisticregression__sample_weight=weight)
    # One thread: on rows as few as these, more only wait for each other.
    boosted = LGBMClassifier(n_estimators=100, verbose=-1, random_state=0, n_jobs=1).fit(x, y, sample_weight=weight)
    if list(Path(folder).glob("test-*.h5")):
        held, q, _ = read(folder, "test")
        for name, model in (("logistic regression", linear), ("gradient boosting", boosted)):
            scores[name] = balanced_accuracy_score(q.argmax(axis=1), model.predict(held))
            print(f"{name}: balanced accuracy {scores[name]:.3f} on {len(held)} untouched test rows")
    return scores


if __name__ == "__main__":
    import sys

    train(sys.argv[1])
