"""Compares ballast's methods with no augmentation, class weights and imbalanced-learn's SMOTE.

    python compare.py                 # everything; some minutes. Writes results.json, RESULTS.md and README.md's table
    python compare.py --data yeast6 --methods smote soft-smote --folds 3 --out /tmp/yeast

Stratified folds with a fixed seed. The test rows of a fold are seen by no strategy.
"""
import argparse
import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before NumPy and scikit-learn read it

import numpy as np  # noqa: E402
from sklearn.model_selection import StratifiedKFold  # noqa: E402

import report  # noqa: E402
import tables  # noqa: E402
from learners import all_learners  # noqa: E402
from scores import score  # noqa: E402
from strategies import Fold, all_strategies  # noqa: E402

HERE = Path(__file__).resolve().parent
METHODS = ("duplicate", "smote", "soft-smote", "borderline-smote", "adasyn", "polynom-fit-smote", "prowsyn", "mamix")
MOVED = "none, threshold moved"


def predict(table, strategies, number, training, test):
    """{(strategy, learner): (probabilities of the test rows, logit offsets)} of one fold."""
    fold = Fold(table, tables.Space(table, training), training, number)
    held, found = fold.space.rows(table, test), {}
    for strategy, make in strategies.items():
        made = make(fold)
        for name, learner in all_learners().items():
            found[strategy, name] = learner.fit(made.x, made.q, made.weight).predict_proba(held), made.offset
    return found


def predictions(table, strategies, folds, jobs):
    """{(strategy, learner): (probabilities [n, K], offsets [n, K])}, every row by models that did not see it."""
    shape = (len(table.labels), len(table.classes))
    found = {(s, l): (np.zeros(shape), np.zeros(shape)) for s in strategies for l in all_learners()}
    with ProcessPoolExecutor(jobs) as pool:
        waiting = [pool.submit(predict, table, strategies, number, *fold) for number, fold in enumerate(folds)]
        for (_, test), part in zip(folds, waiting):
            for key, (p, offset) in part.result().items():
                found[key][0][test], found[key][1][test] = p, offset
    print(f"{table.name}: done", file=sys.stderr)
    return found


def move_threshold(found, table):
    """Of the models without augmentation: probabilities over priors, so that argmax is the balanced decision."""
    priors = np.bincount(table.labels) / len(table.labels)
    moved = {}
    for (strategy, learner), (p, _) in found.items():
        if strategy == "none":
            q = p / priors
            moved[MOVED, learner] = (q / q.sum(axis=1, keepdims=True), np.broadcast_to(np.log(priors), p.shape))
    return moved


def compare(table, strategies, count, jobs):
    """Scores of every strategy and learner on one data set."""
    splitter = StratifiedKFold(count, shuffle=True, random_state=0)
    folds = list(splitter.split(np.zeros(len(table.labels)), table.labels))
    found = predictions(table, strategies, folds, jobs)
    found |= move_threshold(found, table)
    tests = [test for _, test in folds]
    return [
        {"data": table.name, "strategy": strategy, "learner": learner,
         **score(tests, table.labels, p, offset, table.rarest)}
        for (strategy, learner), (p, offset) in found.items()]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ballast", default=os.environ.get("BALLAST", "ballast"), help="the program")
    parser.add_argument("--data", nargs="+", default=tables.NAMES, choices=tables.NAMES)
    parser.add_argument("--methods", nargs="+", default=METHODS, help="methods of ballast, with their defaults")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--rows", type=int, help="at most about so many rows of each data set")
    parser.add_argument("--jobs", type=int, default=1, help="folds at a time; the result does not depend on it")
    parser.add_argument("--out", type=Path, default=HERE, help="folder for results.json and the tables")
    return parser.parse_args()


def main():
    options = arguments()
    strategies = all_strategies(options.ballast, options.methods)
    results = []
    for name in options.data:
        results += compare(tables.read(name, options.rows), strategies, options.folds, options.jobs)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "results.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    report.write(options.out, results)


if __name__ == "__main__":
    main()
