/// Fills numeric cells without a value, from training rows only.
public enum Imputation: Sendable {
    case mean
    case median
    /// The most frequent value; of several the smallest.
    case mostFrequent

    /// A copy of `features`, which must be float32, in which no value is NaN.
    ///
    /// Integer columns get a whole number, rounded to even. Sums run as in ``ColumnStatistics``.
    /// - Throws: ``SynthesisError`` for a column without any value in `training`; what `storage` throws.
    /// - Complexity: O(rows · width), and a sort of each column that lacks values.
    public func fill(
        _ features: RowStore, columns: [Column], training: RowList, storage: some Storage
    ) throws -> RowStore {
        let width = features.width
        let region = try storage.makeRegion(named: "imputed", byteCount: features.count * features.bytesPerRow)
        let filled = RowStore(
            elementType: features.elementType, rowShape: features.rowShape, count: features.count, region: region,
            dropsPages: features.dropsPages)
        let (given, values) = (features.elements(as: Float.self), filled.elements(as: Float.self))
        var lacks = [Bool](repeating: false, count: width)
        filled.forEachBlock { rows in
            for row in rows {
                for j in 0..<width {
                    values[row * width + j] = given[row * width + j]
                    if values[row * width + j].isNaN { lacks[j] = true }
                }
            }
            // Of what was given only the copy is asked from now on.
            features.discard(rows)
        }
        for j in 0..<width where lacks[j] {
            let column = columns.isEmpty ? nil : columns[j]
            let substitute = try value(
                filled.column(j, of: training), column?.name ?? "element \(j)", isInteger: column?.kind == .integer)
            filled.forEachBlock { rows in
                for row in rows where values[row * width + j].isNaN { values[row * width + j] = substitute }
            }
        }
        return filled
    }

    private func value(_ cells: [Float], _ name: String, isInteger: Bool) throws -> Float {
        let present = cells.filter { !$0.isNaN }
        guard !present.isEmpty else {
            throw SynthesisError("column '\(name)' has no value in any training row; leave it out with input.columns")
        }
        let value =
            switch self {
            case .mean: Self.mean(cells, count: present.count)
            case .median: Self.median(present.sorted())
            case .mostFrequent: Self.mostFrequent(present.sorted())
            }
        return Float(isInteger ? value.rounded(.toNearestOrEven) : value)
    }

    private static func mean(_ cells: [Float], count: Int) -> Double {
        let blocks = stride(from: 0, to: cells.count, by: ColumnStatistics.blockRows).map { start in
            cells[start..<min(start + ColumnStatistics.blockRows, cells.count)]
                .reduce(0.0) { $1.isNaN ? $0 : $0 + Double($1) }
        }
        return blocks.reduce(0, +) / Double(count)
    }

    private static func median(_ sorted: [Float]) -> Double {
        let middle = sorted.count / 2
        return sorted.count % 2 == 1
            ? Double(sorted[middle]) : (Double(sorted[middle - 1]) + Double(sorted[middle])) / 2
    }

    private static func mostFrequent(_ sorted: [Float]) -> Double {
        var (best, most, run) = (sorted[0], 0, 0)
        for index in sorted.indices {
            run = index > 0 && sorted[index] == sorted[index - 1] ? run + 1 : 1
            if run > most { (best, most) = (sorted[index], run) }
        }
        return Double(best)
    }
}

extension RowStore {
    /// Calls `body` with all rows, a block at a time, whose pages are given back afterwards where they are to be.
    fileprivate func forEachBlock(_ body: (Range<Int>) -> Void) {
        for start in stride(from: 0, to: count, by: rowsPerDrop) {
            let rows = start..<min(start + rowsPerDrop, count)
            body(rows)
            drop(rows)
        }
    }

    /// Element `j` of some rows.
    fileprivate func column(_ j: Int, of rows: RowList) -> [Float] {
        let values = elements(as: Float.self)
        var next = 0
        var column: [Float] = []
        column.reserveCapacity(rows.count)
        forEachBlock { block in
            while next < rows.count, rows[next] < block.upperBound {
                column.append(values[rows[next] * width + j])
                next += 1
            }
        }
        return column
    }
}
