"""Trains on the augmented set and scores on the untouched test rows."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "loaders"))
from sklearn_expand import train  # noqa: E402  (the loaders' folder is known only now)

if __name__ == "__main__":
    train(sys.argv[1])
