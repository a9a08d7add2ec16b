import BallastTestSupport
import HDF5
import Testing

/// Files that h5py wrote; see `Fixtures/make_fixtures.py`.
@Suite struct ForeignFileTests {
    private static let types: [(String, NumberType)] = [
        ("i1", .int8), ("i2", .int16), ("i4", .int32), ("i8", .int64), ("u1", .uint8), ("u2", .uint16),
        ("u4", .uint32), ("u8", .uint64), ("f2", .float16), ("f4", .float32), ("f8", .float64),
    ]

    @Test("numbers of either byte order are described and read", arguments: types)
    func numbers(suffix: String, type: NumberType) throws {
        let file = try File(reading: fixture("good-types.h5"))
        for (order, byteOrder) in [("little", NumberFormat.ByteOrder.little), ("big", .big)] {
            let dataset = try file.dataset("/\(order)_\(suffix)")
            guard case .numbers(let format) = dataset.content else {
                Issue.record("'\(dataset.name)' holds numbers")
                continue
            }
            #expect(dataset.shape == [4, 3])
            #expect(format.type == type)
            if type.byteCount > 1 {
                #expect(format.byteOrder == byteOrder)
                #expect(format.isNative == (order == "little"))
            }
            #expect(try dataset.read(Float.self, rows: 1..<3) == [3, 4, 5, 6, 7, 8])
            #expect(try dataset.read(Int64.self) == Array(0..<12))
        }
    }

    @Test("bool is read as 0 and 1, other enumerations as their values")
    func enumerations() throws {
        let file = try File(reading: fixture("good-types.h5"))
        let bool = try file.dataset("bool")
        #expect(
            bool.content
                == .numbers(NumberFormat(type: .uint8, byteOrder: .little, isNative: true, isBool: true)))
        #expect(try bool.read(UInt8.self) == [1, 0, 1])
        #expect(try bool.read(Float.self) == [1, 0, 1])
        let colour = try file.dataset("colour")
        #expect(try colour.read(Int32.self) == [0, 2])
    }

    @Test("integers of odd sizes and bfloat16 are read as the next larger type")
    func oddSizes() throws {
        let file = try File(reading: fixture("good-types.h5"))
        let integers = try file.dataset("int24")
        #expect(
            integers.content
                == .numbers(NumberFormat(type: .int32, byteOrder: .big, isNative: false)))
        #expect(try integers.read(Int32.self) == [-2, 0, 8_388_607])
        let floats = try file.dataset("bfloat16")
        #expect(
            floats.content
                == .numbers(NumberFormat(type: .float32, byteOrder: .little, isNative: false)))
        let values = try floats.read(Float.self)
        #expect(values[0] == 1.5 && abs(values[1] / -3e38 - 1) < 0.01)
    }

    @Test("strings of fixed and of variable length are read without what fills them up")
    func strings() throws {
        let file = try File(reading: fixture("good-types.h5"))
        #expect(try file.dataset("fixed").readStrings() == ["cat", "", "zebra"])
        #expect(try file.dataset("variable").readStrings() == ["cat", "", "zebra é中"])
        #expect(try file.dataset("variable").readStrings(rows: 2..<3) == ["zebra é中"])
        #expect(try file.dataset("grid").readStrings(rows: 1..<2) == ["c", "d"])
        #expect(try file.dataset("spaces").readStrings() == ["cat", "a dog"])
    }

    @Test("a string that is not UTF-8 is an error, not a guess")
    func notUTF8() throws {
        let file = try File(reading: fixture("good-types.h5"))
        let latin = try file.dataset("latin")
        let error = failure { () throws(HDF5Error) in _ = try latin.readStrings() }
        #expect(error?.problem == "string 0 is not UTF-8; store it as UTF-8 or ASCII")
    }

    @Test("numbers are not read from strings, nor strings from numbers")
    func wrongContent() throws {
        let file = try File(reading: fixture("good-types.h5"))
        let strings = try file.dataset("fixed")
        let numbers = try file.dataset("little_f4")
        let first = failure { () throws(HDF5Error) in _ = try strings.read(Float.self) }
        #expect(first?.problem == "its elements are strings, not numbers")
        let second = failure { () throws(HDF5Error) in _ = try numbers.readStrings() }
        #expect(second?.problem == "its elements are numbers, not strings")
    }

    @Test(
        "types that are not read are named",
        arguments: [
            ("compound", "compound"), ("complex", "compound"), ("opaque", "opaque"), ("reference", "reference"),
            ("ragged", "variable-length sequence"),
        ])
    func unsupported(name: String, type: String) throws {
        let file = try File(reading: fixture("unsupported-types.h5"))
        let dataset = try file.dataset(name)
        #expect(dataset.content == .unsupported(type))
        let error = failure { () throws(HDF5Error) in _ = try dataset.read(Float.self) }
        #expect(error?.kind == .unsupported)
        #expect(error?.problem == "its elements are of the type '\(type)', not numbers")
    }

    @Test("a data set without a shape is an error, one without axes a single row")
    func odd() throws {
        let odd = try File(reading: fixture("unsupported-types.h5"))
        let error = failure { () throws(HDF5Error) in _ = try odd.dataset("empty") }
        #expect(error?.problem == "it has no elements; give one with a shape")
        let file = try File(reading: fixture("good-types.h5"))
        let scalar = try file.dataset("scalar")
        #expect(scalar.shape == [] && scalar.count == 1)
        #expect(try scalar.read(Float.self) == [7])
        #expect(try file.dataset("no_rows").read(Float.self) == [])
    }

    @Test("attributes of h5py are read")
    func attributes() throws {
        let file = try File(reading: fixture("good-types.h5"))
        #expect(try file.attribute("scalar") == .string("variable é"))
        #expect(try file.attribute("fixed") == .string("cat"))
        #expect(try file.attribute("list") == .strings(["a", "bc", ""]))
        #expect(try file.attribute("number") == .integer(513))
        #expect(try file.dataset("little_f4").attribute("unit") == .string("mm"))
        for name in ["float", "none"] {
            let error = failure { () throws(HDF5Error) in _ = try file.attribute(name) }
            #expect(error?.kind == .unsupported)
        }
    }

    @Test("the data sets of a group are listed, soft links that lead somewhere among them")
    func names() throws {
        let file = try File(reading: fixture("good-types.h5"))
        let names = try file.datasetNames()
        #expect(names.contains("alias") && names.contains("little_f4"))
        #expect(!names.contains("broken") && !names.contains("train"))
        #expect(names == names.sorted())
        #expect(try file.datasetNames(in: "/train") == ["images"])
        #expect(try file.dataset("train/images").shape == [4, 3])
    }

    @Test("a data set that is not there is an error that lists those that are")
    func missingDataset() throws {
        let file = try File(reading: fixture("good-userblock.h5"))
        for (name, missing) in [("/y", "/y"), ("/a/b", "/a")] {
            let error = failure { () throws(HDF5Error) in _ = try file.dataset(name) }
            #expect(error?.kind == .missingObject)
            #expect(error?.problem == "there is no '\(missing)'; at the root are: x")
        }
    }
}
