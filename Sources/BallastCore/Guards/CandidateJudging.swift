/// Brings every candidate before the guards, block by block: makes its row, finds its nearest originals, asks each judge.
///
/// One search serves all guards. Whether a candidate is accepted depends on itself and on the originals, so neither the size
/// of the blocks nor the number of threads changes a verdict.
public struct CandidateJudging: Sendable {
    private let context: SynthesisContext
    private let sampler: any Sampler
    private let judges: [any Judge]
    /// Of each judge; see ``RowGuard/drawLimit``.
    private let drawLimits: [Int?]
    private let reach: Int

    /// - Parameters:
    ///   - guards: those that judge synthetic rows.
    ///   - context: that of the sampler.
    public init(_ guards: [any RowGuard], _ context: SynthesisContext, _ sampler: any Sampler) throws {
        self.context = context
        self.sampler = sampler
        judges = try guards.map { try $0.prepare(context) }
        drawLimits = guards.map(\.drawLimit)
        reach = guards.map(\.reach).max() ?? 1
    }

    /// - Parameter progress: told how many candidates have been judged, now and then.
    /// - Complexity: one neighbour search of all candidates among the training rows, and one more per redraw of those that
    ///   are drawn anew; memory one copy of the training rows, a block of candidates, and a bit per candidate.
    public func run(progress: (Int) throws -> Void = { _ in }) throws -> CandidateVerdicts {
        let starts = context.quotas.reduce(into: [Int64(0)]) { $0.append($0[$0.count - 1] + $1) }
        let total = starts[starts.count - 1]
        let bits = try RankedBits(count: total, named: "verdicts", in: context.storage)
        let redraws = drawLimits.contains { ($0 ?? 1) > 1 }
        let attempts = redraws ? try StoredArray<UInt8>(named: "attempts", count: Int(total), in: context.storage) : nil
        var tally = GuardTally(guards: judges.count, classes: context.population.classCount)
        let bench = try JudgedBlock(context, sampler)
        for start in stride(from: 0, to: total, by: bench.capacity) {
            let places = start..<min(start + Int64(bench.capacity), total)
            var pending = Self.candidates(places, starts)
            while !pending.isEmpty {
                let verdicts = try refusals(of: pending.map(\.candidate), on: bench)
                var again: [Placed] = []
                for (index, placed) in pending.enumerated() {
                    if let next = redraw(placed.candidate, verdicts[index]) {
                        again.append(Placed(candidate: next, place: placed.place))
                    } else {
                        settle(placed, verdicts[index], bits, attempts, &tally)
                    }
                }
                pending = again
            }
            try progress(places.count)
        }
        bits.finish()
        return CandidateVerdicts(bits, starts: starts, attempts: attempts, tally: tally)
    }

    /// A candidate and where its bit stands.
    private struct Placed {
        var candidate: Candidate
        var place: Int64
    }

    private static func candidates(_ places: Range<Int64>, _ starts: [Int64]) -> [Placed] {
        var stratum = 0
        return places.map { place in
            while starts[stratum + 1] <= place { stratum += 1 }
            return Placed(
                candidate: Candidate(stratum: Int32(stratum), number: place - starts[stratum]), place: place)
        }
    }

    /// Of each candidate, a bit per judge that refuses it.
    private func refusals(of candidates: [Candidate], on bench: JudgedBlock) throws -> [UInt64] {
        let rows = try bench.seat(candidates, reach: reach)
        let refusals = StoredArray<UInt64>(repeating: 0, count: candidates.count)
        let judges = judges
        try Parallel.forEachChunk(of: candidates.count, size: 256, threads: context.threads) { indices in
            for index in indices {
                let row = rows.row(index)
                for (number, judge) in judges.enumerated() where judge.refuses(row) { refusals[index] |= 1 << number }
            }
        }
        return Array(refusals.elements)
    }

    /// The next draw of a candidate; nil if this one stands.
    private func redraw(_ candidate: Candidate, _ refusals: UInt64) -> Candidate? {
        let isWanted = drawLimits.enumerated().contains { number, limit in
            limit.map { refusals >> UInt64(number) & 1 == 1 && Int(candidate.attempt) + 1 < $0 } ?? false
        }
        guard isWanted else { return nil }
        var next = candidate
        next.attempt += 1
        // A method that draws nothing would give the same row for ever.
        return sampler.blend(next) == sampler.blend(candidate) ? nil : next
    }

    private func settle(
        _ placed: Placed, _ refusals: UInt64, _ bits: RankedBits, _ attempts: StoredArray<UInt8>?,
        _ tally: inout GuardTally
    ) {
        tally.judged += 1
        if placed.candidate.attempt > 0 {
            tally.redrawn += 1
            attempts?[Int(placed.place)] = placed.candidate.attempt
        }
        var isDropped = false
        for (number, limit) in drawLimits.enumerated() where refusals >> UInt64(number) & 1 == 1 {
            tally.refused[number] += 1
            if limit == nil { isDropped = true }
        }
        guard isDropped else { return bits.set(placed.place) }
        tally.dropped += 1
        let blend = sampler.blend(placed.candidate)
        tally.droppedOfClass[Int(blend.ownClass(context.population.labels[Int(blend.base)]))] += 1
    }
}
