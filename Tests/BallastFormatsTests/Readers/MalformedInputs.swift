import BallastCore
import BallastFormats

extension MalformedInputTests {
    static let cases: [Case] = [
        Case("bad-latin1.csv", "bad-latin1.csv:3:3: value is not UTF-8 text; convert the file to UTF-8"),
        Case(
            "bad-latin1-header.csv",
            "bad-latin1-header.csv:1:2: column name is not UTF-8 text; convert the file to UTF-8"),
        Case(
            "good-plain.csv", labels: "good-labels.csv",
            "good-labels.csv: a table has its labels in a column; name it with input.label instead of input.labels"),
        Case(
            "good-float32.npy",
            "good-float32.npy: row 0, column 1: -2.5 is not a whole number; set the column's kind to numeric"
        ) { $0.columns = ["column_0": .integer, "column_1": .integer] },
        Case(
            "good-float32.npy", "good-float32.npy: no input column 'u'; there are column_0 to column_2"
        ) { $0.columns = ["u": .numeric] },
        Case(
            "bad-binary.csv",
            "bad-binary.csv: is no text; name the format with input.format, or convert the file to CSV"),
        Case("bad-blank-line.csv", "bad-blank-line.csv:3: blank line; remove it (3 values per row are expected)"),
        Case("bad-blank.csv", "bad-blank.csv: is empty; a table has at least one row"),
        Case(
            "bad-carriage-returns.csv",
            "bad-carriage-returns.csv: has lines that end in a carriage return alone; convert them to line feeds"),
        Case("bad-checksum.csv.gz", "bad-checksum.csv.gz: the gzip stream's checksum differs from that of its content"),
        Case(
            "bad-complex.npy",
            "bad-complex.npy: has elements of type '<c8'; save it as bool, an integer, float16, float32 or float64"),
        Case("bad-compound.h5", "bad-compound.h5:/x: holds no numbers; name a data set of numbers"),
        Case("bad-cut-data.npy", "bad-cut-data.npy: is cut short: shape [2, 2] of '<f4' needs 16 bytes, there are 15"),
        Case("bad-cut-header.npy", "bad-cut-header.npy: is cut short inside the header; copy it again"),
        Case("bad-cut.csv.gz", "bad-cut.csv.gz: the gzip stream ends before its last block and checksum"),
        Case(
            "bad-cut.h5",
            "bad-cut.h5:/x: unable to open file: truncated file: eof = 20000, sblock->base_addr = 0, stored_eof = 34048"
        ),
        Case(
            "bad-date.npy",
            "bad-date.npy: has elements of type '<M8[s]'; save it as bool, an integer, float16, float32 or float64"),
        Case(
            "bad-decimal-comma.csv",
            "bad-decimal-comma.csv:32:2: '1,5' is not a number; say how missing values are written with input.missing_tokens, or set input.columns 'b' to categorical or ignore"
        ),
        Case(
            "bad-declared-integer.csv",
            "bad-declared-integer.csv:3:1: '2.5' is not a whole number; set the column's kind to numeric"
        ) { $0.columns = ["a": .integer] },
        Case(
            "bad-declared-number.csv",
            "bad-declared-number.csv:3:1: 'red' is not a number; say how missing values are written with input.missing_tokens"
        ) { $0.columns = ["a": .numeric] },
        Case(
            "bad-double-overflow.csv",
            "bad-double-overflow.csv:2:2: '1e999' is beyond the range of float32; scale the column"),
        Case(
            "bad-duplicate-column.csv",
            "bad-duplicate-column.csv:1:3: column name 'a' is also that of column 1; give each column its own name"),
        Case("good-two.csv", and: ["bad-empty.csv"], "bad-empty.csv: is empty; a table has at least one row"),
        Case("bad-empty.csv", "bad-empty.csv: is empty; a table has at least one row"),
        Case(
            "bad-extra-bytes.npy",
            "bad-extra-bytes.npy: is 1 bytes longer than shape [2, 2] of '<f4' needs; save one array per file"),
        Case("bad-format.h5", "bad-format.h5: it is not an HDF5 file; its first bytes are not those of the format"),
        Case("bad-header-only.csv", "bad-header-only.csv: has a header but no rows; add at least one row"),
        Case(
            "bad-header-quotes.csv",
            "bad-header-quotes.csv:1: the quotes of the header do not match; quote whole names and double the quotes in them"
        ),
        Case(
            "bad-hexadecimal.csv",
            "bad-hexadecimal.csv:32:2: '0x1F' is not a number; say how missing values are written with input.missing_tokens, or set input.columns 'b' to categorical or ignore"
        ),
        Case(
            "bad-huge-shape.npy",
            "bad-huge-shape.npy: has a shape [4611686018427387904, 4] that no file can hold; the header is damaged"),
        Case(
            "bad-infinity.csv",
            "bad-infinity.csv:2:1: '-inf' is not a finite number; add it to input.missing_tokens if it stands for a missing value"
        ),
        Case("bad-infinity.npy", "bad-infinity.npy: row 3, column 1: value is infinite; clean the data"),
        Case(
            "good-float32.npy", labels: "bad-labels-columns.csv",
            "bad-labels-columns.csv: has 2 columns; a file of labels has one"),
        Case(
            "good-float32.npy", labels: "bad-labels-fraction.npy",
            "bad-labels-fraction.npy: row 2: label 0.5 is not a whole number; classes are whole numbers or texts"),
        Case(
            "good-float32.npy", labels: "bad-labels-long.npy",
            "bad-labels-long.npy: there are 6 labels for 5 rows; one label per row is expected"),
        Case(
            "good-float32.npy", labels: "bad-labels-nan.npy",
            "bad-labels-nan.npy: row 2: label is missing; fill it in, or set input.missing to drop"),
        Case(
            "bad-labels-short.h5", "bad-labels-short.h5: there are 4 labels for 5 rows; one label per row is expected"),
        Case(
            "good-float32.npy", labels: "bad-labels-short.npy",
            "bad-labels-short.npy: there are 4 labels for 5 rows; one label per row is expected"),
        Case("bad-labels-wide.h5", "bad-labels-wide.h5:/y: labels have shape [5, 5]; one label per row is expected"),
        Case(
            "good-float32.npy", labels: "bad-labels-wide.npy",
            "bad-labels-wide.npy: labels have shape [5, 5]; one label per row is expected"),
        Case("bad-long-row.csv", "bad-long-row.csv:3: row has 4 values; 3 values per row are expected"),
        Case("bad-magic.npy", "bad-magic.npy: is no NumPy array; the file should start with \\x93NUMPY"),
        Case(
            "bad-many-digits.npy",
            "bad-many-digits.npy: has a header that is no dictionary of 'descr', 'fortran_order' and 'shape'; save the array again"
        ),
        Case(
            "bad-missing-after-newline.csv",
            "bad-missing-after-newline.csv:6:2: value is missing; set input.missing to mean, median, most_frequent or drop"
        ),
        Case(
            "bad-missing-label.csv",
            "bad-missing-label.csv:3:3: label is missing; fill it in, or set input.missing to drop"),
        Case(
            "bad-missing-number.csv",
            "bad-missing-number.csv:3:2: value is missing; set input.missing to mean, median, most_frequent or drop"),
        Case(
            "bad-missing-token.csv",
            "bad-missing-token.csv:3:1: value is missing; set input.missing to mean, median, most_frequent or drop"),
        Case(
            "bad-nan.csv",
            "bad-nan.csv:3:2: 'NaN' is not a finite number; add it to input.missing_tokens if it stands for a missing value"
        ),
        Case(
            "bad-nan.npy",
            "bad-nan.npy: row 3, column 1: value is missing (nan); set input.missing to mean, median, most_frequent or drop"
        ),
        Case(
            "bad-negative-shape.npy",
            "bad-negative-shape.npy: has a negative extent -2 in its shape [2, -2]; the header is damaged"),
        Case(
            "bad-no-columns.npy",
            "bad-no-columns.npy: has rows without elements: shape [2, 0]; save at least one element per row"),
        Case(
            "bad-no-dictionary.npy",
            "bad-no-dictionary.npy: has a header that is no dictionary of 'descr', 'fortran_order' and 'shape'; save the array again"
        ),
        Case("bad-no-rows.h5", "bad-no-rows.h5:/x: has no rows: shape [0, 3]; save at least one row"),
        Case("bad-no-rows.npy", "bad-no-rows.npy: has no rows: shape [0, 2]; save at least one row"),
        Case(
            "bad-no-shape.npy",
            "bad-no-shape.npy: has a header without 'fortran_order' or 'shape'; save the array again"),
        Case("bad-no-x.h5", "bad-no-x.h5:/x: there is no '/x'; at the root are: rows, y"),
        Case(
            "bad-object.npy",
            "bad-object.npy: holds Python objects; save it as an array of numbers or fixed-length strings"),
        Case("bad-open-quote.csv", "bad-open-quote.csv:3:2: quote is never closed; end the value with a quote"),
        Case(
            "good-two.csv", and: ["bad-other-names.csv"],
            "bad-other-names.csv:1:2: column is 'c' where 'good-two.csv' has 'b'; files read together need one header"),
        Case(
            "good-two.csv", and: ["bad-other-width.csv"],
            "bad-other-width.csv:1:3: column is 'c' where 'good-two.csv' has 'label'; files read together need one header"
        ),
        Case(
            "bad-overflow-fortran.npy",
            "bad-overflow-fortran.npy: row 3, column 1: 1e+39 is beyond the range of float32; scale the data"),
        Case("bad-overflow.csv", "bad-overflow.csv:2:2: '1e39' is beyond the range of float32; scale the column"),
        Case(
            "bad-overflow.h5",
            "bad-overflow.h5:/x: row 4, column 2: -1e+300 is beyond the range of float32; scale the data"),
        Case(
            "bad-overflow.npy",
            "bad-overflow.npy: row 3, column 1: 1e+39 is beyond the range of float32; scale the data"),
        Case("bad-scalar.h5", "bad-scalar.h5:/x: is a single value; rows need at least one axis"),
        Case("bad-scalar.npy", "bad-scalar.npy: is a single value; an array of rows has at least one axis"),
        Case("bad-short-row.csv", "bad-short-row.csv:3: row has 2 values; 3 values per row are expected"),
        Case(
            "bad-stray-quote.csv",
            "bad-stray-quote.csv:2:2: quote inside an unquoted value; quote the whole value and double the quotes in it"
        ),
        Case(
            "bad-structured.npy",
            "bad-structured.npy: has a structured element type; save each field as an array of its own"),
        Case(
            "bad-text-after-quote.csv",
            "bad-text-after-quote.csv:2:2: text after a closing quote; double the quotes inside a quoted value"),
        Case(
            "bad-text-in-numbers.csv",
            "bad-text-in-numbers.csv:32:2: 'n/a' is not a number; say how missing values are written with input.missing_tokens, or set input.columns 'b' to categorical or ignore"
        ),
        Case("bad-text-x.h5", "bad-text-x.h5:/x: holds no numbers; name a data set of numbers"),
        Case("bad-text.npy", "bad-text.npy: holds texts; features of arrays are numbers"),
        Case(
            "bad-thousands.csv",
            "bad-thousands.csv:32:2: '1 000' is not a number; say how missing values are written with input.missing_tokens, or set input.columns 'b' to categorical or ignore"
        ),
        Case(
            "bad-trailing.csv.gz", "bad-trailing.csv.gz: bytes follow the end of the gzip stream; it should end there"),
        Case(
            "bad-underscore.csv",
            "bad-underscore.csv:32:2: '1_000' is not a number; say how missing values are written with input.missing_tokens, or set input.columns 'b' to categorical or ignore"
        ),
        Case("bad-utf16.csv", "bad-utf16.csv: is UTF-16 text; convert it to UTF-8"),
        Case("bad-version.npy", "bad-version.npy: has NPY version 4.0; versions 1 to 3 are known"),
        Case(
            "good-plain.csv", label: .name("target"),
            "good-plain.csv: no label column 'target'; the columns are u, v, w, label"),
        Case(
            "good-plain.csv", label: .index(4),
            "good-plain.csv: no label column with index 4; there are 4 columns: u, v, w, label"),
        Case("good-plain.csv", "good-plain.csv: no input column 'x'; the columns are u, v, w, label") {
            $0.columns = ["x": .ignore]
        },
        Case("good-plain.csv", "good-plain.csv: column 'label' is asked for twice; name another group column") {
            $0.group = .name("label")
        },
        Case("good-plain.csv", "input.format: unknown format 'parquet'; use auto, csv, hdf5, npy, tsv") {
            $0.format = "parquet"
        },
        Case("good-plain.csv", "input.delimiter: '.' cannot be told from a value; use a comma, tab, semicolon or bar") {
            $0.delimiter = UInt8(ascii: ".")
        },
        Case(
            "good-float32.npy", label: .index(0),
            "good-float32.npy: arrays have no label column; name a file of labels with input.labels"),
        Case("good-float32.npy", "good-float32.npy: column 'column_0' of an array cannot be categorical; use a table") {
            $0.columns = ["column_0": .categorical]
        },
        Case("good-float32.npy", "good-float32.npy: column 'column_1' of an array cannot be ignore; use a table") {
            $0.columns = ["column_0": .numeric, "column_1": .ignore]
        },
        Case("good-float32.npy", "good-float32.npy: no input column 'column_02'; there are column_0 to column_2") {
            $0.columns = ["column_02": .integer]
        },
        Case(
            "good-float32.npy", and: ["good-images.npy"],
            "good-images.npy: has rows of shape [3, 4, 5] where 'good-float32.npy' has [3]; arrays read together need one shape"
        ),
        Case(
            "good-i4.npy", and: ["good-i2.npy"],
            "good-i2.npy: has int16 elements where 'good-i4.npy' has int32; arrays read together need one type"),
        Case("good-contiguous.h5", "good-contiguous.h5:/z: there is no '/z'; at the root are: x, y") { $0.y = "/z" },
    ]
}
