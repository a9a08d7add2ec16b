import BallastCore
import Foundation

/// What a method made of a degenerate input, and what is wrong with it.
struct DegenerateOutcome {
    private let prepared: Prepared
    private let notices: [String]
    private let method: any SynthesisMethod
    private let blends: [Blend]
    private let rows: MadeRows

    private var population: Population { prepared.population }

    private var type: any SynthesisMethod.Type { Swift.type(of: method) }

    init(_ prepared: Prepared, _ notices: [String], of method: any SynthesisMethod) {
        self.prepared = prepared
        self.notices = notices
        self.method = method
        blends = prepared.blends
        rows = MadeRows(blends, prepared)
    }

    func problems() -> [String] {
        parents() + rows.problems() + inverses() + silentCopies() + silentNeighbors() + needlessNotices()
    }

    private func parents() -> [String] {
        let training = prepared.trainingRows
        return zip(prepared.candidates, blends).compactMap { candidate, blend in
            let isWrong =
                !training.contains(blend.base) || blend.partner >= 0 && !training.contains(blend.partner)
                || blend.partner < 0 && prepared.sampler.points == nil && type.rowForm != .nominal
                || type.strata == .classes && (blend.target ?? population.labels[Int(blend.base)]) != candidate.stratum
                || !blend.weight.isFinite
            return isWrong ? "\(candidate) has the parents of another: \(blend)" : nil
        }
    }

    private func inverses() -> [String] {
        var (bases, partners) = (0, 0)
        for row in 0..<Int64(population.rowCount) {
            prepared.sampler.forEachCandidate(withBase: row) { candidate in
                bases += prepared.sampler.blend(candidate).base == row ? 1 : 1_000_000
            }
            prepared.sampler.forEachCandidate(withPartner: row) { candidate in
                partners += prepared.sampler.blend(candidate).partner == row ? 1 : 1_000_000
            }
        }
        let joined = blends.count { $0.partner >= 0 && $0.partner != $0.base }
        if bases == blends.count && partners == joined { return [] }
        return ["the inverses list \(bases) bases of \(blends.count) and \(partners) partners of \(joined)"]
    }

    /// A class of one row or of equal rows, of which nothing but copies is made, is reported, unless copies are what the
    /// method is for. A single training row is no matter of the methods: a data set of one class is refused before.
    private func silentCopies() -> [String] {
        guard type.summary.partner != "none", population.training.count > 1 else { return [] }
        return population.classNames.indices.filter(rows.isOneRow).compactMap { c in
            let made = blends.indices.filter { population.labels[Int(blends[$0].base)] == Int32(c) }
            let joins = made.contains {
                blends[$0].partner >= 0 && population.labels[Int(blends[$0].partner)] != Int32(c)
            }
            guard !made.isEmpty, !joins, made.allSatisfy(rows.isCopy) else { return nil }
            let isReported = notices.contains { $0.contains("'c\(c)'") || $0.contains("copied") }
            return isReported ? nil : "class c\(c) is copied without a notice; notices: \(notices)"
        }
    }

    /// A list shorter than the neighbours asked for is reported.
    private func silentNeighbors() -> [String] {
        guard let k = settings(of: method)["neighbors"] as? Int,
            !notices.contains(where: { $0.contains("used instead of") })
        else { return [] }
        let short = blends.first { (prepared.sampler.voters(ofBase: $0.base)?.count ?? k) < k }
        return short.map { ["row \($0.base) has fewer neighbours than \(k), and no notice says so"] } ?? []
    }

    private func settings(of method: some SynthesisMethod) -> [String: Any] {
        let object = try? JSONSerialization.jsonObject(with: JSONEncoder().encode(method))
        return object as? [String: Any] ?? [:]
    }

    /// A class that gets no rows is no matter of a notice.
    private func needlessNotices() -> [String] {
        guard type.strata == .classes else { return [] }
        return population.classNames.indices.filter { prepared.context.quotas[$0] == 0 }
            .flatMap { c in notices.filter { $0.contains("class 'c\(c)'") } }
            .map { "a notice about a class without candidates: \($0)" }
    }
}

