package import BallastCore
package import HDF5

/// The data sets of a shard: their types, shapes and chunks. The same for every shard of every part of one data set.
///
/// Axis 0 is the row in all of them, as the readers of the field assume.
package struct ShardLayout: Sendable {
    package static let format = "ballast-shard"
    package static let formatVersion = "1.0"
    /// What a chunk should hold, in bytes; best for sequential and for random reading.
    private static let chunkBytes = 262_144

    /// The data sets in their order in the file.
    package let fields: [Field]

    package struct Field: Sendable {
        package let content: Content
        package let type: NumberType
        /// The shape of one row; empty for one number per row.
        package let rowShape: [Int]

        package var name: String { content.rawValue }
        package var elementsPerRow: Int { rowShape.reduce(1, *) }
        package var bytesPerRow: Int { elementsPerRow * type.byteCount }

        /// Rows of a chunk in a shard of `rows` rows.
        package func chunkRows(ofShardWith rows: Int) -> Int { min(rows, max(1, ShardLayout.chunkBytes / bytesPerRow)) }
    }

    package enum Content: String, Sendable, CaseIterable {
        case x
        case categorical = "x_categorical"
        case label
        case softLabel = "soft_label"
        case softIndex = "soft_index"
        case softWeight = "soft_weight"
        case softRest = "soft_rest"
        case weight, synthetic, base, partner, lambda

        /// Whether it is made from the parents' values alone.
        var isFeature: Bool { self == .x || self == .categorical }
    }

    /// - Parameters:
    ///   - form: how soft labels are written.
    ///   - labels: says how wide the sparse form is and whether it has a rest.
    package init(
        features: RowStore?, categorical: CodeStore?, classCount: Int, form: StoredLabels.Form, labels: LabelPipeline
    ) {
        var fields: [Field] = []
        func add(_ content: Content, _ type: NumberType, _ rowShape: [Int] = []) {
            fields.append(Field(content: content, type: type, rowShape: rowShape))
        }
        if let features { add(.x, NumberType(features.elementType), features.rowShape) }
        if let categorical { add(.categorical, .int32, [categorical.width]) }
        add(.label, .int32)
        if form != .sparse { add(.softLabel, .float32, [classCount]) }
        if form != .dense {
            add(.softIndex, .int32, [labels.capacity])
            add(.softWeight, .float32, [labels.capacity])
            if labels.hasRest { add(.softRest, .float32) }
        }
        add(.weight, .float32)
        add(.synthetic, .uint8)
        add(.base, .int64)
        add(.partner, .int64)
        add(.lambda, .float32)
        self.fields = fields
    }

    package func field(_ content: Content) -> Field? { fields.first { $0.content == content } }

    /// Bytes of one output row before compression.
    package var bytesPerRow: Int { fields.reduce(0) { $0 + $1.bytesPerRow } }
}

extension NumberType {
    init(_ element: ElementType) {
        switch element {
        case .float32: self = .float32
        case .uint8: self = .uint8
        case .int8: self = .int8
        case .uint16: self = .uint16
        case .int16: self = .int16
        case .uint32: self = .uint32
        case .int32: self = .int32
        case .uint64: self = .uint64
        case .int64: self = .int64
        }
    }
}
