import BallastCore
import Testing

@Suite("Guards of synthetic rows, by a few points and by brute force")
struct GuardsRulesTests {
    /// What the guards say of SMOTE's candidates on a line.
    private struct Line {
        let prepared: PreparedMethod
        let verdicts: CandidateVerdicts
        let rows: [[Float]]

        init(_ entry: any RowGuard, _ a: [Float], _ b: [Float], quota: Int64 = 200) throws {
            rows = (a + b).map { [$0] }
            prepared = try PreparedMethod(
                SMOTE.with { $0.neighbors = 1 }, rows: rows, labels: a.map { _ in 0 } + b.map { _ in 1 },
                quotas: [0, quota])
            let context = SynthesisContext(
                population: prepared.population, weights: [1], quotas: [0, quota], seed: 3, storage: MemoryStorage(),
                threads: 2)
            verdicts = try CandidateJudging([entry], context, prepared.sampler).run()
        }

        /// Values of the candidates that stand in the plan, redrawn ones as they stand there.
        var kept: [Float] {
            let plan = TrainingPlan(
                population: prepared.population, sampler: prepared.sampler, quotas: prepared.quotas, originals: false,
                seed: 1, verdicts: verdicts)
            return prepared.rows(of: (0..<plan.rowCount).map { plan.row(at: $0).blend }).map { $0[0] }
        }

        var made: [Float] { prepared.rows(of: prepared.blends).map { $0[0] } }
    }

    @Test("lee has rows among the others drawn anew, ten times at most")
    func lee() throws {
        // Two rows of class b with three of class a half-way: near them, two of three neighbours are foreign.
        let line = try Line(
            LabelGuard.with { $0.neighbors = 3 }, [4.9, 5, 5.1, 100, 101], [0, 10])
        let isForeign = { (x: Float) in
            line.rows.map { abs($0[0] - x) }.enumerated().sorted { $0.1 < $1.1 }.prefix(3).count { $0.0 < 5 } >= 2
        }
        // Between 0 and 10 every place has at least two of the three in the middle among its nearest.
        #expect(line.made.allSatisfy(isForeign))
        #expect(line.verdicts.tally.redrawn == 200 && line.verdicts.tally.refused == [200])
        #expect(line.kept.count == 200)

        let mild = try Line(LabelGuard.with { $0.neighbors = 1 }, [4.9, 5, 5.1, 100, 101], [0, 10])
        let middle = { (x: Float) in x > 2.45 && x < 7.55 }
        #expect((80...130).contains(mild.made.count(where: middle)))
        // Half of the draws are refused, so one of a thousand candidates is refused ten times.
        #expect(mild.kept.count(where: middle) == Int(mild.verdicts.tally.refused[0]))
        #expect(mild.verdicts.tally.refused[0] <= 2 && mild.verdicts.tally.dropped == 0)
    }

    @Test("enn drops what the vote of the nearest originals drops; a shared first place stays")
    func enn() throws {
        let (a, b): ([Float], [Float]) = ([4, 4.5, 5, 5.5, 6, 50], [0, 1, 9, 10])
        for (vote, k) in [(EditedNearestNeighbors.Vote.majority, 3), (.majority, 2), (.all, 2)] {
            let line = try Line(
                EditedNearestNeighbors.with {
                    $0.vote = vote
                    $0.neighbors = k
                }, a, b + [3, 7])
            let points = (a + b + [3, 7]).map { Double($0) }
            let expected = line.made.filter { x in
                let near = points.indices.sorted {
                    (abs(points[$0] - Double(x)), $0) < (abs(points[$1] - Double(x)), $1)
                }
                let own = near.prefix(k).count { $0 >= a.count }
                return vote == .all ? own == k : 2 * own >= k
            }
            #expect(line.kept.sorted() == expected.sorted(), "\(vote) of \(k)")
            #expect(!line.kept.isEmpty && (vote == .majority && k == 2 || line.kept.count < 200))
        }
    }