/// The rows of some blends, numeric and nominal.
private struct MadeRows {
    private let blends: [Blend]
    private let population: Population
    private var bytes: [UInt8] = []
    private var codes: [Int32] = []

    init(_ blends: [Blend], _ prepared: Prepared) {
        self.blends = blends
        population = prepared.population
        guard !blends.isEmpty else { return }
        if let features = population.features {
            let kernel = BlendKernel(features: features, columns: population.columns)
            bytes = [UInt8](repeating: 0, count: blends.count * features.bytesPerRow + 64)
            blends.withUnsafeBufferPointer { blends in
                bytes.withUnsafeMutableBytes {
                    kernel.compose(blends, points: prepared.sampler.points, into: $0.baseAddress!)
                }
            }
        }
        if let store = population.categorical {
            codes = [Int32](repeating: .min, count: blends.count * store.width)
            blends.withUnsafeBufferPointer { blends in
                codes.withUnsafeMutableBufferPointer {
                    NominalKernel(codes: store).compose(blends, sampler: prepared.sampler, into: $0.baseAddress!)
                }
            }
        }
    }

    /// Whether a row has the values of its base, to the bit.
    func isCopy(_ index: Int) -> Bool {
        let base = Int(blends[index].base)
        if let store = population.categorical, !store[base].elementsEqual(row(index)) { return false }
        guard let features = population.features else { return true }
        let size = features.bytesPerRow
        let original = UnsafeRawBufferPointer(start: features.start + base * size, count: size)
        return original.elementsEqual(bytes[index * size..<(index + 1) * size])
    }

    /// Whether a class has one training row, or several of one value.
    func isOneRow(_ c: Int) -> Bool {
        let values = population.rows(ofClass: c).elements.map { row in
            var bytes: [UInt8] = []
            if let features = population.features {
                let size = features.bytesPerRow
                bytes += UnsafeRawBufferPointer(start: features.start + Int(row) * size, count: size)
            }
            if let store = population.categorical { bytes += UnsafeRawBufferPointer(store[Int(row)]) }
            return bytes
        }
        return Set(values).count == 1
    }

    private func row(_ index: Int) -> ArraySlice<Int32> {
        let width = population.categorical?.width ?? 0
        return codes[index * width..<(index + 1) * width]
    }

    func problems() -> [String] { numericProblems() + nominalProblems() }

    /// Numbers are finite, whole where the column is, and what a constant column always holds.
    private func numericProblems() -> [String] {
        guard let features = population.features, features.elementType == .float32, !blends.isEmpty else { return [] }
        let stored = features.elements(as: Float.self)
        let made = bytes.withUnsafeBytes { Array($0.bindMemory(to: Float.self).prefix(blends.count * features.width)) }
        return (0..<features.width).flatMap { j -> [String] in
            let training = (0..<population.training.count).map { stored[population.training[$0] * features.width + j] }
            let values = blends.indices.map { made[$0 * features.width + j] }
            var problems: [String] = []
            if let value = values.first(where: { !$0.isFinite }) { problems.append("column \(j) holds \(value)") }
            if Set(training).count == 1 && Set(values) != Set(training) {
                problems.append("the constant column \(j) holds \(Set(values).sorted())")
            }
            if population.columns[j].kind == .integer, let value = values.first(where: { $0.rounded() != $0 }) {
                problems.append("the whole-number column \(j) holds \(value)")
            }
            return problems
        }
    }

    /// Codes are those of training rows.
    private func nominalProblems() -> [String] {
        guard let store = population.categorical else { return [] }
        return (0..<store.width).compactMap { j in
            let known = Set((0..<population.training.count).map { store[population.training[$0]][j] })
            let strange = Set(blends.indices.map { codes[$0 * store.width + j] }).subtracting(known)
            return strange.isEmpty ? nil : "nominal column \(j) holds the codes \(strange)"
        }
    }
}
