"""How good probabilities and the decisions from them are, on untouched rows."""
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, balanced_accuracy_score


def corrected(p, offset):
    """Probabilities after the offsets are added to the logits."""
    odds = p * np.exp(offset)
    return odds / odds.sum(axis=1, keepdims=True)


def precision(y, p, rarest):
    """Average precision: of the rare class where there are two, else the mean over the classes."""
    classes = [rarest] if p.shape[1] == 2 else range(p.shape[1])
    return float(np.mean([average_precision_score(y == c, p[:, c]) for c in classes]))


def balanced(y, p):
    return float(balanced_accuracy_score(y, p.argmax(axis=1)))


def brier(y, p):
    """Mean over the rows of the squared differences, added over the classes: 0 is perfect, 2 the worst."""
    return float(((p - np.eye(p.shape[1])[y]) ** 2).sum(axis=1).mean())


def slope(y, p, rarest):
    """Calibration slope: what the logit of p must be multiplied by; below 1 is overconfident. Classes as in `precision`."""
    classes = [rarest] if p.shape[1] == 2 else range(p.shape[1])
    return float(np.mean([one_slope(y == c, p[:, c]) for c in classes]))


def one_slope(truth, p):
    clipped = np.clip(p, 1e-4, 1 - 1e-4)
    logit = np.log(clipped / (1 - clipped))
    return float(LogisticRegression(C=1e6, max_iter=1000).fit(logit[:, None], truth).coef_[0, 0])


def score(folds, y, p, offset, rarest):
    """All scores of one learner after one strategy.

    folds: row numbers of each test fold; p: its probabilities for every row, each from the model that did not see it;
    offset: the logit offsets of each row's model. Precision and balanced accuracy are means over the folds.
    """
    fixed = corrected(p, offset)
    found = {
        "ap": np.mean([precision(y[f], p[f], rarest) for f in folds]),
        "balanced accuracy": np.mean([balanced(y[f], p[f]) for f in folds]),
        "brier": brier(y, p), "brier corrected": brier(y, fixed),
        "slope": slope(y, p, rarest), "slope corrected": slope(y, fixed, rarest),
    }
    return {name: round(float(value), 5) for name, value in found.items()}
