import BallastFormats
import Foundation
import HDF5
import Testing

/// Everything in a shard, to be changed and written again.
struct ShardContents {
    var dataSets: [String: DataSet] = [:]
    var attributes: [String: Attribute] = [:]

    struct DataSet {
        var type: NumberType
        var shape: [Int]
        var chunk: [Int]
        var bytes: [UInt8]
    }

    private static let attributeNames = [
        "format", "format_version", "split", "shard", "row_start", "classes", "features", "categories", "columns",
        "inputs", "counts_before", "recipe", "seed", "tool_version",
    ]

    init(_ path: String) throws {
        let file = try File(reading: path)
        for name in Self.attributeNames { attributes[name] = try file.attribute(name) }
        for name in try file.datasetNames() {
            let dataset = try file.dataset(name)
            guard case .numbers(let format) = dataset.content, case .chunked(let chunk, _) = dataset.layout else {
                throw ContentsError(description: "\(name) is not chunked numbers")
            }
            var bytes = [UInt8](repeating: 0, count: dataset.shape.reduce(1, *) * format.type.byteCount)
            let rows = 0..<dataset.count
            try bytes.withUnsafeMutableBytes { try dataset.read(rows: rows, as: format.type, into: $0) }
            dataSets[name] = DataSet(type: format.type, shape: dataset.shape, chunk: chunk, bytes: bytes)
        }
    }

    struct ContentsError: Error { var description: String }

    func write(_ path: String) throws {
        let file = try File(creating: path)
        for (name, value) in attributes { try file.setAttribute(name, to: value) }
        for (name, data) in dataSets {
            let dataset = try file.createDataset(name, type: data.type, shape: data.shape, chunkShape: data.chunk)
            // The sample's shards are one chunk each.
            try #require(data.chunk == data.shape)
            try dataset.writeChunk(data.bytes, at: data.shape.map { _ in 0 })
            try dataset.close()
        }
        try file.close()
    }

    /// One value of a data set, in C order.
    subscript<Value: Number>(name: String, index: Int) -> Value {
        get {
            dataSets[name]?.bytes.withUnsafeBytes {
                $0.loadUnaligned(fromByteOffset: index * MemoryLayout<Value>.size, as: Value.self)
            } ?? .zero
        }
        set {
            dataSets[name]?.bytes.withUnsafeMutableBytes {
                $0.storeBytes(of: newValue, toByteOffset: index * MemoryLayout<Value>.size, as: Value.self)
            }
        }
    }

    func values<Value: Number>(_ name: String, as type: Value.Type) -> [Value] {
        let count = (dataSets[name]?.bytes.count ?? 0) / MemoryLayout<Value>.size
        return (0..<count).map { self[name, $0] }
    }

    /// Exchanges two rows in every data set.
    mutating func exchange(_ first: Int, _ second: Int) {
        for (name, var data) in dataSets {
            let width = data.bytes.count / data.shape[0]
            for byte in 0..<width { data.bytes.swapAt(first * width + byte, second * width + byte) }
            dataSets[name] = data
        }
    }
}
