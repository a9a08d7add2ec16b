/// A label checked against the neighbourhood of the row: `q' = (1 − ρ) q + ρ p`, p estimated from the classes of the k
/// training rows nearest to the row itself.
///
/// ρ = ½ is mix and check; ρ = 1 ignores the parents. Originals and copies keep their labels. Neighbours are exact, ties by
/// row number, in the space of the recipe's `distance`, where a differing nominal value adds M² of all training rows.
///
/// With `prior: balanced`, p is the posterior under equal priors: right for a set that is balanced. With `prior: natural` it
/// is the posterior of the input, in which rare classes nearly vanish: only for trainers that get weights or logit offsets.
public struct NeighborPosterior: LabelRule {
    public static let name = "neighbor-posterior"
    public static let summary = RuleSummary(
        label: "q' = (1 − ρ) q + ρ p, p estimated from the classes of the k training rows nearest to the row",
        paper: "memberships: Keller, Gray and Givens, 1985; else the k-nearest-neighbour posterior",
        differences:
            "no published code is followed; originals and copies keep their labels, and p is meant for equal class shares "
            + "unless the recipe asks for those of the input")

    /// How p follows from the neighbours.
    public enum Estimate: String, Codable, CaseIterable, Sendable {
        /// Each neighbour counts 1. With the natural prior `(k_c + m π_c) / (k + m)`.
        case count
        /// `exp(−d² / 2h²)`, h the distance of the farthest neighbour; all 1 where h = 0.
        case kernel
        /// Memberships of the neighbours by their own neighbours, `0.51 + 0.49 k_own/k` and `0.49 k_c/k`, weighted with
        /// `1/d²`; where a neighbour has distance 0 only those count.
        /// Keller, Gray and Givens, "A Fuzzy K-Nearest Neighbor Algorithm", IEEE Trans. SMC 15, 1985.
        case fuzzy
    }

    /// Which class shares p is meant for.
    public enum Prior: String, Codable, CaseIterable, Sendable {
        /// Equal ones: each class's evidence is divided by its training rows.
        case balanced
        /// Those of the training rows before augmentation.
        case natural
    }

    /// k, at least 1.
    public var neighbors = 10
    public var estimate = Estimate.count
    public var prior = Prior.balanced
    /// ρ, greater than 0 and at most 1.
    public var share = 0.5
    /// m of `count` with the natural prior, at least 0: rows that are taken to lie here by the class shares alone.
    public var pseudoRows = 1.0
    /// Whether the row's own parents are left out of its neighbours.
    public var leaveParentsOut = false

    public init() {}

    public func validate() throws {
        try SettingRange.neighbors(neighbors)
        try SettingError.require(
            share > 0 && share <= 1, "share", "\(share) is out of range; greater than 0 and at most 1")
        try SettingError.require(
            pseudoRows >= 0 && pseudoRows.isFinite, "pseudo_rows", "\(pseudoRows) is out of range; at least 0, finite")
    }

    /// Whether every class has evidence of its own.
    private var addsPseudoRows: Bool { estimate == .count && prior == .natural && pseudoRows > 0 }

    public var spreads: Bool { false }
    public var looksAtRows: Bool { true }

    public func isUneven(onBackground: Bool) -> Bool { addsPseudoRows }

    /// The rows' numbers; for memberships also their lists, their image and the room to order them.
    public func preparedBytes(trainingRows: Int, width: Int) -> Int {
        let lists = estimate == .fuzzy ? 16 * min(neighbors, trainingRows) + 5 * width + 128 : 0
        return trainingRows * (8 + lists)
    }

    /// A neighbour names its class; with memberships also those of its own neighbours.
    public var extraClasses: Int {
        let named = estimate == .fuzzy ? neighbors.addingReportingOverflow(1).partialValue : 1
        let (product, overflow) = neighbors.multipliedReportingOverflow(by: named)
        return overflow ? .max / 2 : product
    }

    public func prepare(for context: LabelContext) throws -> any LabelAdjustment {
        // Without rows to look at, only the layout of the labels is asked for.
        guard let references = context.references else { return UnchangedLabels() }
        let search = try LabelNeighborSearch(references, neighbors: neighbors, leaveParentsOut: leaveParentsOut)
        let counts = context.trainingCounts
        return PosteriorAdjustment(
            search: search, share: share, evidence: try evidence(search, references, context.labels),
            emphasis: counts.map { prior == .natural ? 1 : 1 / Double(max($0, 1)) },
            pseudoRows: addsPseudoRows ? ClassTable.priors(counts.map(Double.init)).map { pseudoRows * $0 } : nil)
    }

    private func evidence(
        _ search: LabelNeighborSearch, _ references: LabelReferences, _ labels: StoredArray<Int32>
    ) throws -> any NeighborEvidence {
        switch estimate {
        case .count: CountEvidence(labels: labels)
        case .kernel: KernelEvidence(labels: labels)
        case .fuzzy: try FuzzyEvidence(labels: labels, search: search, references, neighbors: neighbors)
        }
    }
}

private struct UnchangedLabels: LabelAdjustment {
    func adjust(_ labels: inout SoftLabels, of blends: UnsafeBufferPointer<Blend>, _ classes: ParentClasses) {}
}

/// Mixes the labels with the posteriors of the rows' neighbourhoods.
private struct PosteriorAdjustment: LabelAdjustment {
    let search: LabelNeighborSearch
    let share: Double
    let evidence: any NeighborEvidence
    /// Factor of each class's evidence.
    let emphasis: [Double]
    /// Evidence that every class has without a neighbour; nil: none has.
    let pseudoRows: [Double]?

    func adjust(_ labels: inout SoftLabels, of blends: UnsafeBufferPointer<Blend>, _ classes: ParentClasses) {}

    func adjust(
        _ labels: inout SoftLabels, of blends: UnsafeBufferPointer<Blend>, _ classes: ParentClasses, rows: MixedRows
    ) throws {
        try search.forEachNeighborhood(of: blends, rows: rows) { row, neighbors in
            let found = posterior(neighbors)
            if !found.isEmpty { labels.mix(row, with: found, share: share) }
        }
    }

    /// Class and share, in class order; empty where there is no neighbour.
    private func posterior(_ neighbors: [LabelNeighbor]) -> [(class: Int32, share: Double)] {
        guard !neighbors.isEmpty else { return [] }
        var sums: [Int32: Double] = [:]
        evidence.forEach(neighbors) { c, amount in sums[c, default: 0] += amount }
        if let pseudoRows {
            for (c, rows) in pseudoRows.enumerated() { sums[Int32(c), default: 0] += rows }
        }
        let ordered = sums.sorted { $0.key < $1.key }.map { ($0.key, emphasis[Int($0.key)] * $0.value) }
        let total = ordered.reduce(0.0) { $0 + $1.1 }
        return total > 0 ? ordered.map { ($0.0, $0.1 / total) } : []
    }
}
