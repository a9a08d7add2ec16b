"""Opens ballast shards as a Hugging Face data set, one split for each split of the recipe.

    data = load("train-set")
    data["train"].with_format("torch")[0]["x"]
"""
from pathlib import Path

from datasets import load_dataset


def load(folder, cache_dir=None):
    """A DatasetDict; columns are the data sets of the shards, rows in shard order."""
    files = {}
    for path in sorted(Path(folder).glob("*.h5")):
        files.setdefault(path.name.rsplit("-", 1)[0], []).append(str(path))
    return load_dataset("hdf5", data_files=files, cache_dir=cache_dir)


if __name__ == "__main__":
    import sys

    print(load(sys.argv[1]))
