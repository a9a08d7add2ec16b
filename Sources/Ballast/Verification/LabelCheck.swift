import BallastFormats

/// Soft labels are shares: none below 0, 1 in all, and the hard label has the largest.
struct LabelCheck {
    let classCount: Int

    /// Shares rounded to float32 add up to 1 within 2⁻²⁴; twice that leaves room for the sum itself.
    private static let tolerance = 0x1p-23

    func check(_ rows: ShardRows, _ shard: VerifiedSet.Shard, _ log: inout FindingLog) {
        log.examine(.labels, rows.count)
        if rows.layout.field(.softLabel) != nil { checkDense(rows, shard, &log) }
        if rows.layout.field(.softIndex) != nil { checkSparse(rows, shard, &log) }
    }

    private func checkDense(_ rows: ShardRows, _ shard: VerifiedSet.Shard, _ log: inout FindingLog) {
        let shares = rows.values(.softLabel, as: Float.self)
        let labels = rows.values(.label, as: Int32.self)
        for row in 0..<rows.count {
            let start = row * classCount
            var (sum, largest, least) = (0.0, -Float.infinity, Float.infinity)
            for index in start..<start + classCount {
                sum += Double(shares[index])
                largest = max(largest, shares[index])
                least = min(least, shares[index])
            }
            let place = (shard, ShardLayout.Content.softLabel, rows.range.lowerBound + row)
            checkShares(sum: sum, least: least, place, &log)
            let label = Int(labels[row])
            if label < 0 || label >= classCount || shares[start + label] != largest {
                let best = (0..<classCount).first { shares[start + $0] == largest }
                report(label, best, place, &log)
            }
        }
    }

    private typealias Place = (shard: VerifiedSet.Shard, content: ShardLayout.Content, row: Int)

    private func checkShares(sum: Double, least: Float, _ place: Place, _ log: inout FindingLog) {
        let problem: String
        if !(least >= 0) {
            problem = "a share is \(least); none may be below 0"
        } else if !(abs(sum - 1) <= Self.tolerance) {
            problem = "the shares sum to \(sum); they must sum to 1"
        } else {
            return
        }
        log.add(.labels, place.shard.name, dataSet: place.content.rawValue, row: place.row, problem)
    }

    private func report(_ label: Int, _ best: Int?, _ place: Place, _ log: inout FindingLog) {
        let problem =
            label < 0 || label >= classCount
            ? "\(label) is no class; 0 to \(classCount - 1) are"
            : "class \(label) has not the largest soft label; class \(best.map { "\($0)" } ?? "?") has"
        log.add(.labels, place.shard.name, dataSet: ShardLayout.Content.label.rawValue, row: place.row, problem)
    }

    private func checkSparse(_ rows: ShardRows, _ shard: VerifiedSet.Shard, _ log: inout FindingLog) {
        let sparse = SparseLabels(rows)
        let labels = rows.values(.label, as: Int32.self)
        let dense = rows.values(.softLabel, as: Float.self)
        for row in 0..<rows.count {
            let number = rows.range.lowerBound + row
            if let problem = entryProblem(sparse, row) {
                log.add(.labels, shard.name, dataSet: ShardLayout.Content.softIndex.rawValue, row: number, problem)
                continue
            }
            var (sum, least, largest) = (
                Double(sparse.rest(row)), sparse.rest(row), Float(sparse.share(ofUnlisted: classCount, row))
            )
            var best = -1
            sparse.forEachEntry(ofRow: row) { c, share in
                sum += Double(share)
                least = min(least, share)
                if share > largest { (largest, best) = (share, c) }
                if !dense.isEmpty, dense[row * classCount + c] != share {
                    log.add(
                        .labels, shard.name, dataSet: ShardLayout.Content.softWeight.rawValue, row: number,
                        "class \(c) has \(share), but \(dense[row * classCount + c]) in soft_label; both must agree")
                }
            }
            checkShares(sum: sum, least: least, (shard, .softWeight, number), &log)
            if dense.isEmpty { checkLabel(Int(labels[row]), sparse, row, largest, best, (shard, .label, number), &log) }
        }
    }

    private func checkLabel(
        _ label: Int, _ sparse: SparseLabels, _ row: Int, _ largest: Float, _ best: Int, _ place: Place,
        _ log: inout FindingLog
    ) {
        var share = Float(sparse.share(ofUnlisted: classCount, row))
        sparse.forEachEntry(ofRow: row) { if $0 == label { share = $1 } }
        if label < 0 || label >= classCount || share < largest { report(label, best < 0 ? nil : best, place, &log) }
    }

    /// Classes known, each once, padding last.
    private func entryProblem(_ sparse: SparseLabels, _ row: Int) -> String? {
        var seen: [Int32] = []
        for entry in 0..<sparse.width {
            let (c, share) = sparse.entry(entry, row)
            if c < -1 || Int(c) >= classCount {
                return "\(c) is no class; 0 to \(classCount - 1) are, and -1 for padding"
            }
            if c == -1 && share != 0 { return "an entry without a class has the share \(share); it must be 0" }
            if c >= 0 && (seen.contains(c) || seen.contains(-1)) {
                return "class \(c) stands twice or after padding; each class stands once, padding last"
            }
            seen.append(c)
        }
        return nil
    }
}
