import BallastCore
import Testing

@Suite("Guards judge candidates, and the plan holds those that are kept")
struct GuardsVerdictTests {
    /// Refuses by the distance to the nearest original: about half of the candidates, for no reason.
    struct Picky: RowGuard {
        static let name = "picky"
        var drawLimit: Int?
        var reach: Int { 1 }

        func prepare(_ context: SynthesisContext) throws -> any Judge { Verdict() }

        struct Verdict: Judge {
            func refuses(_ row: JudgedRow) -> Bool {
                (row.squaredDistances[0].bitPattern &* 0x9E37_79B9_7F4A_7C15) >> 63 == 0
            }
        }
    }

    /// Refuses every candidate, ten times if it can.
    struct Everything: RowGuard {
        static let name = "everything"
        var drawLimit: Int? { 10 }
        var reach: Int { 1 }
        func prepare(_ context: SynthesisContext) throws -> any Judge { Always() }
        struct Always: Judge { func refuses(_ row: JudgedRow) -> Bool { true } }
    }

    private func judged(
        _ guards: [any RowGuard], method: String = "smote", quotas: [Int64], threads: Int = 2
    ) throws -> (Prepared, CandidateVerdicts) {
        let population = SamplePopulation.numeric.population
        let type = try #require(SynthesisMethods.all.first { $0.name == method })
        let context = SynthesisContext(
            population: population, weights: [1, 1, 1], quotas: quotas, seed: 5, storage: MemoryStorage(),
            threads: threads)
        let prepared = Prepared(population: population, context: context, sampler: try type.init().prepare(context))
        return (prepared, try CandidateJudging(guards, context, prepared.sampler).run())
    }

