"""How many rows it takes where the balance is counted in label mass."""
import numpy as np


def check_mass(data, table, training, recipe, near, counts, report):
    """Every class of soft SMOTE up to the largest: the missing rows over the share that a new row gives its own class.

    Bases are used as often as others or once more, which the audit does not follow: 2 % are left for that.
    """
    balance = recipe.get("balance") or {}
    if balance.get("by") != "mass" or balance.get("to") != "majority" or recipe["method"]["kind"] != "soft-smote":
        return
    originals = (recipe.get("output") or {}).get("originals", True)
    for c, entry in enumerate(data.manifest["classes"]):
        missing = max(counts) - counts[c]
        made = entry["planned"] - (counts[c] if originals else 0)
        if missing == 0:
            report.check(made == 0, f"class '{entry['name']}': {made} rows are made though none is missing")
            continue
        bases = training[table.labels[training] == c]
        foreign = np.mean([np.mean(table.labels[near.of(row)] != c) for row in bases])
        expected = missing / (1 - foreign / 2)
        report.check(
            abs(made - expected) <= 0.5 + 0.02 * expected,
            f"class '{entry['name']}': {made} rows are made; in label mass it takes {expected:.1f}")
