/// Points in a ball around a row that another row, its surface point, lies on.
///
/// In the scaled space: `v = g / ‖g‖ · U^(1/d)` for a standard normal g, uniform in the unit ball; with e the direction to
/// the surface point, v is reflected, `v − 2 (v·e) e`, where `t > 0 and v·e < t − 1` or `t < 0 and v·e > t + 1` (truncation
/// t), then flattened to `(v·e) e + (1 − f)(v − (v·e) e)` (deformation f). The row is `base + R v` for the distance R, scaled
/// back. d counts the columns that are not constant; constant ones keep their value.
struct GeometricPoints: PointKernel {
    let features: RowStore
    let weights: [Double]
    let isConstant: [Bool]
    let truncation: Double
    let deformation: Double
    /// The surface point of a candidate; nil: it is a copy.
    let surface: @Sendable (Candidate) -> Int64?
    private let normals: RandomStream
    private let radii: RandomStream

    init(
        _ context: SynthesisContext, _ features: RowStore, truncation: Double, deformation: Double,
        surface: @escaping @Sendable (Candidate) -> Int64?
    ) throws {
        self.features = features
        weights = context.weights
        let statistics = try ColumnStatistics(
            of: features, rows: context.population.training, threads: context.threads)
        isConstant = zip(statistics.minimum, statistics.maximum).map { $0 == $1 }
        self.truncation = truncation
        self.deformation = deformation
        self.surface = surface
        normals = RandomStream(seed: context.seed, purpose: .noise)
        radii = RandomStream(seed: context.seed, purpose: .step)
    }

    func displace(_ values: UnsafeMutableBufferPointer<Double>, _ candidate: Candidate, weight: Double) {
        guard let row = surface(candidate) else { return }
        let width = values.count
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * width) { room in
            room.initialize(repeating: 0)
            let direction = UnsafeMutableBufferPointer(rebasing: room[..<width])
            let point = UnsafeMutableBufferPointer(rebasing: room[width...])
            let radius = self.radius(from: values, to: row, direction)
            guard radius > 0 else { return }
            drawInBall(candidate, point)
            shape(point, along: direction)
            for j in 0..<width where !isConstant[j] { values[j] += radius * point[j] / weights[j] }
        }
    }

    /// The distance to the surface point, and its direction, of length 1.
    private func radius(
        from values: UnsafeMutableBufferPointer<Double>, to row: Int64, _ direction: UnsafeMutableBufferPointer<Double>
    ) -> Double {
        guard let start = direction.baseAddress else { return 0 }
        features.copyValues(of: Int(row), to: start)
        features.dropAround(Int(row))
        var sum = 0.0
        for j in values.indices {
            direction[j] = (direction[j] - values[j]) * weights[j]
            sum += direction[j] * direction[j]
        }
        let radius = sum.squareRoot()
        guard radius > 0 else { return 0 }
        for j in direction.indices { direction[j] /= radius }
        return radius
    }

    /// A point of the unit ball, 0 in constant columns.
    private func drawInBall(_ candidate: Candidate, _ point: UnsafeMutableBufferPointer<Double>) {
        var (attempt, sum, columns) = (UInt32(0), 0.0, 0.0)
        for j in point.indices where !isConstant[j] {
            point[j] = NormalDraw.standard(candidate, normals, &attempt)
            sum += point[j] * point[j]
            columns += 1
        }
        guard sum > 0 else { return }
        // The middle of the word's cell: ln 0 is not defined.
        let word = radii.words(candidate).0
        let length = ExactMath.pow((Double(word) + 0.5) * 0x1p-32, 1 / columns) / sum.squareRoot()
        for j in point.indices { point[j] *= length }
    }

    private func shape(_ point: UnsafeMutableBufferPointer<Double>, along direction: UnsafeMutableBufferPointer<Double>)
    {
        var along = 0.0
        for j in point.indices { along += point[j] * direction[j] }
        if truncation > 0 && along < truncation - 1 || truncation < 0 && along > truncation + 1 {
            for j in point.indices { point[j] -= 2 * along * direction[j] }
            along = -along
        }
        for j in point.indices {
            let parallel = along * direction[j]
            point[j] = parallel + (1 - deformation) * (point[j] - parallel)
        }
    }
}
