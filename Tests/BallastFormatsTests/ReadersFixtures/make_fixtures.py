"""Writes the good-* and bad-* inputs beside it. Needs numpy and h5py; the files are committed, so tests do not.

Run: python3 make_fixtures.py
"""

import gzip
import os
import struct

import h5py
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))


def path(name):
    return os.path.join(HERE, name)


def write(name, data):
    with open(path(name), "wb") as file:
        file.write(data if isinstance(data, bytes) else data.encode())


def header(version, text, length=None):
    body = text.encode()
    size = struct.pack("<H" if version == 1 else "<I", len(body) if length is None else length)
    return b"\x93NUMPY" + bytes([version, 0]) + size + body


def npy(name, text, data=b"", version=1):
    write(name, header(version, text) + data)


def dictionary(descr="'<f4'", order="False", shape="(2, 2)"):
    return "{'descr': %s, 'fortran_order': %s, 'shape': %s, }\n" % (descr, order, shape)


# The same table in every format: three numeric columns, five rows, classes of texts.
ROWS = np.array([[1, -2.5, 1e-3], [2, 0, 3], [3, 1e10, 0.1], [4, 7, -0.0], [5, 123456.789, 16777216]])
LABELS = ["b", "a", "b", "c", "a"]


def good():
    lines = [",".join(repr(float(v)) for v in row) + "," + label for row, label in zip(ROWS, LABELS)]
    names = "u,v,w,label"
    write("good-plain.csv", "\n".join([names] + lines) + "\n")
    write("good-crlf-bom.csv", b"\xef\xbb\xbf" + "\r\n".join([names] + lines).encode() + b"\r")
    write("good-blank-end.csv", "\n".join([names] + lines) + "\n\n\r\n\n")
    write("good-semicolon.csv", "\n".join([names] + lines).replace(",", ";"))
    write("good-bar.csv", "\n".join([names] + lines).replace(",", " | ") + "\n")
    write("good-tab.tsv", "\n".join([names] + lines).replace(",", "\t") + "\n")
    quoted = ['"%s"' % line.replace(",", '","') for line in [names] + lines]
    write("good-quoted.csv", "\n".join(quoted) + "\n")
    write("good-no-header.csv", "\n".join(lines) + "\n")
    with open(path("good-packed.csv.gz"), "wb") as file:
        text = ("\n".join([names] + lines) + "\n").encode()
        # Two members, cut inside a row.
        file.write(gzip.compress(text[:50], 6, mtime=0) + gzip.compress(text[50:], 6, mtime=0))
    write("good-labels.csv", "label\n" + "\n".join(LABELS) + "\n")
    write("good-labels-no-header.csv", "\n".join(LABELS) + "\n")
    write("good-two.csv", "a,b,label\n1,2,x\n")
    write("good-text.csv", 'id,note,class\n1,"one, two",x\n2,"line\nbreak",y\n3,"say ""hi""",x\n4, spaced ,y\n5,"  kept ",x\n')

    np.save(path("good-float64.npy"), ROWS)
    np.save(path("good-float32.npy"), ROWS.astype("<f4"))
    np.save(path("good-float32-fortran.npy"), np.asfortranarray(ROWS.astype("<f4")))
    np.save(path("good-float64-big.npy"), ROWS.astype(">f8"))
    np.lib.format.write_array(open(path("good-version-2.npy"), "wb"), ROWS, version=(2, 0))
    np.lib.format.write_array(open(path("good-version-3.npy"), "wb"), ROWS, version=(3, 0))
    np.save(path("good-labels-text.npy"), np.array(LABELS))
    np.save(path("good-labels-bytes.npy"), np.array([s.encode() for s in LABELS]))
    np.save(path("good-labels-int.npy"), np.array([7, -3, 7, 1000000, -3], dtype=">i8"))
    np.save(path("good-labels-float.npy"), np.array([1, 0, 1, 2, 0], dtype="<f4"))
    np.save(path("good-float16.npy"), np.array([[1, 65504], [6e-8, -0.0], [0.1, -2]], dtype="<f2"))
    np.save(path("good-bool.npy"), np.array([[True, False], [False, False], [True, True]]))
    images = np.arange(2 * 3 * 4 * 5, dtype="u1").reshape(2, 3, 4, 5)
    np.save(path("good-images.npy"), images)
    np.save(path("good-images-fortran.npy"), np.asfortranarray(images))
    for kind in ["i1", "u2", "i2", "u4", "i4", "u8", "i8"]:
        info = np.iinfo(kind)
        values = np.array([[info.min, 0], [info.max, 1]], dtype=kind)
        np.save(path(f"good-{kind}.npy"), values.astype(">" + kind))

    def h5(name, x, y, **settings):
        with h5py.File(path(name), "w") as file:
            file.create_dataset("x", data=x, **settings)
            if y is not None:
                file.create_dataset("y", data=y)

    h5("good-contiguous.h5", ROWS.astype("<f4"), LABELS)
    h5("good-float64.h5", ROWS, LABELS)
    h5("good-chunked.h5", ROWS, [s.encode() for s in LABELS], chunks=(2, 2), compression="gzip", shuffle=True)
    h5("good-big.h5", ROWS.astype(">f4"), np.array([s.encode() for s in LABELS], dtype="S1"))
    h5("good-unlabelled.h5", np.arange(6, dtype="<i2").reshape(3, 2), None)
    h5("good-numbers.h5", np.array([[True], [False]]), np.array([2, 1], dtype="<u2"))


