"""Data sets of examples/data as text rows and as numbers that scikit-learn takes."""
import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

DATA = Path(__file__).resolve().parent.parent / "data"
NAMES = ("page-blocks", "abalone19", "yeast6", "satimage")


@dataclass
class Table:
    """Rows as they stand in the file, and the class of each; the class is the last column."""
    name: str
    header: list
    rows: list
    classes: list
    labels: np.ndarray

    @property
    def rarest(self):
        return int(np.bincount(self.labels).argmin())

    def write(self, path, chosen):
        """Writes the chosen rows, unchanged, as a file of their own."""
        with open(path, "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(self.header)
            writer.writerows(self.rows[i] for i in chosen)


def read(name, limit=None):
    """One data set; of `limit` rows every class has at least twenty, if there are so many."""
    with open(DATA / f"{name}.csv", newline="", encoding="utf-8") as file:
        header, *rows = list(csv.reader(file))
    if limit is not None:
        rows = thin(rows, limit)
    classes = sorted({row[-1] for row in rows})
    labels = np.array([classes.index(row[-1]) for row in rows])
    return Table(name, header, rows, classes, labels)


def thin(rows, limit):
    """Every n-th row of a class, at least twenty of each."""
    kept = []
    for name in sorted({row[-1] for row in rows}):
        own = [row for row in rows if row[-1] == name]
        count = min(len(own), max(20, round(limit * len(own) / len(rows))))
        kept += [own[i * len(own) // count] for i in range(count)]
    return kept


class Space:
    """From columns to what learners see: numbers standardised, nominal values one-hot, both as in the training rows.

    Fitted on the original training rows and used for every strategy, so that only the rows differ.
    """

    def __init__(self, table, training):
        columns = list(zip(*(row[:-1] for row in table.rows)))
        self.numeric = [j for j, column in enumerate(columns) if all(map(is_number, column))]
        self.nominal = [j for j in range(len(columns)) if j not in self.numeric]
        self.categories = [sorted(set(columns[j])) for j in self.nominal]
        values = self.numbers(table, training)
        self.mean, deviation = values.mean(axis=0), values.std(axis=0)
        self.deviation = np.where(deviation > 0, deviation, 1)

    def numbers(self, table, chosen):
        return np.array([[table.rows[i][j] for j in self.numeric] for i in chosen], float).reshape(len(chosen), -1)

    def names(self, table, chosen):
        return np.array([[table.rows[i][j] for j in self.nominal] for i in chosen], object).reshape(len(chosen), -1)

    def encode(self, numbers, names):
        """Numbers [n, d] and nominal values [n, m], both in the order of the columns."""
        scaled = (numbers - self.mean) / self.deviation
        one_hot = [names[:, [j]] == np.array(values, object) for j, values in enumerate(self.categories)]
        return np.column_stack([scaled, *one_hot]).astype(float)

    def rows(self, table, chosen):
        return self.encode(self.numbers(table, chosen), self.names(table, chosen))


def is_number(text):
    try:
        float(text)
        return True
    except ValueError:
        return False
