/// Points at even steps from every row to the mean of its class (star) or to the next row of its class (bus).
///
/// For G rows from n bases there are `L = ⌈G/n⌉` steps `l/(L + 1)`, each base having a row per step, the last step as many as
/// are missing: exact totals, where smote_variants makes a multiple of n. In `bus` the next row is that of the next number,
/// so the result depends on the order of the rows, and the last row of a class is no base. In `star` the second point is no
/// row (partner −1) and a class with several clusters gets points between them. Nothing is random but which bases have the
/// last step. Nominal columns are the nearer parent's, in `star` the base's. A class of one row gives copies.
/// Gazzah and Essoukri Ben Amara, "New Oversampling Approaches Based on Polynomial Fitting for Imbalanced Data Sets",
/// DAS 2008.
public struct PolynomFitSMOTE: SynthesisMethod {
    public static let name = "polynom-fit-smote"
    public static let search = SearchKind.none
    public static let pairsWithinClass = true
    public static let summary = MethodSummary(
        base: "every row of the class, once for each step (bus: all but the last)",
        partner: "the mean of the class, no row (star); its next row (bus)",
        step: "l/(L + 1) for l = 1 … L, L = ⌈rows to add / bases⌉",
        label: "the base's class",
        paper: "Gazzah and Essoukri Ben Amara, DAS 2008",
        differences:
            "smote_variants makes a multiple of the class's rows: here the total is exact. Its mesh and "
            + "polynomial curves are left out: the first is random pairs, the second breaks the dependence between "
            + "columns")

    /// What rows are joined with.
    public enum Topology: String, Codable, CaseIterable, Sendable { case star, bus }

    public var topology = Topology.star

    public init() {}

    public var looksUpRows: Bool { topology == .bus }

    public func prepare(_ context: SynthesisContext) throws -> any Sampler {
        DegenerateClasses.report(context)
        let population = context.population
        switch topology {
        case .star:
            if population.features == nil {
                context.notices.add("there are no numeric columns: rows are copied, there is no mean")
            }
            let steps = EvenSteps(context) { $0 }
            return PointSampler(
                context, bases: EvenBases(context), points: try ClassMeans(context), weight: steps.step)
        case .bus:
            let bases = try ChosenBases(context) { position in
                let c = Int(population.labels[Int(population.classRows[position])])
                return population.count(of: c) == 1 || position + 1 < population.classStarts[c + 1]
            }
            return Bus(population: population, bases: bases, steps: EvenSteps(context) { max(1, $0 - 1) })
        }
    }
}

/// The step of a candidate whose class goes through its bases once for every step.
private struct EvenSteps: Sendable {
    private let bases: [Int64]
    private let counts: [Int64]

    /// - Parameter bases: of a class with so many rows.
    init(_ context: SynthesisContext, bases: (Int64) -> Int64) {
        let sizes = context.population.counts.map(bases)
        self.bases = sizes
        counts = zip(context.quotas, sizes).map { $1 > 0 ? ($0 + $1 - 1) / $1 : 0 }
    }

    func step(_ candidate: Candidate) -> Float {
        let c = Int(candidate.stratum)
        return Float(Double(candidate.number / bases[c] + 1) / Double(counts[c] + 1))
    }
}

/// The mean of each class.
private struct ClassMeans: ClassPoints {
    private let means: [[Double]?]

    init(_ context: SynthesisContext) throws {
        let population = context.population
        means = try (0..<population.classCount).map { c in
            guard context.quotas[c] > 0, population.count(of: c) > 1, let features = population.features else {
                return nil
            }
            return try ColumnStatistics(
                of: features, rows: .listed(population.rows(ofClass: c)), threads: context.threads
            ).mean
        }
    }

    func hasPoint(ofClass c: Int) -> Bool { means[c] != nil }
    var draws: Bool { false }

    func displace(_ values: UnsafeMutableBufferPointer<Double>, _ candidate: Candidate, weight: Double) {
        guard let mean = means[Int(candidate.stratum)] else { return }
        for j in values.indices { values[j] += weight * (mean[j] - values[j]) }
    }
}

/// Rows between a row and the next of its class.
private struct Bus: Sampler {
    let population: Population
    let bases: ChosenBases
    let steps: EvenSteps

    func blend(_ candidate: Candidate) -> Blend {
        let position = bases.base(candidate)
        let base = population.classRows[position]
        guard population.count(of: Int(candidate.stratum)) > 1 else { return .copy(of: base) }
        return Blend(base: base, partner: population.classRows[position + 1], weight: steps.step(candidate))
    }

    func forEachCandidate(withBase row: Int64, _ body: (Candidate) -> Void) {
        guard let position = population.position(ofTrainingRow: row) else { return }
        bases.forEachCandidate(withBase: position, body)
    }

    func forEachCandidate(withPartner row: Int64, _ body: (Candidate) -> Void) {
        guard let position = population.position(ofTrainingRow: row),
            position > population.classStarts[Int(population.labels[Int(row)])]
        else { return }
        bases.forEachCandidate(withBase: position - 1, body)
    }
}
