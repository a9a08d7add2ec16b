import BallastCore
import BallastFormats
import Testing

@Suite struct ArrayReaderTests {
    private func read(_ name: String, labels: String...) throws -> InputTable {
        var request = ReaderFixture.request(name)
        request.labelPaths = labels.map { ReaderFixture.path($0) }
        return try ReaderFixture.read(request)
    }

    @Test(
        "every integer type keeps its type and its smallest and largest value",
        arguments: ["i1", "u2", "i2", "u4", "i4", "u8", "i8"])
    func integers(_ kind: String) throws {
        let table = try read("good-\(kind).npy")
        let features = try #require(table.features)
        func extremes<Element: RowElement & FixedWidthInteger>(_ type: Element.Type) -> Bool {
            let values = features.elements(as: Element.self)
            return Array(values) == [Element.min, 0, Element.max, 1]
        }
        switch kind {
        case "i1": #expect(features.elementType == .int8 && extremes(Int8.self))
        case "u2": #expect(features.elementType == .uint16 && extremes(UInt16.self))
        case "i2": #expect(features.elementType == .int16 && extremes(Int16.self))
        case "u4": #expect(features.elementType == .uint32 && extremes(UInt32.self))
        case "i4": #expect(features.elementType == .int32 && extremes(Int32.self))
        case "u8": #expect(features.elementType == .uint64 && extremes(UInt64.self))
        default: #expect(features.elementType == .int64 && extremes(Int64.self))
        }
        #expect(table.columns.allSatisfy { $0.kind == .integer } && table.columns[1].maximum == 1)
    }

    @Test("float16 is widened exactly, subnormals and minus zero included")
    func halves() throws {
        let expected: [[Float]] = [[1, 65504], [5.9604645e-8, -0.0], [0.099975586, -2]]
        #expect(try read("good-float16.npy").featureBits == expected.map { $0.map(\.bitPattern) })
    }

    @Test("truth values are uint8 zeros and ones")
    func truth() throws {
        for name in ["good-bool.npy", "good-numbers.h5"] {
            let features = try #require(try read(name).features)
            #expect(features.elementType == .uint8)
            #expect(Array(features.elements(as: UInt8.self)) == (name.hasSuffix("npy") ? [1, 0, 0, 0, 1, 1] : [1, 0]))
        }
    }

    @Test("rows of more axes are flattened in C order, whatever the order of the file")
    func images() throws {
        for name in ["good-images.npy", "good-images-fortran.npy"] {
            let table = try read(name)
            let features = try #require(table.features)
            #expect(features.rowShape == [3, 4, 5] && features.count == 2 && table.columns.isEmpty)
            #expect(Array(features.elements(as: UInt8.self)) == Array(0..<120))
        }
    }

    @Test("a C-ordered little-endian array lies in the file, not in storage")
    func inPlace() throws {
        var request = ReaderFixture.request("good-float32.npy")
        #expect(try readInput(request, storage: NoStorage(allowed: ["no-labels"]), threads: 2).rowCount == 5)
        request = ReaderFixture.request("good-contiguous.h5")
        #expect(try readInput(request, storage: NoStorage(allowed: ["labels"]), threads: 2).rowCount == 5)
        #expect(throws: NoStorage.Refused.self) {
            try readInput(
                ReaderFixture.request("good-float64.npy"), storage: NoStorage(allowed: ["no-labels"]), threads: 2)
        }
    }

    @Test("labels are integers, whole floats or texts, in sorted order")
    func labels() throws {
        #expect(try read("good-float64.npy", labels: "good-labels-int.npy").classes == ["-3", "7", "1000000"])
        let floats = try read("good-float64.npy", labels: "good-labels-float.npy")
        #expect(floats.classes == ["0", "1", "2"] && Array(floats.labels.elements) == [1, 0, 1, 2, 0])
        #expect(try read("good-numbers.h5").classes == ["1", "2"])
        let none = try read("good-unlabelled.h5")
        #expect(none.classes.isEmpty && Array(none.labels.elements) == [-1, -1, -1])
    }

    @Test("several arrays are one, rows and labels in order")
    func several() throws {
        var request = ReaderFixture.request("good-float32.npy", "good-float64.npy")
        request.labelPaths = [ReaderFixture.path("good-labels-text.npy"), ReaderFixture.path("good-labels.csv")]
        let table = try ReaderFixture.read(request)
        #expect(table.rowCount == 10 && table.featureBits[0..<5] == table.featureBits[5..<10])
        #expect(table.labelNames[0..<5] == table.labelNames[5..<10] && table.files.map(\.rows) == [5, 5, 0, 0])
    }

    @Test("nan is a missing value under a policy")
    func missing() throws {
        var request = ReaderFixture.request("bad-nan.npy")
        request.missing = .median
        let table = try ReaderFixture.read(request)
        #expect(table.featureRows[3][1].isNaN && table.columns.map(\.missing) == [0, 1, 0])
    }
}

/// Storage that refuses regions it was not told of.
struct NoStorage: Storage {
    struct Refused: Error, Equatable { var name: String }
    var allowed: [String]

    func makeRegion(named name: String, byteCount: Int) throws -> Region {
        guard allowed.contains(where: { name.hasPrefix($0 + "-") }) else { throw Refused(name: name) }
        return MemoryStorage().makeRegion(named: name, byteCount: byteCount)
    }
}