def bad_text():
    write("bad-empty.csv", "")
    write("bad-blank.csv", "\n\r\n\n")
    write("bad-header-only.csv", "a,b,label\n")
    write("bad-short-row.csv", "a,b,label\n1,2,x\n3,4\n5,6,y\n")
    write("bad-long-row.csv", "a,b,label\n1,2,x\n3,4,y,5\n")
    write("bad-blank-line.csv", "a,b,label\n1,2,x\n\n3,4,y\n")
    write("bad-stray-quote.csv", 'a,b,label\n1,5" pipe,x\n')
    write("bad-text-after-quote.csv", 'a,b,label\n1,"5" pipe,x\n')
    write("bad-open-quote.csv", 'a,b,label\n1,2,x\n3,"4,y\n5,6,z\n')
    write("bad-header-quotes.csv", 'a,b"c,label\n1,2,x\n')
    write("bad-duplicate-column.csv", "a,b,a,label\n1,2,3,x\n")
    many = "".join(f"{i},{i}.5,{'xy'[i % 2]}\n" for i in range(30))
    write("bad-text-in-numbers.csv", "a,b,label\n" + many + "31,n/a,x\n")
    write("bad-decimal-comma.csv", "a,b,label\n" + many + '31,"1,5",x\n')
    write("bad-thousands.csv", "a,b,label\n" + many + "31,1 000,x\n")
    write("bad-hexadecimal.csv", "a,b,label\n" + many + "31,0x1F,x\n")
    write("bad-underscore.csv", "a,b,label\n" + many + "31,1_000,x\n")
    write("bad-missing-number.csv", "a,b,label\n1,2,x\n3,,y\n")
    write("bad-missing-token.csv", "a,b,label\n1,2,x\nNA,4,y\n")
    write("bad-missing-label.csv", "a,b,label\n1,2,x\n3,4,\n")
    write("bad-missing-after-newline.csv", 'a,b,label\n"1\n",2,x\n"2\n",3,x\n4,?,y\n')
    write("bad-nan.csv", "a,b,label\n1,2,x\n3,NaN,y\n")
    write("bad-infinity.csv", "a,b,label\n-inf,2,x\n3,4,y\n")
    write("bad-overflow.csv", "a,b,label\n1,1e39,x\n3,4,y\n")
    write("bad-double-overflow.csv", "a,b,label\n1,1e999,x\n3,4,y\n")
    write("bad-utf16.csv", "a,b,label\n1,2,x\n".encode("utf-16"))
    write("bad-latin1.csv", "a,b,label\n1,2,x\n3,4,\u00e9\n".encode("latin-1"))
    write("bad-latin1-header.csv", "a,\u00e9,label\n1,2,x\n".encode("latin-1"))
    write("bad-binary.csv", b"a,b\n1,\0\n")
    write("bad-carriage-returns.csv", "a,b,label\r1,2,x\r3,4,y\r")
    write("bad-declared-number.csv", "a,b,label\n1,2,x\nred,4,y\n")
    write("bad-declared-integer.csv", "a,b,label\n1,2,x\n2.5,4,y\n")
    write("bad-other-names.csv", "a,c,label\n1,2,x\n")
    write("bad-other-width.csv", "a,b,c,label\n1,2,3,x\n")
    packed = gzip.compress(b"a,b,label\n" + b"1,2,x\n" * 1000, 6, mtime=0)
    write("bad-cut.csv.gz", packed[:-10])
    write("bad-checksum.csv.gz", packed[:-8] + bytes(4) + packed[-4:])
    write("bad-trailing.csv.gz", packed + b"more")


