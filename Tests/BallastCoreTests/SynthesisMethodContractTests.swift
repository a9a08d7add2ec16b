import BallastCore
import Foundation
import Testing

private let methods = SynthesisMethods.all.map { $0.name }
/// Every method with every population that it takes.
private let cases: [(String, SamplePopulation)] = SynthesisMethods.all.flatMap { type in
    SamplePopulation.all(for: type).map { (type.name, $0) }
}
/// They promise that every row is a base equally often; of others their own tests say how often.
private let even: Set = [
    "balanced-mixup", "cmo", "cutmix", "duplicate", "geometric-smote", "knn-mixup", "mamix", "mixup",
    "polynom-fit-smote", "remix", "rose", "smote", "smote-n", "soft-smote", "unimix",
]
/// They promise that the voters are all of the k nearest: of the base's class, or of all.
private let votersOfClass = [
    "adasyn": true, "borderline-smote": true, "geometric-smote": true, "knn-mixup": false, "safe-level-smote": true,
    "smote": true, "soft-smote": false, "svm-smote": true,
]

@Suite("What every method promises")
struct SynthesisMethodContractTests {
    @Test(
        "a candidate's blend is the same alone or with others, in any order, on any thread, with any thread count",
        arguments: cases)
    func purity(method: String, sample: SamplePopulation) throws {
        let prepared = try sample.prepare(method)
        let blends = prepared.blends
        #expect(Array(prepared.candidates.reversed().map(prepared.sampler.blend).reversed()) == blends)
        #expect(prepared.sampler.blends(prepared.candidates) == blends)
        #expect(prepared.sampler.blends([]) == [])
        let parallel = StoredArray([UInt8](repeating: 0, count: blends.count))
        try Parallel.forEach(blends.count, threads: 4) {
            parallel[$0] = prepared.sampler.blend(prepared.candidates[$0]) == blends[$0] ? 1 : 0
        }
        #expect(parallel.elements.allSatisfy { $0 == 1 })
        #expect(try sample.prepare(method, threads: 3).blends == blends)
    }

    @Test("another seed gives other blends", arguments: methods)
    func seed(method: String) throws {
        let type = try #require(SynthesisMethods.all.first { $0.name == method })
        let sample = type.rowForm == .images ? SamplePopulation.pictures[0] : .numeric
        #expect(try sample.prepare(method, seed: 6).blends != sample.prepare(method).blends)
    }

