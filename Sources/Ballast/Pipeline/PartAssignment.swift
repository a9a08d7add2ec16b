import BallastCore
import BallastFormats

/// Decides the part of every row: dropped ones first, then the fold column, groups or fractions, then the training rows
/// that an imbalance takes away.
struct PartAssignment {
    let table: InputTable
    let split: Recipe.Split
    let imbalance: Imbalance
    let missing: MissingPolicy
    let seed: UInt64
    let storage: any Storage
    let notices: NoticeLog

    /// The part of each row; nil where every row is training data.
    ///
    /// - Throws: `InputError` for a fold that is none, a row without a group; `SynthesisError` for an imbalance that the
    ///   classes do not allow.
    func parts() throws -> StoredArray<UInt8>? {
        if split.isAllTraining && missing != .drop && imbalance.type == .none { return nil }
        let parts = try StoredArray<UInt8>(named: "parts", count: table.rowCount, in: storage)
        if missing == .drop { drop(parts) }
        if let folds = table.folds {
            try follow(folds, parts)
        } else if !split.isAllTraining {
            try divide(parts, Split(weights: split.weights, stratify: split.stratify, seed: seed))
        }
        reportEmptyParts(parts)
        try imbalance.apply(to: parts, labels: table.labels, classNames: table.classes, seed: seed)
        return parts
    }

    private func drop(_ parts: StoredArray<UInt8>) {
        var count = 0
        let step = table.features?.rowsPerDrop ?? max(table.rowCount, 1)
        for start in stride(from: 0, to: table.rowCount, by: step) {
            let rows = start..<min(start + step, table.rowCount)
            for row in rows where lacksValue(row) {
                parts[row] = Part.dropped.rawValue
                count += 1
            }
            // Whether or not memory holds them all, which is not known yet.
            table.features?.discard(rows)
        }
        if count > 0 { notices.add("\(count) of \(table.rowCount) rows lack a value and are left out") }
    }

    private func lacksValue(_ row: Int) -> Bool {
        if table.labels[row] < 0 { return true }
        if let codes = table.categorical, codes[row].contains(-1) { return true }
        guard let features = table.features, features.elementType == .float32 else { return false }
        let values = features.elements(as: Float.self)
        return values[row * features.width..<(row + 1) * features.width].contains { $0.isNaN }
    }

    private func follow(_ folds: InputTable.Coded, _ parts: StoredArray<UInt8>) throws {
        let known = [
            "train": Part.train, "validation": .validation, "val": .validation, "valid": .validation, "test": .test,
        ]
        for row in 0..<table.rowCount where parts[row] != Part.dropped.rawValue {
            let value = folds.codes[row] < 0 ? "" : folds.values[Int(folds.codes[row])]
            guard let part = known[value] else {
                throw InputError(
                    table.files.first?.path ?? "",
                    "row \(row): '\(value)' is no part; split.column holds train, validation or test")
            }
            parts[row] = part.rawValue
        }
    }

    private func divide(_ parts: StoredArray<UInt8>, _ division: Split) throws {
        guard let groups = table.groups else {
            return division.divide(parts, labels: table.labels, classCount: table.classes.count)
        }
        for row in 0..<table.rowCount where parts[row] != Part.dropped.rawValue && groups.codes[row] < 0 {
            throw InputError(
                table.files.first?.path ?? "",
                "row \(row) has no group; every row needs one, or drop such rows with input.missing: drop")
        }
        division.divide(
            parts, labels: table.labels, groups: groups.codes, groupCount: groups.values.count,
            classNames: table.classes, notices: notices)
    }

    private func reportEmptyParts(_ parts: StoredArray<UInt8>) {
        for (part, fraction) in zip([Part.train, .validation, .test], split.fractions) where fraction > .zero {
            guard table.folds == nil, !parts.elements.contains(part.rawValue) else { continue }
            notices.add("the \(part.name) part has no row, so no file is written for it")
        }
    }
}