def bad_npy():
    data = np.zeros((2, 2), dtype="<f4").tobytes()
    write("bad-magic.npy", b"NUMPY" + bytes(100))
    npy("bad-version.npy", dictionary(), data, version=4)
    write("bad-cut-header.npy", header(1, dictionary())[:40])
    npy("bad-cut-data.npy", dictionary(), data[:-1])
    npy("bad-extra-bytes.npy", dictionary(), data + b"\0")
    npy("bad-object.npy", dictionary("'|O'"), data)
    npy("bad-structured.npy", dictionary("[('a', '<f4'), ('b', '<i4')]"), data)
    npy("bad-complex.npy", dictionary("'<c8'"), data)
    npy("bad-date.npy", dictionary("'<M8[s]'"), data)
    npy("bad-text.npy", dictionary("'<U1'"), data)
    npy("bad-negative-shape.npy", dictionary(shape="(2, -2)"), data)
    npy("bad-huge-shape.npy", dictionary(shape="(4611686018427387904, 4)"), data)
    npy("bad-many-digits.npy", dictionary(shape="(99999999999999999999, 4)"), data)
    npy("bad-scalar.npy", dictionary(shape="()"), data[:4])
    npy("bad-no-rows.npy", dictionary(shape="(0, 2)"))
    npy("bad-no-columns.npy", dictionary(shape="(2, 0)"))
    npy("bad-no-dictionary.npy", "descr <f4 shape 2 2\n", data)
    npy("bad-no-shape.npy", "{'descr': '<f4', 'fortran_order': False}\n", data)
    rows = ROWS.copy()
    rows[3, 1] = np.nan
    np.save(path("bad-nan.npy"), rows.astype("<f4"))
    rows[3, 1] = -np.inf
    np.save(path("bad-infinity.npy"), rows)
    rows[3, 1] = 1e39
    np.save(path("bad-overflow.npy"), rows)
    np.save(path("bad-overflow-fortran.npy"), np.asfortranarray(rows))
    np.save(path("bad-labels-short.npy"), np.array([1, 2, 3, 4]))
    np.save(path("bad-labels-long.npy"), np.array([1, 2, 3, 4, 5, 6]))
    np.save(path("bad-labels-fraction.npy"), np.array([1, 2, 0.5, 4, 5]))
    np.save(path("bad-labels-nan.npy"), np.array([1, 2, np.nan, 4, 5]))
    np.save(path("bad-labels-wide.npy"), np.eye(5))
    write("bad-labels-columns.csv", "a,label\n1,x\n2,y\n3,x\n4,y\n5,x\n")


def bad_h5():
    write("bad-format.h5", "no HDF5 file at all\n" * 10)

    def h5(name, **sets):
        with h5py.File(path(name), "w") as file:
            for key, value in sets.items():
                file.create_dataset(key, data=value)

    h5("bad-no-x.h5", rows=ROWS, y=[1, 2, 3, 4, 5])
    h5("bad-text-x.h5", x=LABELS, y=[1, 2, 3, 4, 5])
    h5("bad-no-rows.h5", x=np.zeros((0, 3)), y=np.zeros(0))
    h5("bad-labels-short.h5", x=ROWS, y=[1, 2, 3, 4])
    h5("bad-labels-wide.h5", x=ROWS, y=np.eye(5))
    h5("bad-scalar.h5", x=3.0, y=1)
    h5("bad-compound.h5", x=np.zeros(3, dtype=[("a", "<f4"), ("b", "<i4")]), y=[1, 2, 3])
    overflow = ROWS.copy()
    overflow[4, 2] = -1e300
    with h5py.File(path("bad-overflow.h5"), "w") as file:
        file.create_dataset("x", data=overflow, chunks=(2, 3), compression="gzip")
        file.create_dataset("y", data=LABELS)
    h5("bad-cut.h5", x=np.arange(3000.0).reshape(1000, 3), y=np.arange(1000) % 2)
    with open(path("bad-cut.h5"), "r+b") as file:
        file.truncate(20000)


good()
bad_text()
bad_npy()
bad_h5()
