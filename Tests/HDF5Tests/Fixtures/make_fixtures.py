"""Writes the HDF5 files beside this script: what h5py users hand in. Needs h5py 3 and numpy."""

import os

import h5py
import numpy as np

here = os.path.dirname(os.path.abspath(__file__))
numbers = np.arange(12).reshape(4, 3)


def path(name):
    return os.path.join(here, name)


with h5py.File(path("good-types.h5"), "w", track_order=False) as f:
    for name in ("i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"):
        f["little_" + name] = numbers.astype("<" + name)
        f["big_" + name] = numbers.astype(">" + name)
    f["bool"] = np.array([True, False, True])
    f["scalar"] = np.float32(7)
    f["no_rows"] = np.zeros((0, 3), "f4")
    f["fixed"] = np.array([b"cat", b"", b"zebra"])
    f["variable"] = np.array(["cat", "", "zebra \u00e9\u4e2d"], dtype=h5py.string_dtype())
    f["grid"] = np.array([["a", "b"], ["c", "d"]], dtype=h5py.string_dtype())
    f["latin"] = np.array([b"caf\xe9"])
    space = h5py.h5t.C_S1.copy()
    space.set_size(6)
    space.set_strpad(h5py.h5t.STR_SPACEPAD)
    d = h5py.h5d.create(f.id, b"spaces", space, h5py.h5s.create_simple((2,)))
    d.write(h5py.h5s.ALL, h5py.h5s.ALL, np.array([b"cat   ", b"a dog "]), mtype=space)
    f["colour"] = np.array([0, 2], h5py.enum_dtype({"red": 0, "green": 1, "blue": 2}, basetype="i4"))
    three = h5py.h5t.STD_I32BE.copy()
    three.set_size(3)
    three.set_precision(24)
    d = h5py.h5d.create(f.id, b"int24", three, h5py.h5s.create_simple((3,)))
    d.write(h5py.h5s.ALL, h5py.h5s.ALL, np.array([-2, 0, 8388607], "i4"))
    bfloat = h5py.h5t.IEEE_F32LE.copy()
    bfloat.set_fields(15, 7, 8, 0, 7)
    bfloat.set_size(2)
    bfloat.set_ebias(127)
    d = h5py.h5d.create(f.id, b"bfloat16", bfloat, h5py.h5s.create_simple((2,)))
    d.write(h5py.h5s.ALL, h5py.h5s.ALL, np.array([1.5, -3e38], "f4"))
    p = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    p.set_layout(h5py.h5d.COMPACT)
    d = h5py.h5d.create(f.id, b"in_header", h5py.h5t.STD_I32LE, h5py.h5s.create_simple((2,)), p)
    d.write(h5py.h5s.ALL, h5py.h5s.ALL, np.array([5, 6], "i4"))
    f.create_dataset("packed", data=numbers.astype("f4"), chunks=(3, 2), compression="gzip", shuffle=True, fletcher32=True)
    f.create_dataset("lzf", data=numbers, chunks=(4, 3), compression="lzf")
    f["train/images"] = numbers.astype("u1")
    f["alias"] = h5py.SoftLink("/little_i4")
    f["broken"] = h5py.SoftLink("/nowhere")
    f.attrs["scalar"] = "variable \u00e9"
    f.attrs["fixed"] = np.bytes_("cat")
    f.attrs["list"] = ["a", "bc", ""]
    f.attrs["number"] = np.uint16(513)
    f.attrs["float"] = 1.5
    f.attrs["none"] = h5py.Empty("S10")
    f["little_f4"].attrs["unit"] = "mm"

with h5py.File(path("unsupported-types.h5"), "w") as f:
    f["compound"] = np.zeros(2, [("a", "i4"), ("b", "f4")])
    f["complex"] = np.zeros(2, "c8")
    f["opaque"] = np.zeros(2, "V5")
    f["reference"] = np.array([f["compound"].ref], dtype=h5py.ref_dtype)
    ragged = f.create_dataset("ragged", (2,), h5py.vlen_dtype("i4"))
    ragged[0] = [1, 2]
    f["empty"] = h5py.Empty("f4")

with h5py.File(path("good-userblock.h5"), "w", userblock_size=512) as f:
    f["x"] = numbers.astype("<f4")
