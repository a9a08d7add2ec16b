"""Writes every stored vector anew: `python Tests/Vectors/make_all.py`."""
import make_arithmetic
import make_blends
import make_cleaning
import make_counts
import make_family
import make_labels
import make_neighbors
import make_nominal
import make_trainer

SCRIPTS = (
    make_arithmetic, make_blends, make_cleaning, make_counts, make_family, make_labels, make_neighbors,
    make_nominal, make_trainer)

if __name__ == "__main__":
    for script in SCRIPTS:
        script.main()
