import BallastCore
import BallastFormats
import HDF5

/// Values are numbers, within the range of their column where the row lies between two input rows, and whole in integer
/// columns; codes are those of a category.
struct FeatureCheck {
    private let numeric: [Column]
    private let nominal: [Column]
    private let low: [Double]
    private let high: [Double]

    init(_ columns: [Column]) {
        numeric = columns.filter { $0.kind != .categorical }
        nominal = columns.filter { $0.kind == .categorical }
        // The range was taken before the values were rounded; rounding keeps their order.
        low = numeric.map { $0.minimum.map { Double(Float($0)) } ?? -.infinity }
        high = numeric.map { $0.maximum.map { Double(Float($0)) } ?? .infinity }
    }

    func check(_ rows: ShardRows, _ shard: VerifiedSet.Shard, _ log: inout FindingLog) {
        log.examine(.values, rows.count)
        if let x = rows.layout.field(.x), let type = ElementType(rawValue: x.type.rawValue) {
            type.withSwiftType { checkNumbers($0, width: x.elementsPerRow, rows, shard, &log) }
        }
        if !nominal.isEmpty { checkCodes(rows, shard, &log) }
    }

    private func checkNumbers<Element: RowElement>(
        _ type: Element.Type, width: Int, _ rows: ShardRows, _ shard: VerifiedSet.Shard, _ log: inout FindingLog
    ) {
        let values = rows.values(.x, as: type)
        if numeric.count != width {
            // Rows of other shapes have no columns; all that can be said is whether an element is a number.
            if Element.elementType.isInteger { return }
            for index in values.indices where values[index].double.isNaN {
                report("nan is no value", element: index % width, row: index / width, rows, shard, &log)
            }
            return
        }
        let lineage = Lineage(rows)
        let isTyped = !Element.elementType.isInteger
        let (low, high) =
            isTyped ? (low, high) : (numeric.map { $0.minimum ?? -.infinity }, numeric.map { $0.maximum ?? .infinity })
        let whole = isTyped ? numeric.indices.filter { numeric[$0].kind == .integer } : []
        for row in 0..<rows.count {
            let isBetween = lineage[row].partner >= 0 && lineage[row].lambda >= 0
            let start = row * width
            for j in 0..<width {
                let value = values[start + j].double
                let isRight = isBetween ? value >= low[j] && value <= high[j] : !value.isNaN
                if !isRight {
                    let range = "\(Element(rounding: low[j])) to \(Element(rounding: high[j]))"
                    let problem = "'\(numeric[j].name)' is \(values[start + j]); its column runs from \(range)"
                    report(problem, element: j, row: row, rows, shard, &log)
                }
            }
            for j in whole where values[start + j].double.rounded() != values[start + j].double {
                let problem = "'\(numeric[j].name)' is \(values[start + j]); its column holds whole numbers"
                report(problem, element: j, row: row, rows, shard, &log)
            }
        }
    }

    private func report(
        _ problem: String, element: Int, row: Int, _ rows: ShardRows, _ shard: VerifiedSet.Shard,
        _ log: inout FindingLog
    ) {
        log.add(
            .values, shard.name, dataSet: ShardLayout.Content.x.rawValue, row: rows.range.lowerBound + row,
            "element \(element): \(problem)")
    }

    private func checkCodes(_ rows: ShardRows, _ shard: VerifiedSet.Shard, _ log: inout FindingLog) {
        let codes = rows.values(.categorical, as: Int32.self)
        let counts = nominal.map { Int32(clamping: $0.categories?.count ?? 0) }
        for row in 0..<rows.count {
            for (j, column) in nominal.enumerated() {
                let code = codes[row * nominal.count + j]
                if code >= (column.missing > 0 ? -1 : 0) && code < counts[j] { continue }
                let missing = column.missing > 0 ? ", and -1 for missing" : ", and no value of it is missing"
                log.add(
                    .values, shard.name, dataSet: ShardLayout.Content.categorical.rawValue,
                    row: rows.range.lowerBound + row,
                    "'\(column.name)' has the code \(code); 0 to \(counts[j] - 1) are known\(missing)")
            }
        }
    }
}
