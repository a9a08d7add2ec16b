extension Split {
    /// Divides group by group, so that no group has rows in two parts.
    ///
    /// Groups in order of (rows descending, keyed hash), each to the part with the largest remaining deficit of the
    /// group's most frequent class. The wanted shares can then be missed; the notices say by how much.
    ///
    /// - Parameter groups: group of each row, 0 and up.
    /// - Complexity: O(rows + groups · log groups).
    public func divide(
        _ parts: StoredArray<UInt8>, labels: StoredArray<Int32>, groups: StoredArray<Int32>, groupCount: Int,
        classNames: [String], notices: NoticeLog
    ) {
        let strata = stratify ? classNames.count : 1
        var members = [[Int: Int64]](repeating: [:], count: groupCount)
        var counts = [Int64](repeating: 0, count: strata)
        for row in 0..<parts.count where parts[row] != Part.dropped.rawValue {
            let stratum = stratify ? Int(labels[row]) : 0
            members[Int(groups[row])][stratum, default: 0] += 1
            counts[stratum] += 1
        }
        let wanted = counts.map { Apportionment.shares(of: $0, weights: weights) }
        var deficit = wanted
        var partOfGroup = [UInt8](repeating: 0, count: groupCount)
        for group in order(members) {
            guard let main = members[group].max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key,
                let part = (0..<3).filter({ weights[$0] > 0 })
                    .max(by: { (deficit[main][$0], $1) < (deficit[main][$1], $0) })
            else { continue }
            partOfGroup[group] = UInt8(part)
            for (stratum, count) in members[group] { deficit[stratum][part] -= count }
        }
        for row in 0..<parts.count where parts[row] != Part.dropped.rawValue {
            parts[row] = partOfGroup[Int(groups[row])]
        }
        report(deficit, wanted, classNames, notices)
    }

    private func order(_ members: [[Int: Int64]]) -> [Int] {
        let stream = RandomStream(seed: seed, purpose: .splitGroup)
        let keyed = members.indices.map {
            (rows: members[$0].values.reduce(0, +), hash: stream.key(Int64($0)), group: $0)
        }
        return keyed.sorted { ($1.rows, $0.hash, $0.group) < ($0.rows, $1.hash, $1.group) }.map(\.group)
    }

    private func report(_ deficit: [[Int64]], _ wanted: [[Int64]], _ classNames: [String], _ notices: NoticeLog) {
        for (stratum, missed) in deficit.enumerated() {
            for (part, rows) in missed.enumerated() where rows != 0 {
                let name = stratify ? "class '\(classNames[stratum])'" : "the data set"
                notices.add(
                    "groups cannot be cut: \(Part.allCases[part].name) has \(wanted[stratum][part] - rows) rows "
                        + "of \(name) instead of \(wanted[stratum][part])")
            }
        }
    }
}
