import BallastTestSupport
import HDF5
import Testing

@Suite struct RoundTripTests {
    @Test("data sets of random shapes, chunks and filters come back as they were", arguments: NumberType.allCases)
    func roundTrip(type: NumberType) throws {
        switch type {
        case .float16: try roundTrips { Float16(bitPattern: $0.next()) }
        case .float32: try roundTrips { Float(bitPattern: $0.next()) }
        case .float64: try roundTrips { Double(bitPattern: $0.next()) }
        case .int8: try roundTrips { Int8(truncatingIfNeeded: $0.next()) }
        case .int16: try roundTrips { Int16(truncatingIfNeeded: $0.next()) }
        case .int32: try roundTrips { Int32(truncatingIfNeeded: $0.next()) }
        case .int64: try roundTrips { Int64(truncatingIfNeeded: $0.next()) }
        case .uint8: try roundTrips { UInt8(truncatingIfNeeded: $0.next()) }
        case .uint16: try roundTrips { UInt16(truncatingIfNeeded: $0.next()) }
        case .uint32: try roundTrips { UInt32(truncatingIfNeeded: $0.next()) }
        case .uint64: try roundTrips { UInt64(truncatingIfNeeded: $0.next()) }
        }
    }

    /// Compares bytes, so that NaN is itself and −0 is not 0.
    private func roundTrips<Element: Number>(_ draw: (inout SeededGenerator) -> Element) throws {
        let folder = try TemporaryDirectory()
        var random = SeededGenerator(seed: 20)
        for round in 0..<12 {
            let shape = (0..<Int.random(in: 1...4, using: &random)).map { _ in Int.random(in: 1...9, using: &random) }
            let values = (0..<shape.reduce(1, *)).map { _ in draw(&random) }
            let chunk = round % 3 == 0 ? nil : shape.map { Int.random(in: 1...$0, using: &random) }
            let filters: [[Filter]] = [[], [.deflate(level: 1)], [.shuffle, .deflate(level: 6)], [.fletcher32]]
            let chosen = chunk == nil ? [] : filters[round % filters.count]
            let path = folder.file("\(round).h5")
            try write(values, shape, chunk, chosen, to: path)

            let file = try File(reading: path)
            let dataset = try file.dataset("x")
            #expect(dataset.shape == shape)
            #expect(dataset.content == .numbers(.native(Element.numberType)))
            if let chunk { #expect(dataset.layout == .chunked(shape: chunk, filters: chosen)) }
            #expect(bytes(try dataset.read(Element.self)) == bytes(values))
            let start = Int.random(in: 0...shape[0], using: &random)
            let rows = start..<Int.random(in: start...shape[0], using: &random)
            let width = try dataset.rowWidth()
            let expected = Array(values[rows.lowerBound * width..<rows.upperBound * width])
            #expect(bytes(try dataset.read(Element.self, rows: rows)) == bytes(expected))
        }
    }

    private func write<Element: Number>(
        _ values: [Element], _ shape: [Int], _ chunk: [Int]?, _ filters: [Filter], to path: String
    ) throws {
        let file = try File(creating: path)
        let dataset = try file.createDataset(
            "x", type: Element.numberType, shape: shape, chunkShape: chunk, filters: filters)
        try dataset.write(values)
        try dataset.close()
        try file.close()
    }

    private func bytes<Element: Number>(_ values: [Element]) -> [UInt8] { values.withUnsafeBytes { Array($0) } }

    @Test("values are converted to the type that is asked for")
    func conversion() throws {
        let folder = try TemporaryDirectory()
        let file = try File(creating: folder.file("x.h5"))
        let dataset = try file.createDataset("x", type: .float64, shape: [3])
        try dataset.write([1.5, -2, 300])
        #expect(try dataset.read(Float.self) == [1.5, -2, 300])
        #expect(try dataset.read(Int32.self) == [1, -2, 300])
        #expect(try dataset.read(UInt8.self) == [1, 0, 255])
    }

    @Test("a data set without rows has a shape and nothing to read")
    func noRows() throws {
        let folder = try TemporaryDirectory()
        let file = try File(creating: folder.file("x.h5"))
        let dataset = try file.createDataset("x", type: .float32, shape: [0, 4], chunkShape: [2, 4])
        #expect(dataset.count == 0)
        #expect(try dataset.rowWidth() == 4)
        #expect(try dataset.read(Float.self) == [])
    }

    @Test("rows beyond the last are an error that says how many there are")
    func rowsBeyond() throws {
        let folder = try TemporaryDirectory()
        let file = try File(creating: folder.file("x.h5"))
        let dataset = try file.createDataset("x", type: .float32, shape: [3, 2])
        let error = failure { () throws(HDF5Error) in _ = try dataset.read(Float.self, rows: 2..<4) }
        #expect(error?.problem == "there are no rows 2 to 3; it has 3")
    }
}

extension NumberFormat {
    /// As this package writes numbers.
    static func native(_ type: NumberType) -> NumberFormat {
        NumberFormat(type: type, byteOrder: .little, isNative: true)
    }
}
