/// A row with Gaussian noise around it: the smoothed bootstrap.
///
/// `x = b + s h σ z` in every numeric column, z from N(0, 1), σ the standard deviation of the class (over m − 1) and
/// `h = (4 / ((d + 2) m))^(1/(d + 4))` for m rows of the class in d numeric columns. As in the authors' R package; in
/// imbalanced-learn m is the number of all rows, so its noise is narrower. Rows can leave the range of their columns, not
/// that of float32; whole-number columns are rounded and clipped to their range. Nominal columns are the base's, the label
/// is its class. A class of one row or of equal rows gives copies. Original rows are kept, as with every method.
/// Menardi and Torelli, "Training and assessing classification rules with imbalanced data", Data Mining and Knowledge
/// Discovery 28, 2014.
public struct ROSE: SynthesisMethod {
    public static let name = "rose"
    public static let search = SearchKind.none
    public static let pairsWithinClass = true
    public static let summary = MethodSummary(
        base: "every row of the class, equally often",
        partner: "Gaussian noise with s·h·σ of the class, no row",
        step: "0",
        label: "the base's class",
        paper: "Menardi and Torelli, DMKD 28, 2014",
        differences:
            "width as in the R package ROSE; imbalanced-learn puts the number of all rows for the class's, so its "
            + "noise is narrower. The R package draws all classes anew: here the original rows stay, as with every "
            + "method")

    /// s: scales the noise, greater than 0.
    public var shrinkage = 1.0

    public init() {}

    public func validate() throws {
        try SettingError.require(
            shrinkage > 0 && shrinkage <= 1000, "shrinkage",
            "\(shrinkage) is out of range; greater than 0 and at most 1000")
    }

    /// - Throws: ``SynthesisError`` for rows of more than 800,000 elements.
    public func check(_ population: Population) throws {
        try NormalDraw.check(population.features, method: Self.name)
    }

    public func prepare(_ context: SynthesisContext) throws -> any Sampler {
        DegenerateClasses.report(context)
        if context.population.features == nil {
            context.notices.add("there are no numeric columns: rows are copied, nothing can be smoothed")
        }
        return PointSampler(
            context, bases: EvenBases(context), points: try Noise(context, shrinkage: shrinkage)
        ) { _ in 0 }
    }
}

/// Gaussian noise of each class's own width.
private struct Noise: ClassPoints {
    /// Per class: the noise's standard deviation in each column; nil where there is none.
    private let widths: [[Double]?]
    private let noise: RandomStream

    init(_ context: SynthesisContext, shrinkage: Double) throws {
        let population = context.population
        noise = RandomStream(seed: context.seed, purpose: .noise)
        widths = try (0..<population.classCount).map { c in
            guard context.quotas[c] > 0, population.count(of: c) > 1, let features = population.features else {
                return nil
            }
            let statistics = try ColumnStatistics(
                of: features, rows: .listed(population.rows(ofClass: c)), threads: context.threads)
            guard statistics.deviation.contains(where: { $0 > 0 }) else { return nil }
            let (m, d) = (Double(population.count(of: c)), Double(features.width))
            let h = ExactMath.pow(4 / ((d + 2) * m), 1 / (d + 4))
            return statistics.deviation.map { shrinkage * h * $0 * (m / (m - 1)).squareRoot() }
        }
    }

    func hasPoint(ofClass c: Int) -> Bool { widths[c] != nil }
    var draws: Bool { true }

    func displace(_ values: UnsafeMutableBufferPointer<Double>, _ candidate: Candidate, weight: Double) {
        guard let widths = widths[Int(candidate.stratum)] else { return }
        var attempt: UInt32 = 0
        for (j, width) in widths.enumerated() where width > 0 {
            values[j] += width * NormalDraw.standard(candidate, noise, &attempt)
        }
    }
}
