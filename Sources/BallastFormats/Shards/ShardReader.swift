package import HDF5
import Synchronization

/// One shard opened for reading; its data sets stay open as long as it lives.
///
/// Nothing in the file is trusted: what does not fit is an error, never a trap.
package final class ShardReader: Sendable {
    private let file: File
    private let open = Mutex<[String: OpenDataset]>([:])

    /// - Throws: `HDF5Error` where there is no such file, or none of the format.
    package init(_ path: String) throws(HDF5Error) { file = try File(reading: path) }

    /// What is known of a data set without reading a value of it.
    package struct Description: Sendable {
        package let shape: [Int]
        package let content: Content
        package let layout: Layout
    }

    /// How many objects stand at the root.
    package func objectCount() throws(HDF5Error) -> Int { try file.linkCount() }

    package func attribute(_ name: String) throws(HDF5Error) -> Attribute? { try file.attribute(name) }

    /// Nil where there is no such data set.
    package func describe(_ name: String) throws(HDF5Error) -> Description? {
        guard try file.hasLink(name) else { return nil }
        let opened = try dataset(name)
        return Description(
            shape: opened.dataset.shape, content: opened.dataset.content, layout: opened.dataset.layout)
    }

    /// The values of some rows of all fields of `layout`.
    ///
    /// The caller has made sure that the data sets have the types and row shapes of the layout.
    /// - Throws: `HDF5Error` where a data set is missing, damaged or too short.
    package func read(_ rows: Range<Int>, of layout: ShardLayout) throws(HDF5Error) -> ShardRows {
        let result = ShardRows(rows, layout)
        for (index, field) in layout.fields.enumerated() {
            try dataset(field.name).dataset.read(rows: rows, as: field.type, into: result.buffers[index])
        }
        return result
    }

    private func dataset(_ name: String) throws(HDF5Error) -> OpenDataset {
        if let known = open.withLock({ $0[name] }) { return known }
        let opened = OpenDataset(try file.dataset(name))
        open.withLock { $0[name] = opened }
        return opened
    }
}

/// A data set that a dictionary can hold.
private final class OpenDataset: Sendable {
    let dataset: Dataset
    init(_ dataset: consuming Dataset) { self.dataset = dataset }
}

extension ShardLayout {
    private init(_ fields: [Field]) { self.fields = fields }

    /// Where rows come from: base, partner, lambda and whether they were added.
    package var lineage: ShardLayout {
        let contents: [Content] = [.synthetic, .base, .partner, .lambda]
        return ShardLayout(fields.filter { contents.contains($0.content) })
    }
}
