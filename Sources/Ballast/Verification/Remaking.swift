import BallastCore
import BallastFormats
import Glibc
import HDF5

/// Makes rows anew and compares them with those stored, bit for bit.
///
/// Two questions, so that a finding says which went wrong: does the position hold the blend that the recipe puts there, and
/// does the row hold what its own base, partner and lambda give.
struct Remaking: Sendable {
    private let layout: ShardLayout
    private let population: Population
    private let contents: [Part: PartContent]
    private let composer: RowComposer
    /// Whether rows are not mixtures of their parents but hold boxes.
    private let pastes: Bool

    /// What a finding of the plan tells; everything else of a row follows from these.
    private static let planned: [ShardLayout.Content] = [.synthetic, .base, .partner, .lambda]

    init(
        _ data: VerifiedSet, _ preparation: Preparation, _ sampler: any Sampler, _ verdicts: CandidateVerdicts?,
        storage: any Storage, threads: Int
    ) throws {
        population = preparation.population
        layout = data.layout
        pastes = type(of: data.recipe.method.settings).rowForm == .images
        let design = try OutputDesign(
            data.recipe, population, references: preparation.labelReferences(storage))
        let plan = TrainingPlan(
            population: population, sampler: sampler, quotas: preparation.quotas,
            originals: data.recipe.output.originals, seed: data.recipe.seed, verdicts: verdicts)
        composer = RowComposer(layout: design.layout, population: population)
        let training = TrainingContent(
            recipe: data.recipe, composer: composer, countsBefore: preparation.countsBefore, threads: threads,
            notices: preparation.notices)
        contents = [
            .train: try training.make(plan, labels: design.labels),
            .validation: PartContent(.validation, rows: population.validation, labels: design.passThroughLabels),
            .test: PartContent(.test, rows: population.test, labels: design.passThroughLabels),
        ]
    }

    func compareSizes(_ data: VerifiedSet, _ log: inout FindingLog) {
        for part in [Part.train, .validation, .test] {
            let stated = data.manifest.splits[part.name]?.rows ?? 0
            let planned = contents[part]?.rowCount ?? 0
            if stated != planned {
                log.add(
                    .plan, OutputDirectory.manifestName,
                    "splits.\(part.name).rows is \(stated); the recipe gives \(planned)")
            }
        }
    }

    func check(_ rows: ShardRows, _ shard: VerifiedSet.Shard, _ log: inout FindingLog) throws {
        guard let content = contents[shard.part] else { return }
        let lineage = Lineage(rows)
        comparePlan(rows, lineage, content, shard, &log)
        try compareBlends(rows, lineage, content, shard, &log)
    }

    private func comparePlan(
        _ rows: ShardRows, _ lineage: Lineage, _ content: PartContent, _ shard: VerifiedSet.Shard,
        _ log: inout FindingLog
    ) {
        log.examine(.plan, rows.count)
        for row in 0..<rows.count {
            let position = shard.rowStart + rows.range.lowerBound + row
            guard position < content.rowCount else { return }
            let right = content.row(at: position)
            let found = lineage[row]
            if found.blend == right.blend.stored && (found.synthetic == 1) == right.isSynthetic { continue }
            let differing = Self.planned.first { Self.differs($0, found, right) } ?? .base
            log.add(
                .plan, shard.name, dataSet: differing.rawValue, row: rows.range.lowerBound + row,
                "it holds \(words(found.blend, found.synthetic == 1)); "
                    + "the recipe puts \(words(right.blend, right.isSynthetic)) here")
        }
    }

    private static func differs(_ content: ShardLayout.Content, _ found: Lineage.Row, _ right: PlannedRow) -> Bool {
        switch content {
        case .synthetic: (found.synthetic == 1) != right.isSynthetic
        case .base: found.base != right.blend.base
        case .partner: found.partner != right.blend.partner
        default: found.lambda != right.blend.weight
        }
    }

    private func words(_ blend: Blend, _ isSynthetic: Bool) -> String {
        if !isSynthetic { return "original \(blend.base)" }
        if blend.partner == blend.base { return "a copy of \(blend.base)" }
        return "base \(blend.base), partner \(blend.partner), lambda \(blend.weight)"
    }

