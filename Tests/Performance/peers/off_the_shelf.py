"""What most people run today: pandas, imbalanced-learn's SMOTE, h5py with gzip 4 and byte shuffle.

    python off_the_shelf.py INPUT OUT.h5 [LABELS.npy]
"""
import sys

import h5py
import numpy as np
from imblearn.over_sampling import SMOTE

source, out = sys.argv[1:3]
if source.endswith(".npy"):
    x, y = np.load(source), np.load(sys.argv[3])
else:
    import pandas
    frame = pandas.read_csv(source)
    y = frame.pop("label").to_numpy()
    x = frame.to_numpy()
x, y = SMOTE(k_neighbors=5, random_state=0).fit_resample(x, y)
x = x.astype(np.float32)
soft = np.eye(int(y.max()) + 1, dtype=np.float32)[y]
with h5py.File(out, "w") as shard:
    for name, values in (("x", x), ("soft_label", soft)):
        rows = max(1, min(len(values), (1 << 20) // (4 * values.shape[1])))
        shard.create_dataset(
            name, data=values, chunks=(rows, values.shape[1]), compression="gzip", compression_opts=4, shuffle=True)
