package import BallastCore

/// Makes the values of all fields for a run of output rows.
package struct RowComposer: Sendable {
    package let layout: ShardLayout
    private let population: Population
    private let blendKernel: BlendKernel?
    private let nominalKernel: NominalKernel?

    var features: RowStore? { population.features }

    package init(layout: ShardLayout, population: Population) {
        self.layout = layout
        self.population = population
        blendKernel = population.features.map { BlendKernel(features: $0, columns: population.columns) }
        nominalKernel = population.categorical.map { NominalKernel(codes: $0) }
    }

    /// The rows `range` of a part, one buffer per field in the layout's order.
    ///
    /// - Parameter bucket: the input rows that these output rows need, where the row store is not to be asked.
    package func compose(
        _ range: Range<Int>, of part: PartContent, from bucket: BucketRows? = nil
    ) throws -> ComposedRows {
        let planned = bucket.map { part.rows(at: range, of: $0) } ?? rows(at: range, of: part)
        let blends = planned.map(\.blend)
        return try blends.withUnsafeBufferPointer { blends in
            let classes =
                bucket?.classes(of: blends, at: range) ?? parentClasses(of: blends)
            let buffers = layout.fields.map { field in
                UnsafeMutableRawBufferPointer.allocate(byteCount: field.bytesPerRow * range.count, alignment: 64)
            }
            writeFeatures(blends, part, at: range, from: bucket, into: buffers)
            let soft: SoftLabels
            do {
                soft = try labels(of: blends, classes, part.labels, buffers)
            } catch {
                for buffer in buffers { buffer.deallocate() }
                throw error
            }
            for (field, buffer) in zip(layout.fields, buffers) where !field.content.isFeature {
                guard let output = buffer.baseAddress else { continue }
                write(field.content, blends, planned, classes, soft, part, output)
            }
            let weights = layout.fields.firstIndex { $0.content == .weight && part.weights.coefficients != nil }
            return ComposedRows(buffers: buffers, soft: soft, weightIndex: weights)
        }
    }

    /// Rows between which lists go again where memory does not hold them: a look-up can bring in two megabytes.
    private static let betweenDrops = 4

    private func rows(at range: Range<Int>, of part: PartContent) -> [PlannedRow] {
        guard population.dropsPages else { return part.rows(at: range) }
        return stride(from: range.lowerBound, to: range.upperBound, by: Self.betweenDrops).flatMap { first in
            defer { population.dropLists() }
            return part.rows(at: first..<min(first + Self.betweenDrops, range.upperBound))
        }
    }

    private func parentClasses(of blends: UnsafeBufferPointer<Blend>) -> ParentClasses {
        guard population.dropsPages else { return ParentClasses(of: blends, labels: population.labels) }
        let parts = stride(from: 0, to: blends.count, by: Self.betweenDrops).map { first in
            defer { population.dropLists() }
            let some = UnsafeBufferPointer(rebasing: blends[first..<min(first + Self.betweenDrops, blends.count)])
            return ParentClasses(of: some, labels: population.labels)
        }
        return ParentClasses(base: parts.flatMap(\.base), partner: parts.flatMap(\.partner))
    }

    /// The soft labels of the rows `range` of a part, without what else the rows hold.
    package func labels(_ range: Range<Int>, of part: PartContent) throws -> SoftLabels {
        try part.rows(at: range).map(\.blend).withUnsafeBufferPointer { blends in
            guard part.labels.looksAtRows else { return part.labels.labels(of: blends) }
            let buffers = layout.fields.map { field in
                UnsafeMutableRawBufferPointer.allocate(
                    byteCount: field.content.isFeature ? field.bytesPerRow * range.count : 1, alignment: 64)
            }
            defer { for buffer in buffers { buffer.deallocate() } }
            writeFeatures(blends, part, at: range, from: nil, into: buffers)
            let classes = ParentClasses(of: blends, labels: population.labels)
            return try labels(of: blends, classes, part.labels, buffers)
        }
    }

    private func labels(
        of blends: UnsafeBufferPointer<Blend>, _ classes: ParentClasses, _ pipeline: LabelPipeline,
        _ buffers: [UnsafeMutableRawBufferPointer]
    ) throws -> SoftLabels {
        guard pipeline.looksAtRows else { return pipeline.labels(of: blends, classes) }
        func region(_ content: ShardLayout.Content) -> Region? {
            layout.fields.firstIndex { $0.content == content }.flatMap { index in
                buffers[index].baseAddress.map { Region(start: $0, byteCount: buffers[index].count, release: {}) }
            }
        }
        // The buffers outlive the rows made of them here.
        let features = region(.x).flatMap { region in
            population.features.map {
                RowStore(elementType: $0.elementType, rowShape: $0.rowShape, count: blends.count, region: region)
            }
        }
        let categorical = region(.categorical).flatMap { region in
            population.categorical.map {
                CodeStore(codes: StoredArray(region: region, count: blends.count * $0.width), width: $0.width)
            }
        }
        return try pipeline.labels(of: blends, classes, rows: MixedRows(features: features, categorical: categorical))
    }

    private func writeFeatures(
        _ blends: UnsafeBufferPointer<Blend>, _ part: PartContent, at positions: Range<Int>, from bucket: BucketRows?,
        into buffers: [UnsafeMutableRawBufferPointer]
    ) {
        for (field, buffer) in zip(layout.fields, buffers) where field.content.isFeature {
            guard let output = buffer.baseAddress else { continue }
            if field.content == .categorical {
                let codes = output.bindMemory(to: Int32.self, capacity: blends.count * field.elementsPerRow)
                nominalKernel?.compose(blends, sampler: part.sampler, into: codes)
            } else if let bucket {
                compose(blends, part.sampler?.points, at: positions, from: bucket, into: output)
            } else {
                blendKernel?.compose(blends, points: part.sampler?.points, into: output)
            }
        }
    }

    private func compose(
        _ blends: UnsafeBufferPointer<Blend>, _ points: (any PointKernel)?, at positions: Range<Int>,
        from bucket: BucketRows, into output: UnsafeMutableRawPointer
    ) {
        let local = zip(blends, positions).map { bucket.local($0, at: $1) }
        local.withUnsafeBufferPointer {
            BlendKernel(features: bucket.store, columns: population.columns)
                .compose($0, points: points, into: output)
        }
    }

    private func write(
        _ content: ShardLayout.Content, _ blends: UnsafeBufferPointer<Blend>, _ planned: [PlannedRow],
        _ classes: ParentClasses, _ soft: SoftLabels, _ part: PartContent, _ output: UnsafeMutableRawPointer
    ) {
        func each<Value: BitwiseCopyable>(_ value: (Int) -> Value) {
            let values = output.bindMemory(to: Value.self, capacity: blends.count)
            for row in 0..<blends.count { values[row] = value(row) }
        }
        func floats(_ width: Int) -> UnsafeMutablePointer<Float> {
            output.bindMemory(to: Float.self, capacity: blends.count * width)
        }
        func codes(_ width: Int) -> UnsafeMutablePointer<Int32> {
            output.bindMemory(to: Int32.self, capacity: blends.count * width)
        }
        switch content {
        case .x, .categorical: break  // see writeFeatures
        case .label:
            StoredLabels.writeHard(soft, ownClass: { blends[$0].ownClass(classes.base[$0]) }, into: codes(1))
        case .softLabel: StoredLabels.writeDense(soft, into: floats(soft.classCount))
        case .softIndex: StoredLabels.writeSparseIndex(soft, into: codes(soft.capacity))
        case .softWeight: StoredLabels.writeSparseWeight(soft, into: floats(soft.capacity))
        case .softRest: StoredLabels.writeRest(soft, into: floats(1))
        case .weight: part.weights.write(soft, into: floats(1))
        case .synthetic: each { planned[$0].isSynthetic ? UInt8(1) : 0 }
        case .base: each { blends[$0].base }
        case .partner: each { blends[$0].partner }
        case .lambda: each { blends[$0].weight }
        }
    }
}

/// The values of some output rows, one buffer per field.
package final class ComposedRows: @unchecked Sendable {
    // Sendable: written before it is shared.
    package let buffers: [UnsafeMutableRawBufferPointer]
    package let soft: SoftLabels
    /// Which buffer holds the weights; nil where all are 1.
    private let weightIndex: Int?

    init(buffers: [UnsafeMutableRawBufferPointer], soft: SoftLabels, weightIndex: Int?) {
        self.weightIndex = weightIndex
        self.buffers = buffers
        self.soft = soft
    }

    /// The weight of each row; nil where all are 1.
    var weights: UnsafeBufferPointer<Float>? {
        weightIndex.map { UnsafeRawBufferPointer(buffers[$0]).bindMemory(to: Float.self) }
    }

    deinit { for buffer in buffers { buffer.deallocate() } }
}
