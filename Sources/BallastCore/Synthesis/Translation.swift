/// Moves a row of a larger class toward another class of a classifier: the steps of ``M2m``.
struct Translation: PointKernel {
    let model: SoftmaxRegression
    let seeds: SeedRows
    let penalty: Double
    let step: Double
    let steps: Int
    let noise: RandomStream

    /// Deviation of the start around the seed, in standard deviations of the columns.
    private static let noiseWidth = 0.05

    func displace(_ values: UnsafeMutableBufferPointer<Double>, _ candidate: Candidate, weight: Double) {
        guard let seed = seeds.seed(candidate) else { return }
        let row = moved(candidate, from: seed.seedClass) { values[$0] }
        let elements = row.elements
        for j in values.indices {
            values[j] = model.standardization.restored(elements[j], j, insteadOf: values[j])
        }
    }

    /// How probable the candidate's class is where its row ends.
    func probability(_ candidate: Candidate, from seedClass: Int, _ value: (Int) -> Double) -> Double {
        let row = moved(candidate, from: seedClass, value)
        var probabilities = [Double](repeating: 0, count: model.classCount)
        model.classify(row.start, into: &probabilities)
        return probabilities[Int(candidate.stratum)]
    }

    /// The standardised row after all steps.
    private func moved(_ candidate: Candidate, from seedClass: Int, _ value: (Int) -> Double) -> OctetRow {
        let scale = model.standardization
        let row = OctetRow(width: model.octets * 8)
        let slope = OctetRow(width: model.octets * 8)
        scale.fill(row, value)
        var attempt: UInt32 = 0
        for j in 0..<scale.width {
            let start = row.elements[j] + Self.noiseWidth * NormalDraw.standard(candidate, noise, &attempt)
            row.elements[j] = scale.clipped(start, j)
        }
        var probabilities = [Double](repeating: 0, count: model.classCount)
        for _ in 0..<steps {
            model.classify(row.start, into: &probabilities)
            guard take(step: slope, from: row, probabilities, toward: Int(candidate.stratum), awayFrom: seedClass)
            else {
                break
            }
        }
        return row
    }

    /// One step down `Σ_c p_c w_c − w_k + λ w_k0`; false where it is flat.
    private func take(
        step slope: OctetRow, from row: OctetRow, _ probabilities: [Double], toward k: Int, awayFrom seedClass: Int
    ) -> Bool {
        let scale = model.standardization
        for octet in 0..<model.octets { slope.start[octet] = SIMD8() }
        for c in 0..<model.classCount {
            let factor = probabilities[c] - (c == k ? 1 : 0) + (c == seedClass ? penalty : 0)
            let weights = model.weights(ofClass: c)
            for octet in 0..<model.octets { slope.start[octet] += factor * weights[octet] }
        }
        // The weight of the 1 at the end moves nothing.
        slope.elements[scale.width] = 0
        let length = LaneSum.dot(slope.start, slope.start, octets: model.octets).squareRoot()
        guard length > 0, length.isFinite else { return false }
        let factor = step * Double(scale.width).squareRoot() / length
        for j in 0..<scale.width { row.elements[j] = scale.clipped(row.elements[j] - factor * slope.elements[j], j) }
        return true
    }
}

/// Candidates that start from a seed where what becomes of it is kept, and are copies of rows of their class otherwise.
struct TranslationSampler: Sampler {
    private let population: Population
    private let bases: EvenBases
    private let translation: Translation?
    /// 1 for each candidate that is kept, class after class.
    private let kept: StoredArray<UInt8>
    private let starts: [Int]

    var points: (any PointKernel)? { translation }

    /// Copies only.
    init(_ context: SynthesisContext, bases: EvenBases) {
        (population, self.bases, translation) = (context.population, bases, nil)
        (kept, starts) = (StoredArray([]), [])
    }

    /// - Complexity: O(candidates · steps · width · classes) on the context's threads; a byte per candidate afterwards.
    init(
        _ context: SynthesisContext, bases: EvenBases, _ translation: Translation, features: RowStore, gamma: Double
    ) throws {
        (population, self.bases, self.translation) = (context.population, bases, translation)
        starts = context.quotas.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int($1)) }
        kept = try StoredArray(named: "translations-kept", count: starts[starts.count - 1], in: context.storage)
        for c in context.growingClasses {
            try judge(c, context, translation, features, gamma)
            let count = kept[starts[c]..<starts[c + 1]].count { $0 == 1 }
            let quota = starts[c + 1] - starts[c]
            if count < quota {
                context.notices.add(
                    "class '\(population.classNames[c])': \(quota - count) of \(quota) new rows are copies, because what "
                        + "was made for them was not kept")
            }
        }
    }

    private func judge(
        _ c: Int, _ context: SynthesisContext, _ translation: Translation, _ features: RowStore, _ gamma: Double
    ) throws {
        let draws = RandomStream(seed: context.seed, purpose: .candidate)
        let numbers = starts[c + 1] - starts[c]
        let (population, kept, first) = (population, kept, starts[c])
        try features.elementType.withSwiftType { type in
            try Parallel.forEachChunk(of: numbers, size: 512, threads: context.threads) { numbers in
                var touched = TouchedPages(features)
                for number in numbers {
                    let candidate = Candidate(stratum: Int32(c), number: Int64(number))
                    guard let seed = translation.seeds.seed(candidate) else { continue }
                    let words = draws.words(candidate.number, stream: candidate.stratum)
                    guard RandomStream.unit(words.0, words.1) < seed.chance else { continue }
                    let row = population.classRows[seed.position]
                    let probability = Self.probability(translation, candidate, seed, Int(row), features, type)
                    if probability >= gamma { kept[first + number] = 1 }
                    touched.used(Int(row))
                }
                touched.giveBack()
            }
        }
    }

    private static func probability<Element: RowElement>(
        _ translation: Translation, _ candidate: Candidate, _ seed: SeedRows.Seed, _ row: Int, _ features: RowStore,
        _ type: Element.Type
    ) -> Double {
        let values = UnsafePointer(features.start.assumingMemoryBound(to: type)) + row * features.width
        return translation.probability(candidate, from: seed.seedClass) { values[$0].double }
    }

    private func isKept(_ candidate: Candidate) -> Bool {
        translation != nil && kept[starts[Int(candidate.stratum)] + Int(candidate.number)] == 1
    }

    func blend(_ candidate: Candidate) -> Blend {
        guard isKept(candidate), let seed = translation?.seeds.seed(candidate) else {
            return .copy(of: population.classRows[bases.base(candidate)])
        }
        // What was kept is the first draw: a guard that asks for another gets the same row.
        return Blend(
            base: population.classRows[seed.position], weight: 0, drawnBy: candidate.firstDraw,
            target: candidate.stratum)
    }

    func forEachCandidate(withBase row: Int64, _ body: (Candidate) -> Void) {
        guard let position = population.position(ofTrainingRow: row) else { return }
        bases.forEachCandidate(withBase: position) { if !isKept($0) { body($0) } }
        translation?.seeds.forEachCandidate(withSeed: position) { if isKept($0) { body($0) } }
    }

    func forEachCandidate(withPartner row: Int64, _ body: (Candidate) -> Void) {}
}
