"""Nominal columns restated in NumPy: the value difference metric and the votes of neighbours."""
import numpy as np

import arithmetic

# The number that RandomStream.Purpose gives to draws of nominal values.
DRAW_PURPOSE = 30


class ValueDifference:
    """Distances by how differently values foretell the class, learned from training rows."""

    def __init__(self, codes, labels, classes):
        self.codes = codes
        # One row of class shares for each value of each column; code -1 is the first.
        self.shares = []
        for column in codes.T:
            counts = np.zeros((int(column.max()) + 2, classes))
            np.add.at(counts, (column + 1, labels), 1)
            totals = counts.sum(axis=1, keepdims=True)
            with np.errstate(invalid="ignore"):
                self.shares.append(np.where(totals > 0, counts / totals, 0.0))

    def squared(self, row):
        """From one row to all, each of them by its place in `codes`."""
        terms = np.empty(self.codes.shape)
        for f, shares in enumerate(self.shares):
            differences = np.abs(shares - shares[self.codes[row, f] + 1])
            per_value = np.cumsum(differences, axis=1)[:, -1]
            terms[:, f] = (per_value * per_value)[self.codes[:, f] + 1]
        return arithmetic.sum_in_lanes(terms)

    def voters(self, row, pool, k):
        """The row itself, then its k nearest of `pool`, places ascending; ties by place."""
        others = pool[pool != row]
        near = others[arithmetic.nearest(self.squared(row)[others], min(k, len(others)))]
        return np.concatenate([[row], near])


def most_common(codes):
    """The mode of each column over voters, nearest first; a tie goes to the value held by the nearest."""
    winners = []
    for column in codes.T:
        values, first, counts = np.unique(column, return_index=True, return_counts=True)
        winners.append(values[np.lexsort((first, -counts))[0]])
    return np.array(winners, np.int32)


def drawn(codes, base, share, seed):
    """The value of one voter for each column, drawn by base and step."""
    bits = int(np.float32(share).view(np.uint32))
    values = []
    for j in range(codes.shape[1]):
        counter = [base & 0xFFFFFFFF, base >> 32, bits, DRAW_PURPOSE | j << 8]
        words = arithmetic.philox4x32(counter, [seed & 0xFFFFFFFF, seed >> 32])
        values.append(codes[((words[0] | words[1] << 32) * len(codes)) >> 64, j])
    return np.array(values, np.int32)