    @Test("the plan holds every kept candidate once, in order, and none that is refused", arguments: [true, false])
    func plan(originals: Bool) throws {
        let (prepared, verdicts) = try judged([Picky()], quotas: [0, 3001, 2000])
        let plan = TrainingPlan(
            population: prepared.population, sampler: prepared.sampler, quotas: prepared.context.quotas,
            originals: originals, seed: 9, verdicts: verdicts)
        let places = prepared.candidates.map { ($0, plan.position(of: $0)) }
        let kept = places.filter { $0.1 != nil }
        #expect(Int64(kept.count) == verdicts.keptCounts.reduce(0, +))
        #expect(verdicts.keptCounts[0] == 0 && (1000...2000).contains(verdicts.keptCounts[1]))
        #expect(verdicts.tally.dropped == 5001 - Int64(kept.count))
        #expect(verdicts.tally.droppedOfClass[1] == 3001 - verdicts.keptCounts[1])
        #expect(plan.rowCount == Int64(kept.count + (originals ? prepared.population.training.count : 0)))
        for (candidate, place) in kept {
            let row = plan.row(at: try #require(place))
            #expect(row == PlannedRow(blend: prepared.sampler.blend(candidate), isSynthetic: true))
        }
        #expect(Set(kept.map { $0.1 }).count == kept.count)
        let rows = (0..<plan.rowCount).map { plan.row(at: $0) }
        #expect(rows.count { $0.isSynthetic } == kept.count)
    }

    @Test("nothing refused is the plan without guards")
    func identity() throws {
        struct Kind: RowGuard {
            static let name = "kind"
            var reach: Int { 1 }
            func prepare(_ context: SynthesisContext) throws -> any Judge { Never() }
            struct Never: Judge { func refuses(_ row: JudgedRow) -> Bool { false } }
        }
        let (prepared, verdicts) = try judged([Kind()], quotas: [0, 130, 70])
        func rows(_ verdicts: CandidateVerdicts?) -> [PlannedRow] {
            let plan = TrainingPlan(
                population: prepared.population, sampler: prepared.sampler, quotas: [0, 130, 70], originals: true,
                seed: 9, verdicts: verdicts)
            return (0..<plan.rowCount).map { plan.row(at: $0) }
        }
        #expect(rows(verdicts) == rows(nil))
    }

    @Test("a redraw keeps the base, changes partner or step, and ends at the limit", arguments: ["smote", "mixup"])
    func redraw(method: String) throws {
        let quotas: [Int64] = method == "mixup" ? [400] : [0, 300, 100]
        let (prepared, verdicts) = try judged([Picky(drawLimit: 4)], method: method, quotas: quotas)
        #expect(verdicts.keptCounts == quotas && verdicts.tally.dropped == 0)
        // Half of the candidates are drawn again, a sixteenth is still refused at the fourth draw.
        #expect((150...250).contains(verdicts.tally.redrawn))
        #expect((5...60).contains(verdicts.tally.refused[0]))
        let plan = TrainingPlan(
            population: prepared.population, sampler: prepared.sampler, quotas: quotas, originals: false, seed: 9,
            verdicts: verdicts)
        var changed = 0
        for candidate in prepared.candidates {
            let (first, drawn) = (
                prepared.sampler.blend(candidate), plan.row(at: try #require(plan.position(of: candidate))).blend
            )
            #expect(first.base == drawn.base)
            if first != drawn { changed += 1 }
        }
        #expect(changed == verdicts.tally.redrawn)
    }

    @Test("a method that draws nothing is not asked again", arguments: ["duplicate", "polynom-fit-smote", "m2m"])
    func nothingDrawn(method: String) throws {
        let (_, verdicts) = try judged([Everything()], method: method, quotas: [0, 40, 30])
        #expect(verdicts.tally.redrawn == 0)
        #expect(verdicts.tally.refused[0] == 70)
    }

    @Test("values that a vote decides are not drawn again, those that are drawn by their frequency are")
    func votes() throws {
        let sample = SamplePopulation.nominalOnly
        for (vote, redrawn) in [(NominalVote.mode, false), (.frequency, true)] {
            let context = SynthesisContext(
                population: sample.population, weights: [], quotas: [0, 30, 0], seed: 5, storage: MemoryStorage(),
                threads: 1)
            let sampler = try SMOTEN.with { $0.nominalVote = vote }.prepare(context)
            let verdicts = try CandidateJudging([Everything()], context, sampler).run()
            #expect(verdicts.tally.redrawn == (redrawn ? 30 : 0) && verdicts.tally.refused == [30])
        }
    }

    @Test("guards judge alone: neither their order nor the threads change a verdict")
    func independence() throws {
        let quotas: [Int64] = [0, 1500, 700]
        let (prepared, one) = try judged([EditedNearestNeighbors(), TomekLinks()], quotas: quotas, threads: 1)
        let (_, other) = try judged([TomekLinks(), EditedNearestNeighbors()], quotas: quotas, threads: 3)
        #expect(one.tally.refused == other.tally.refused.reversed() && one.tally.refused.allSatisfy { $0 > 0 })
        #expect(one.keptCounts == other.keptCounts)
        func kept(_ verdicts: CandidateVerdicts) -> [Bool] {
            let plan = TrainingPlan(
                population: prepared.population, sampler: prepared.sampler, quotas: quotas, originals: true, seed: 1,
                verdicts: verdicts)
            return prepared.candidates.map { plan.position(of: $0) != nil }
        }
        #expect(kept(one) == kept(other))
    }

    @Test(
        "every guard works with every method on every kind of data that it takes",
        arguments: RowGuards.all.map { $0.name }, SynthesisMethods.all.map { $0.name })
    func contract(name: String, method: String) throws {
        let entry = try #require(RowGuards.all.first { $0.name == name }).init()
        let type = try #require(SynthesisMethods.all.first { $0.name == method })
        for sample in SamplePopulation.all(for: type) {
            let prepared = try sample.prepare(method)
            let verdicts = try CandidateJudging([entry], prepared.context, prepared.sampler).run()
            let plan = TrainingPlan(
                population: prepared.population, sampler: prepared.sampler, quotas: prepared.context.quotas,
                originals: true, seed: 4, verdicts: verdicts)
            let rows = (0..<plan.rowCount).map { plan.row(at: $0) }
            #expect(rows.count { $0.isSynthetic } == Int(verdicts.tally.judged - verdicts.tally.dropped), "\(sample)")
            #expect(rows.allSatisfy { prepared.trainingRows.contains($0.blend.base) }, "\(sample)")
        }
    }
}
