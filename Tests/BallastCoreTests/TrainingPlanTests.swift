import BallastCore
import Testing

@Suite("What stands at each position of the output")
struct TrainingPlanTests {
    @Test(
        "each original exactly once, each candidate exactly once",
        arguments: SynthesisMethods.ofAnyRows.map { $0.name }, [true, false])
    func whole(method: String, originals: Bool) throws {
        let prepared = try SamplePopulation.numeric.prepare(method)
        let plan = TrainingPlan(
            population: prepared.population, sampler: prepared.sampler, quotas: prepared.context.quotas,
            originals: originals, seed: 9)
        let added = prepared.context.quotas.reduce(0, +)
        #expect(plan.rowCount == added + (originals ? Int64(prepared.population.training.count) : 0))
        let rows = (0..<plan.rowCount).map { plan.row(at: $0) }
        let kept = rows.filter { !$0.isSynthetic }.map(\.blend)
        #expect(Set(kept.map(\.base)) == (originals ? prepared.trainingRows : []))
        #expect(kept.count == (originals ? prepared.population.training.count : 0))
        #expect(kept.allSatisfy { $0 == .copy(of: $0.base) })
        #expect(rows.filter(\.isSynthetic).count == Int(added))

        let places = prepared.candidates.map { plan.position(of: $0) }
        #expect(Set(places).count == places.count)
        for (candidate, found) in zip(prepared.candidates, places) {
            let place = try #require(found)
            #expect(rows[Int(place)] == PlannedRow(blend: prepared.sampler.blend(candidate), isSynthetic: true))
        }
        for (place, row) in prepared.population.classRows.elements.enumerated() {
            let position = plan.position(ofOriginalAt: place)
            #expect((position != nil) == originals)
            if let position { #expect(rows[Int(position)] == PlannedRow(blend: .copy(of: row), isSynthetic: false)) }
        }
    }

    @Test(
        "many rows at once are the rows one by one", arguments: SynthesisMethods.ofAnyRows.map { $0.name },
        [true, false])
    func manyRows(method: String, originals: Bool) throws {
        let prepared = try SamplePopulation.numeric.prepare(method)
        let plan = TrainingPlan(
            population: prepared.population, sampler: prepared.sampler, quotas: prepared.context.quotas,
            originals: originals, seed: 9)
        let rows = (0..<plan.rowCount).map { plan.row(at: $0) }
        #expect(plan.rows(at: 0..<plan.rowCount) == rows)
        #expect(plan.rows(at: 3..<8) == Array(rows[3..<8]))
        #expect(plan.rows(at: 5..<5) == [])
    }

    @Test("strata without candidates are passed over")
    func emptyStrata() throws {
        let prepared = try SamplePopulation.numeric.prepare("duplicate")
        let plan = TrainingPlan(
            population: prepared.population, sampler: prepared.sampler, quotas: [0, 5, 0], originals: false, seed: 1)
        let rows = (0..<plan.rowCount).map { plan.row(at: $0) }
        #expect(rows.count == 5)
        #expect(rows.allSatisfy { prepared.population.labels[Int($0.blend.base)] == 1 })
        #expect(Set((0..<5).map { plan.position(of: Candidate(stratum: 1, number: $0)) }) == Set(0..<5))
    }

    @Test("synthetic rows and classes are mixed throughout the output")
    func shuffled() throws {
        let prepared = try SamplePopulation.numeric.prepare("smote")
        let plan = TrainingPlan(
            population: prepared.population, sampler: prepared.sampler, quotas: prepared.context.quotas,
            originals: true, seed: 9)
        let half = plan.rowCount / 2
        let synthetic = (0..<plan.rowCount).map { plan.row(at: $0).isSynthetic ? 1 : 0 }
        let (front, all) = (synthetic.prefix(Int(half)).reduce(0, +), synthetic.reduce(0, +))
        #expect(abs(front * 2 - all) < 30)
        let other = TrainingPlan(
            population: prepared.population, sampler: prepared.sampler, quotas: prepared.context.quotas,
            originals: true, seed: 10)
        #expect((0..<half).map { plan.row(at: $0) } != (0..<half).map { other.row(at: $0) })
    }

    @Test("nothing to write is no row")
    func empty() throws {
        let prepared = try SamplePopulation.numeric.prepare("duplicate")
        let plan = TrainingPlan(
            population: prepared.population, sampler: prepared.sampler, quotas: [0, 0, 0], originals: false, seed: 1)
        #expect(plan.rowCount == 0)
    }
}
