import BallastCore
import HDF5

/// One shard being written, under a temporary name.
final class ShardFile {
    private var file: File?
    private let writers: [FieldWriter]
    private let layout: ShardLayout
    private var classCounts: [Int]
    private var softMass: [Double]
    /// Nil while every weight is 1.
    private var weightedMass: [Double]?
    private var synthetic = 0

    init(
        at path: String, rows: Int, layout: ShardLayout, encoder: ChunkEncoder, attributes: [(String, Attribute)],
        classCount: Int
    ) throws {
        let file = try File(creating: path)
        for (name, value) in attributes { try file.setAttribute(name, to: value) }
        var writers: [FieldWriter] = []
        for index in layout.fields.indices {
            writers.append(try FieldWriter(field: index, of: layout, rows: rows, in: file, encoder: encoder))
        }
        self.writers = writers
        self.layout = layout
        self.file = consume file
        classCounts = [Int](repeating: 0, count: classCount)
        softMass = [Double](repeating: 0, count: classCount)
    }

    /// Adds the next rows; `packed` holds the chunks of field 0.
    func append(_ rows: ComposedRows, packed: [[UInt8]]) throws {
        for (index, writer) in writers.enumerated() {
            let bytes = UnsafeRawBufferPointer(rows.buffers[index])
            if index == 0 {
                try writer.append(bytes, packed: packed)
            } else {
                try writer.append(bytes)
            }
        }
        count(rows)
    }

    private func count(_ rows: ComposedRows) {
        for (index, field) in layout.fields.enumerated() {
            let values = UnsafeRawBufferPointer(rows.buffers[index])
            if field.content == .label {
                for label in values.bindMemory(to: Int32.self) { classCounts[Int(label)] += 1 }
            } else if field.content == .synthetic {
                synthetic += values.reduce(0) { $0 + Int($1) }
            }
        }
        rows.soft.addStoredShares(to: &softMass)
        guard let weights = rows.weights else { return }
        var mass = weightedMass ?? [Double](repeating: 0, count: softMass.count)
        rows.soft.addStoredShares(to: &mass, weights: weights)
        weightedMass = mass
    }

    /// Closes the file. `bytes` and `sha256` of the summary are still to be filled in.
    func finish(name: String, rows: Int) throws -> ShardSummary {
        let digest = ContentDigest.ofShard(try writers.map { try $0.finish() })
        try file.take()?.close()
        return ShardSummary(
            name: name, rows: rows, bytes: 0, sha256: "", contentDigest: digest, classCounts: classCounts,
            synthetic: synthetic, softMass: softMass, weightedMass: weightedMass ?? softMass)
    }
}