    @Test("a synthetic row is linked with an original of another class that is nearer to it than to any original")
    func tomek() throws {
        // The lone row of class a at 5 is 2 away from its nearest original; rows nearer than that to it are linked, if it
        // is their nearest.
        let line = try Line(TomekLinks(), [5, 60, 61], [0, 3, 7.5, 13])
        let linked = { (x: Float) in abs(x - 5) < 2 && [0, 3, 7.5, 13].allSatisfy { abs(x - $0) > abs(x - 5) } }
        #expect(line.kept.sorted() == line.made.filter { !linked($0) }.sorted())
        #expect((100..<200).contains(line.kept.count))
    }

    @Test("ncr drops rows of larger classes that would be among the neighbours of a misread row")
    func ncr() throws {
        // Class b is the smallest; its row at 20 lies among class a, whose candidates around it are blamed.
        let rows: [[Float]] = [18, 19, 21.5, 23, 40, 41].map { [$0] } + [20, 90, 91, 92, 93].map { [$0] }
        let labels: [Int32] = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1]
        let prepared = try PreparedMethod(
            SMOTE.with { $0.neighbors = 2 }, rows: rows, labels: labels, quotas: [300, 0])
        let context = SynthesisContext(
            population: prepared.population, weights: [1], quotas: [300, 0], seed: 3, storage: MemoryStorage(),
            threads: 1)
        let verdicts = try CandidateJudging([NeighborhoodCleaning()], context, prepared.sampler).run()
        let plan = TrainingPlan(
            population: prepared.population, sampler: prepared.sampler, quotas: [300, 0], originals: false, seed: 1,
            verdicts: verdicts)
        let kept = prepared.rows(of: (0..<plan.rowCount).map { plan.row(at: $0).blend }).map { $0[0] }
        // The third neighbour of 20 is at 18 (19, 21.5, 18): what is nearer than 2 is blamed.
        let expected = prepared.rows(of: prepared.blends).map { $0[0] }.filter { abs($0 - 20) >= 2 }
        #expect(kept.sorted() == expected.sorted() && kept.count < 300)
    }

    @Test("ipf drops what the nearest rows of most partitions misread, or of all")
    func ipf() throws {
        // Two partitions: rows 0, 2, 4 … of a class, and 1, 3, 5 …; both misread what lies from 1.5 to 5.25.
        let (a, b): ([Float], [Float]) = ([3, 4, 60, 61], [0, 6.5])
        for vote in PartitioningFilter.Vote.allCases {
            let line = try Line(
                PartitioningFilter.with {
                    $0.partitions = 2
                    $0.vote = vote
                }, a, b)
            let expected = line.made.filter { x in
                let wrong = [0, 1].count { part in
                    let own = b.enumerated().filter { $0.offset % 2 == part }.map { abs($0.element - x) }.min() ?? 0
                    let other = a.enumerated().filter { $0.offset % 2 == part }.map { abs($0.element - x) }.min() ?? 0
                    return other < own
                }
                return vote == .majority ? wrong <= 1 : wrong < 2
            }
            #expect(line.kept.sorted() == expected.sorted(), "\(vote)")
            #expect((50..<150).contains(line.kept.count))
        }
    }

    @Test("a setting out of its range is refused with what would be right")
    func settings() {
        func refusal(_ entry: some RowGuard) -> String {
            do {
                try entry.validate()
                return ""
            } catch {
                return "\(error)"
            }
        }
        #expect(
            refusal(LabelGuard.with { $0.neighbors = 0 }) == "neighbors: 0 is not a number of neighbours; at least 1")
        #expect(
            refusal(LabelGuard.with { $0.share = 0 }) == "share: 0.0 is out of range; greater than 0 and at most 1")
        #expect(refusal(LabelGuard.with { $0.tries = 17 }) == "tries: 17 is out of range; 1 to 16")
        #expect(
            refusal(EditedNearestNeighbors.with { $0.neighbors = 0 })
                == "neighbors: 0 is not a number of neighbours; at least 1")
        #expect(
            refusal(NeighborhoodCleaning.with { $0.neighbors = -1 })
                == "neighbors: -1 is not a number of neighbours; at least 1")
        #expect(
            refusal(PartitioningFilter.with { $0.partitions = 1 }) == "partitions: 1 is out of range; 2 to 64")
        #expect(refusal(TomekLinks()) == "")
    }
}

extension RowGuard {
    /// The defaults, changed.
    static func with(_ change: (inout Self) -> Void) -> Self {
        var entry = Self()
        change(&entry)
        return entry
    }
}