    private func compareBlends(
        _ rows: ShardRows, _ lineage: Lineage, _ content: PartContent, _ shard: VerifiedSet.Shard,
        _ log: inout FindingLog
    ) throws {
        log.examine(.blends, rows.count)
        // Rows whose lineage is impossible are told by their own check; a copy of row 0 stands in for them here.
        var isPossible = (0..<rows.count).map { isRow(lineage[$0].base) && isRow(lineage[$0].partner) }
        var blends = (0..<rows.count).map { isPossible[$0] ? lineage[$0].blend : .copy(of: standIn) }
        let changes = content.sampler?.points != nil
        for row in 0..<rows.count
        where lineage[row].partner == -1 || ((pastes || changes) && lineage[row].isBlend) {
            isPossible[row] = false
            // What the second point is drawn by, where a box lies and whether a mixture is changed stands in the plan only.
            let position = shard.rowStart + rows.range.lowerBound + row
            guard position < content.rowCount else { continue }
            let planned = content.row(at: position).blend
            if planned.stored == lineage[row].blend {
                (blends[row], isPossible[row]) = (planned, true)
            }
        }
        let stored = PartContent(
            content.part, rowCount: rows.count, labels: content.labels, weights: content.weights,
            sampler: content.sampler
        ) { [blends] in
            PlannedRow(blend: blends[$0], isSynthetic: blends[$0].base != blends[$0].partner)
        }
        let right = try composer.compose(0..<rows.count, of: stored)
        for (index, field) in layout.fields.enumerated() where !Self.planned.contains(field.content) {
            compare(
                field, found: rows.bytes(ofField: index), right: UnsafeRawBufferPointer(right.buffers[index]),
                rows.range, shard, { [isPossible] in isPossible[$0] ? lineage[$0] : nil }, &log)
        }
    }

    /// A row of the output's parts: one that has a class.
    private var standIn: Int64 { population.classRows.count > 0 ? population.classRows[0] : 0 }

    private func isRow(_ row: Int64) -> Bool {
        row >= 0 && row < population.rowCount && population.labels[Int(row)] >= 0
    }

    private func compare(
        _ field: ShardLayout.Field, found: UnsafeRawBufferPointer, right: UnsafeRawBufferPointer, _ range: Range<Int>,
        _ shard: VerifiedSet.Shard, _ lineage: (Int) -> Lineage.Row?, _ log: inout FindingLog
    ) {
        if found.elementsEqualBytes(of: right) { return }
        let width = field.bytesPerRow
        for row in range.indices.map({ $0 - range.lowerBound }) {
            guard let parents = lineage(row) else { continue }
            let bytes = row * width..<(row + 1) * width
            let (a, b) = (
                UnsafeRawBufferPointer(rebasing: found[bytes]), UnsafeRawBufferPointer(rebasing: right[bytes])
            )
            if a.elementsEqualBytes(of: b) { continue }
            log.add(
                .blends, shard.name, dataSet: field.name, row: range.lowerBound + row,
                "\(field.difference(a, b)), which \(words(parents.blend, parents.synthetic == 1)) gives")
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Both have the same length.
    fileprivate func elementsEqualBytes(of other: UnsafeRawBufferPointer) -> Bool {
        guard let first = baseAddress, let second = other.baseAddress else { return true }
        return memcmp(first, second, count) == 0
    }
}

extension ShardLayout.Field {
    /// `element 3: 1.5 is not 1.25`, for the first element in which two rows differ.
    fileprivate func difference(_ found: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> String {
        let size = type.byteCount
        let element =
            (0..<elementsPerRow).first { element in
                (element * size..<(element + 1) * size).contains { found[$0] != right[$0] }
            } ?? 0
        let place = elementsPerRow > 1 ? "element \(element): " : ""
        return "\(place)\(number(element, found)) is not \(number(element, right))"
    }

    private func number(_ element: Int, _ bytes: UnsafeRawBufferPointer) -> String {
        func value<Value: BitwiseCopyable>(_ type: Value.Type) -> String {
            "\(bytes.loadUnaligned(fromByteOffset: element * MemoryLayout<Value>.size, as: type))"
        }
        return switch type {
        case .float16: value(Float16.self)
        case .float32: value(Float.self)
        case .float64: value(Double.self)
        case .int8: value(Int8.self)
        case .int16: value(Int16.self)
        case .int32: value(Int32.self)
        case .int64: value(Int64.self)
        case .uint8: value(UInt8.self)
        case .uint16: value(UInt16.self)
        case .uint32: value(UInt32.self)
        case .uint64: value(UInt64.self)
        }
    }
}
