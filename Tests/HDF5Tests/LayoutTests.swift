import BallastTestSupport
import HDF5
import Testing

@Suite struct LayoutTests {
    @Test(
        "native numbers in one piece can be mapped where they lie", arguments: ["good-userblock.h5", "good-types.h5"])
    func mappable(name: String) throws {
        let file = try File(reading: fixture(name))
        let dataset = try file.dataset(name == "good-types.h5" ? "little_f4" : "x")
        let mappable = dataset.mappableBytes
        let range = try #require(mappable)
        let stored = Array(try bytes(ofFile: fixture(name))[range])
        let values = (0..<12).map(Float.init)
        #expect(stored == values.withUnsafeBytes { Array($0) })
    }

    @Test("what is swapped, chunked, held in the header or made of strings cannot be mapped")
    func notMappable() throws {
        let file = try File(reading: fixture("good-types.h5"))
        for name in ["big_f4", "packed", "in_header", "fixed", "no_rows"] {
            #expect(try file.dataset(name).mappableBytes == nil, "\(name)")
        }
    }

    @Test("chunks and filters are told in the order of writing")
    func filters() throws {
        let file = try File(reading: fixture("good-types.h5"))
        let packed = try file.dataset("packed")
        #expect(packed.layout == .chunked(shape: [3, 2], filters: [.shuffle, .deflate(level: 4), .fletcher32]))
        #expect(try packed.read(Float.self) == (0..<12).map(Float.init))
        #expect(try file.dataset("in_header").layout == .other)
        #expect(try file.dataset("in_header").read(Int32.self) == [5, 6])
    }

    @Test("a filter that the library lacks is named by the layout and by the error of reading")
    func missingFilter() throws {
        let file = try File(reading: fixture("good-types.h5"))
        let dataset = try file.dataset("lzf")
        #expect(dataset.layout == .chunked(shape: [4, 3], filters: [.other(id: 32000, name: "lzf")]))
        let error = failure { () throws(HDF5Error) in _ = try dataset.read(Float.self) }
        #expect(error?.description.contains("lzf") == true, "\(error?.description ?? "no error")")
    }

    @Test(
        "chunks larger than the library's own cache are read right, whatever room they get", arguments: [0, 256 << 20])
    func largeChunks(cacheLimit: Int) throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("x.h5")
        let values = (0..<700_000).map { Int32(truncatingIfNeeded: $0 &* 2_654_435_761) }
        let file = try File(creating: path)
        let written = try file.createDataset(
            "x", type: .int32, shape: [1000, 700], chunkShape: [600, 300], filters: [.deflate(level: 1)])
        try written.write(values)
        try written.close()
        try file.close()
        let dataset = try File(reading: path).dataset("x", cacheLimit: cacheLimit)
        for start in stride(from: 0, to: 1000, by: 250) {
            let rows = try dataset.read(Int32.self, rows: start..<start + 250)
            #expect(rows == Array(values[start * 700..<(start + 250) * 700]))
        }
    }
}
