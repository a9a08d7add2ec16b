import Ballast
import BallastCore
import BallastFormats
import BallastTestSupport
import Foundation
import Testing

@Suite("Balance counted in label mass")
struct MassBalanceTests {
    private func mass(_ sample: PipelineSample, of c: Int32) throws -> Double {
        let labels = PipelineSample.text.split(separator: "\n").dropFirst().map { line -> Int32 in
            ["common": 0, "middle": 1, "rare": 2][line.split(separator: ",").last ?? ""] ?? -1
        }
        let rows = try ShardRows("\(sample.output)/train-00000.h5")
        return rows.base.indices.filter { labels[Int(rows.base[$0])] == c }.reduce(0) {
            $0 + Double(rows.soft[3 * $1 + Int(c)])
        }
    }

    @Test("soft SMOTE adds more rows, so that rows of a class and what is made of them hold the target in mass")
    func target() throws {
        let sample = try PipelineSample()
        let rows = try sample.run(["seed=3"]).manifest
        #expect(rows.classes.map(\.planned) == [60, 60, 60])
        #expect(try mass(sample, of: 1) < 54)
        let manifest = try sample.run(["balance.by=mass", "seed=3"]).manifest
        #expect((66...96).contains(manifest.classes[1].planned), "at most half is given away")
        #expect(manifest.classes[0].planned == 60 && manifest.classes[2].planned == 60, "its neighbours are its own")
        #expect(try abs(mass(sample, of: 1) - 60) < 6)
        let added = manifest.classes.map { $0.planned - $0.before }.reduce(0, +)
        #expect(manifest.splits["train"]?.syntheticRows == Int(added))
    }

    @Test("where labels are hard, mass is rows", arguments: ["smote", "duplicate", "rose", "adasyn"])
    func hard(method: String) throws {
        let sample = try PipelineSample()
        let rows = try sample.run(["method.kind=\(method)"]).manifest
        let mass = try sample.run(["method.kind=\(method)", "balance.by=mass"]).manifest
        #expect(mass.contentDigest == rows.contentDigest && mass.classes.map(\.planned) == rows.classes.map(\.planned))
    }

    @Test("the same bytes for any number of threads, and verify finds them true")
    func threads() throws {
        let sample = try PipelineSample()
        let settings = ["balance={ratio: 0.7, by: mass}", "output.rows_per_shard=50", "weights.kind=prior"]
        try sample.expectSameAndTrue(settings)
    }

    @Test("plan names an upper bound and says so; a method of one class needs none")
    func plan() throws {
        let sample = try PipelineSample()
        func plan(_ settings: [String]) throws -> Forecast {
            try Pipeline(try sample.load(settings), resources: Resources(threads: 1)).plan()
        }
        let soft = try plan(["balance.by=mass"])
        #expect(soft.classes.map(\.after) == [60, 96, 114] && soft.rows == ["train": 270])
        #expect(
            soft.notices == ["balance.by mass: rows are upper bounds; how many it takes is known once neighbours are"])
        let hard = try plan(["balance.by=mass", "method.kind=smote"])
        #expect(hard.classes.map(\.after) == [60, 60, 60] && hard.notices == [])
    }

    @Test("the setting stands beside the goal and is written only where it is not the default")
    func recipe() throws {
        func load(_ text: String, _ overrides: [RecipeOverride] = []) throws -> Recipe {
            try Recipe.load(text: text, name: "recipe.yaml", overrides: overrides).recipe
        }
        let recipe = try load("version: 1\nbalance: {ratio: 0.5, by: mass}\n", [.init("balance.to", .text("majority"))])
        #expect(recipe.balance.goal == .to(.majority) && recipe.balance.by == .mass)
        #expect(try recipe.resolved().contains(#""balance":{"by":"mass","to":"majority"}"#))
        #expect(try load("version: 1\nbalance: {by: rows}\n").resolved() == Recipe().resolved())
    }
}