    @Test(
        "the inverses list exactly the candidates that need a row, each once", arguments: cases)
    func inverses(method: String, sample: SamplePopulation) throws {
        let prepared = try sample.prepare(method)
        let all = zip(prepared.candidates, prepared.blends)
        for row in 0..<Int64(sample.population.rowCount) {
            var (bases, partners): ([Candidate], [Candidate]) = ([], [])
            prepared.sampler.forEachCandidate(withBase: row) { bases.append($0) }
            prepared.sampler.forEachCandidate(withPartner: row) { partners.append($0) }
            #expect(sorted(bases) == all.filter { $1.base == row }.map(\.0), "base \(row)")
            #expect(
                sorted(partners) == all.filter { $1.partner == row && $1.base != row }.map(\.0), "partner \(row)")
        }
    }

    private func sorted(_ candidates: [Candidate]) -> [Candidate] {
        candidates.sorted { ($0.stratum, $0.number) < ($1.stratum, $1.number) }
    }

    @Test("parents are training rows, the base of the candidate's class", arguments: cases)
    func parents(method: String, sample: SamplePopulation) throws {
        let prepared = try sample.prepare(method)
        let training = prepared.trainingRows
        let type = try #require(SynthesisMethods.all.first { $0.name == method })
        for (candidate, blend) in zip(prepared.candidates, prepared.blends) {
            #expect(training.contains(blend.base))
            if blend.partner == -1 {
                #expect(blend.candidate == candidate)
                #expect(prepared.sampler.points != nil || prepared.sampler.voters(ofBase: blend.base) != nil)
            } else {
                #expect(training.contains(blend.partner) && blend.candidate == nil)
            }
            let made = blend.target ?? sample.population.labels[Int(blend.base)]
            if type.strata == .classes { #expect(made == candidate.stratum) }
        }
    }

    @Test(
        "steps lie on the grid, never 0, ½ or 1 but for copies, points that are no rows, boxes, and steps outward",
        arguments: cases)
    func steps(method: String, sample: SamplePopulation) throws {
        for blend in try sample.prepare(method).blends {
            if blend.partner == blend.base {
                #expect(blend.weight == 0)
            } else if blend.partner == -1 || blend.patch != nil {
                #expect(blend.weight >= 0 && blend.weight < 1)
            } else if blend.weight < 0 {
                #expect(
                    blend.weight > -1
                        && sample.population.labels[Int(blend.partner)] == sample.population.labels[Int(blend.base)])
            } else {
                let units = blend.weight * 0x1p24
                #expect(units > 0 && units < 0x1p24 && units.truncatingRemainder(dividingBy: 2) == 1, "\(blend)")
            }
        }
    }

    @Test(
        "every row of a stratum is a base equally often, give or take one",
        arguments: cases.filter { even.contains($0.0) })
    func evenBases(method: String, sample: SamplePopulation) throws {
        let prepared = try sample.prepare(method)
        let type = try #require(SynthesisMethods.all.first { $0.name == method })
        var uses: [Int64: Int] = [:]
        for blend in prepared.blends { uses[blend.base, default: 0] += 1 }
        for c in 0..<sample.population.classCount {
            let rows =
                type.strata == .everything
                ? Array(prepared.trainingRows) : Array(sample.population.rows(ofClass: c).elements)
            let counts = rows.map { uses[$0] ?? 0 }
            #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
        }
    }

    @Test(
        "voters stand by their distance, the nearest where that is promised, and the partner is one of them",
        arguments: cases.filter { $0.0 != SMOTEN.name })
    func neighbors(method: String, sample: SamplePopulation) throws {
        let prepared = try sample.prepare(method)
        let type = try #require(SynthesisMethods.all.first { $0.name == method })
        let k = try dictionary(of: type.init())["neighbors"] as? Int
        #expect((k == nil) == (type.search == .none))
        for blend in prepared.blends {
            guard let voters = prepared.sampler.voters(ofBase: blend.base) else {
                // No list: a method without one, or a row without another to be near to.
                continue
            }
            if let sameClass = votersOfClass[method] {
                #expect(
                    Array(voters) == Array(nearest(blend.base, sameClass: sameClass, prepared).prefix(voters.count)))
            } else {
                let all = nearest(blend.base, sameClass: false, prepared)
                let places = voters.map { voter in all.firstIndex(of: voter) ?? -1 }
                #expect(!places.contains(-1) && zip(places, places.dropFirst()).allSatisfy { $0 < $1 })
            }
            #expect(voters.contains(blend.partner) || [-1, blend.base].contains(blend.partner))
        }
        if ["smote", "soft-smote"].contains(method) {
            #expect(prepared.sampler.voters(ofBase: prepared.population.classRows[0])?.count == 5)
        }
    }

    /// The others by distance, then number.
    private func nearest(_ row: Int64, sameClass: Bool, _ prepared: Prepared) -> [Int64] {
        let population = prepared.population
        let c = population.labels[Int(row)]
        let mismatch = HandMadeDistance.mismatchWeight(of: Int(c), prepared)
        return prepared.trainingRows.filter { $0 != row && (!sameClass || population.labels[Int($0)] == c) }
            .map { (HandMadeDistance.squared(row, $0, mismatch, prepared), $0) }
            .sorted { $0 < $1 }.map(\.1)
    }

    @Test("settings survive being written and read", arguments: methods)
    func settings(method: String) throws {
        let type = try #require(SynthesisMethods.all.first { $0.name == method })
        try type.init().validate()
        var changed = try dictionary(of: type.init())
        for (key, value) in changed { changed[key] = (value as? Double).map { $0 + 2 } ?? value }
        let decoded = try JSONDecoder().decode(type, from: JSONSerialization.data(withJSONObject: changed))
        #expect(try NSDictionary(dictionary: dictionary(of: decoded)) == NSDictionary(dictionary: changed))
    }

    private func dictionary(of method: some SynthesisMethod) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: JSONEncoder().encode(method)) as? [String: Any])
    }

    @Test(
        "what searches says how many neighbours it keeps: the memory that a run needs follows from it",
        arguments: methods)
    func listedNeighbors(method: String) throws {
        let type = try #require(SynthesisMethods.all.first { $0.name == method })
        #expect((type.search == .none) == (type.init().listedNeighbors == 0))
    }

    @Test("names are in kebab-case and told apart")
    func names() {
        #expect(Set(methods).count == methods.count)
        #expect(
            methods.allSatisfy { $0.allSatisfy { $0 == "-" || ("a"..."z").contains($0) || ("0"..."9").contains($0) } })
    }
}

/// The distance as the reference of algorithms says it, in the plainest code.
enum HandMadeDistance {
    static func squared(_ a: Int64, _ b: Int64, _ mismatch: Double, _ prepared: Prepared) -> Double {
        let population = prepared.population
        var lanes = [Double](repeating: 0, count: 8)
        for (j, weight) in prepared.context.weights.enumerated() {
            let t = (value(a, j, population) - value(b, j, population)) * weight
            lanes[j % 8] += t * t
        }
        let numeric = ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]))
        guard let codes = population.categorical else { return numeric }
        return numeric + mismatch * Double(zip(codes[Int(a)], codes[Int(b)]).filter { $0 != $1 }.count)
    }

    /// M² of SMOTE-NC: the median of the class's scaled deviations.
    static func mismatchWeight(of c: Int, _ prepared: Prepared) -> Double {
        let population = prepared.population
        let rows = population.rows(ofClass: c).elements
        guard population.features != nil, rows.count > 1 else { return 1 }
        let deviations = prepared.context.weights.enumerated().map { j, weight in
            let values = rows.map { value($0, j, population) }
            let mean = values.reduce(0, +) / Double(values.count)
            return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot() * weight
        }.sorted()
        let (low, high) = (deviations[(deviations.count - 1) / 2], deviations[deviations.count / 2])
        let m = (low + high) / 2
        return m * m
    }

    private static func value(_ row: Int64, _ j: Int, _ population: Population) -> Double {
        guard let features = population.features else { return 0 }
        return features.elementType.withSwiftType { value(features, Int(row) * features.width + j, $0) }
    }

    private static func value<Element: RowElement>(_ store: RowStore, _ index: Int, _ type: Element.Type) -> Double {
        store.elements(as: type)[index].double
    }
}
