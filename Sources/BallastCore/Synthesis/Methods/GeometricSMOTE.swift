/// A point in a ball around a row, as far as its surface point reaches.
///
/// The surface point is one of the k nearest rows of the class (`minority`), the nearest row of another class (`majority`),
/// or the nearer of the two (`combined`; a tie goes to the class). `truncation` cuts the ball: 1 leaves the half toward the
/// surface point, 0 all, −1 the half away from it; `deformation` flattens what is left, at 1 to the segment (whose steps are
/// not uniform in more than one column: that is `smote`). Distances and the ball are in the scaled space
/// (imbalanced-learn-extra does not scale), so rows keep the proportions of their columns; they can leave a column's range,
/// whole-number columns are rounded and clipped. The second point is no row (partner −1). Nominal columns are voted by the
/// base's neighbours in the class, with `majority` they are the base's. The label is the base's class.
///
/// A row equal to its surface point is copied. Without rows of other classes `minority` applies; a class of one row is
/// copied unless the selection is `majority`. In many columns nearly all points lie as far away as the surface point.
/// Douzas and Bação, "Geometric SMOTE", Information Sciences 501, 2019.
public struct GeometricSMOTE: SynthesisMethod {
    public static let name = "geometric-smote"
    public static let search = SearchKind.training
    public static let summary = MethodSummary(
        base: "every row of the class, equally often",
        partner:
            "a point of the ball to one of the k nearest rows of the class, to the nearest row of another, or "
            + "to the nearer; no row",
        step: "0",
        label: "the base's class",
        paper: "Douzas and Bação, Information Sciences 501, 2019",
        differences:
            "imbalanced-learn-extra has the ball in raw units: here in the scaled space, so that no column "
            + "rules by its unit. Nominal columns are voted by the class alone")

    /// What the surface point is chosen from.
    public enum Selection: String, Codable, CaseIterable, Sendable { case combined, minority, majority }

    /// k, at least 1.
    public var neighbors = 5
    /// Which rows the surface point is one of.
    public var selection = Selection.combined
    /// −1 to 1.
    public var truncation = 1.0
    /// 0 to 1.
    public var deformation = 0.0

    public init() {}

    public var listedNeighbors: Int { 2 * neighbors }

    public func validate() throws {
        try SettingRange.neighbors(neighbors)
        try SettingError.require(
            (-1...1).contains(truncation), "truncation", "\(truncation) is out of range; -1 to 1")
        try SettingRange.unit(deformation, "deformation")
    }

    /// - Throws: ``SynthesisError`` for rows of more than 800,000 elements.
    public func check(_ population: Population) throws {
        try NormalDraw.check(population.features, method: Self.name)
    }

    public func prepare(_ context: SynthesisContext) throws -> any Sampler {
        if selection != .majority { DegenerateClasses.report(context) }
        let population = context.population
        guard let features = population.features else {
            context.notices.add("there are no numeric columns: rows are copied, there is no ball around them")
            return GeometricSampler(context, surfaces: population.classNames.map { _ in nil })
        }
        let sampler = GeometricSampler(
            context,
            surfaces: try population.counts.indices.map { c in
                context.quotas[c] > 0
                    ? try SurfacePoints(context, features, ofClass: c, selection, k: neighbors) : nil
            })
        return try sampler.withPoints(
            GeometricPoints(
                context, features, truncation: truncation, deformation: deformation, surface: sampler.surface))
    }
}

/// The surface points of a class's rows.
private struct SurfacePoints: Sendable {
    /// The nearest rows of the class, where they were looked for.
    private(set) var own: NeighborTable?
    /// The surface points of each row, −1 where it is equal to the row; nil where there are none.
    private(set) var points: NeighborTable?

    init(
        _ context: SynthesisContext, _ features: RowStore, ofClass c: Int, _ selection: GeometricSMOTE.Selection, k: Int
    ) throws {
        let rows = context.population.rows(ofClass: c)
        var foreign: NeighborTable?
        if selection != .minority {
            let others = try context.rows(besidesClass: c)
            if others.count > 0 { foreign = try context.nearest(k: 1, of: rows, among: others, inSpaceOfClass: c) }
        }
        if selection != .majority || foreign == nil {
            own = try context.neighbors(ofClass: c, among: .sameClass, k: k)
        }
        guard let list = selection == .majority ? foreign ?? own : own else { return }
        let nearer = Nearer(context, features, try context.space(ofClass: c))
        let points = try StoredArray<Int64>(named: "surface-\(c)", count: rows.count * list.k, in: context.storage)
        for index in 0..<rows.count {
            for (order, neighbor) in list[index].enumerated() {
                let rival = selection == .combined ? foreign?[index].first : nil
                points[index * list.k + order] = nearer.surface(of: rows[index], neighbor, rival)
            }
        }
        self.points = NeighborTable(rows: points, k: list.k)
        guard points.elements.allSatisfy({ $0 < 0 }) else { return }
        if selection == .majority || !DegenerateClasses.allRowsEqual(context.population, c) {
            context.notices.add(
                "every row of class '\(context.population.classNames[c])' is equal to its surface point: "
                    + "they are copied")
        }
    }
}

/// Which of two rows is the surface point.
private struct Nearer {
    let stores: [RowStore]
    let distance: RowDistance
    let numericDistance: RowDistance

    init(_ context: SynthesisContext, _ features: RowStore, _ space: NeighborSpace) {
        stores = [features, space.features].compactMap(\.self)
        distance = RowDistance(in: space, kernels: .automatic)
        numericDistance = RowDistance(
            in: NeighborSpace(features: features, weights: context.weights), kernels: .automatic)
    }

    /// −1 where it is equal to the base in every numeric column.
    func surface(of base: Int64, _ own: Int64, _ foreign: Int64?) -> Int64 {
        var surface = own
        if let foreign, distance.squared(base, foreign) < distance.squared(base, own) { surface = foreign }
        let isApart = numericDistance.squared(base, surface) > 0
        for store in stores {
            for row in [own, foreign ?? own, base] { store.dropAround(Int(row)) }
        }
        return isApart ? surface : -1
    }
}

private struct GeometricSampler: SingleParentSampler {
    let population: Population
    let bases: any BaseChoice
    private let surfaces: [SurfacePoints?]
    private let draws: RandomStream
    private(set) var points: (any PointKernel)?

    init(_ context: SynthesisContext, surfaces: [SurfacePoints?]) {
        population = context.population
        bases = EvenBases(context)
        self.surfaces = surfaces
        draws = RandomStream(seed: context.seed, purpose: .candidate)
    }

    func withPoints(_ points: GeometricPoints) -> GeometricSampler {
        var sampler = self
        sampler.points = points
        return sampler
    }

    func surface(_ candidate: Candidate) -> Int64? {
        let c = Int(candidate.stratum)
        guard let points = surfaces[c]?.points else { return nil }
        let list = points[bases.base(candidate) - population.classStarts[c]]
        let words = draws.words(candidate)
        let row = list[Int(RandomStream.below(Int64(list.count), words.0, words.1))]
        return row >= 0 ? row : nil
    }

    func blend(_ candidate: Candidate) -> Blend {
        let base = population.classRows[bases.base(candidate)]
        return surface(candidate) == nil ? .copy(of: base) : Blend(base: base, weight: 0, drawnBy: candidate)
    }

    func voters(ofBase row: Int64) -> UnsafeBufferPointer<Int64>? {
        guard let position = population.position(ofTrainingRow: row) else { return nil }
        let c = Int(population.labels[Int(row)])
        return surfaces[c]?.own.map { $0[position - population.classStarts[c]] }
    }
}
