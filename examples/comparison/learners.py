"""Four learners with fixed seeds that take soft labels.

Those of scikit-learn know hard labels and row weights only: a row with soft label q becomes one hard row for each class
with a share, weighted by it. For cross entropy, which three of them minimise, that is the same loss. The neighbours'
vote needs no such copy: they vote with their soft labels.
"""
import warnings

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import NearestNeighbors
from sklearn.neural_network import MLPClassifier

SMALLEST_SHARE = 1e-3


class Expanded:
    """A learner of scikit-learn on one weighted hard row for each class that has a share."""

    def __init__(self, model):
        self.model = model

    def fit(self, x, q, weight):
        q = np.where(q < SMALLEST_SHARE, 0, q)
        q = q / q.sum(axis=1, keepdims=True)
        row, label = np.nonzero(q)
        share = weight[row] * q[row, label]
        self.model.fit(x[row], label, sample_weight=share * len(share) / share.sum())
        return self

    def predict_proba(self, x):
        return self.model.predict_proba(x)


class Network:
    """One hidden layer, so many steps of Adam whatever the number of rows: more rows are not more training."""

    BATCH, STEPS = 256, 600

    def fit(self, x, y, sample_weight):
        batch = min(self.BATCH, len(x))
        epochs = max(1, round(self.STEPS * batch / len(x)))
        self.model = MLPClassifier(
            (32,), batch_size=batch, learning_rate_init=3e-3, max_iter=epochs, n_iter_no_change=epochs, random_state=0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            self.model.fit(x, y, sample_weight=sample_weight)

    def predict_proba(self, x):
        return self.model.predict_proba(x)


class Neighbors:
    """The mean soft label of the k nearest rows, weighted by the rows' weights."""

    def __init__(self, k):
        self.k = k

    def fit(self, x, q, weight):
        self.search = NearestNeighbors(n_neighbors=self.k).fit(x)
        self.votes = q * weight[:, None]
        return self

    def predict_proba(self, x):
        votes = self.votes[self.search.kneighbors(x, return_distance=False)].sum(axis=1)
        return votes / votes.sum(axis=1, keepdims=True)


def all_learners():
    """Name → a fresh learner."""
    return {
        "logistic": Expanded(LogisticRegression(solver="newton-cholesky")),
        "k-NN": Neighbors(k=15),
        "MLP": Expanded(Network()),
        "boosting": Expanded(
            HistGradientBoostingClassifier(max_iter=50, max_leaf_nodes=15, early_stopping=False, random_state=0)),
    }
