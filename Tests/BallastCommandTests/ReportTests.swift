import BallastTestSupport
import Foundation
import Testing

@Suite("What goes to standard output and to standard error")
struct ReportTests {
    private let augment = ["augment", "train.csv", "--label", "target", "-o", "out"]

    @Test("--json is one object with what the manifest says")
    func json() throws {
        let ballast = try BallastProcess()
        for isUpToDate in [false, true] {
            let result = try ballast.run(augment + ["--json"])
            #expect(result.status == 0 && result.errors == "")
            let object = try #require(
                JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
            #expect(object["up_to_date"] as? Bool == isUpToDate)
            #expect(object["rows"] as? [String: Int] == ["train": 70])
            #expect(object["synthetic_rows"] as? Int == 30 && object["shards"] as? Int == 1)
            #expect((object["classes"] as? [[String: Any]])?.compactMap { $0["name"] as? String } == ["no", "yes"])
            let manifest = try #require(
                JSONSerialization.jsonObject(with: Data(ballast.read("out/manifest.json").utf8)) as? [String: Any])
            #expect(object["result_digest"] as? String == manifest["result_digest"] as? String)
        }
    }

    @Test("plan --json is one object, and plan writes nothing")
    func plan() throws {
        let ballast = try BallastProcess()
        let result = try ballast.run(["plan", "train.csv", "--label", "target", "--json", "--split", "0.8,0.2"])
        let object = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        #expect(object["rows"] as? [String: Int] == ["train": 56, "validation": 8])
        #expect((object["classes"] as? [[String: Any]])?.map { $0["after"] as? Int } == [28, 28])
        let text = try ballast.run(["plan", "train.csv", "--label", "target"])
        #expect(text.status == 0)
        #expect(
            text.output.hasPrefix(
                "class  before  after\nno         35     35\nyes         5     35\n\nmethod soft-smote; train 70 rows in 1 shard\n"
            ), "\(text.output)")
        let left = try FileManager.default.contentsOfDirectory(atPath: ballast.folder.path).filter {
            !$0.hasPrefix(".") || $0.hasSuffix(".ballast")
        }
        #expect(left == ["train.csv"])
    }

    @Test("a plan of more rows than can be counted is refused, not trapped")
    func hugePlan() throws {
        let ballast = try BallastProcess()
        let result = try ballast.run(["plan", "train.csv", "--label", "target", "--to", "9000000000000000000"])
        #expect(result.status == 65 && !result.isSignal)
        #expect(
            result.errors
                == "ballast: the balance asks for 18000000000000000000 training rows; at most 17592186044416 can be made\n"
        )
        #expect(try ballast.run(["plan", "train.csv", "--label", "target", "--to", "8000000000000"]).status == 0)
    }

    @Test("doctor gives advice on a bad variable and does not die of it; of a bad flag it does")
    func badVariables() throws {
        let ballast = try BallastProcess()
        for (name, advice) in [
            ("BALLAST_THREADS", "it is no number of threads; write one such as 4"),
            ("BALLAST_MEMORY", "it is no amount of memory; write one such as 4GiB or 300MiB"),
            (
                "BALLAST_NEIGHBORS",
                "there are automatic, float64, float32, float32-pairs, bytes, byte-pairs"
            ),
        ] {
            let result = try ballast.run(["doctor"], environment: [name: "magic"])
            #expect(result.status == 0 && result.errors == "", "\(result.errors)")
            let lines = result.output.split(separator: "\n").map(String.init)
            let index = try #require(lines.firstIndex { $0.contains(name) })
            #expect(lines[index].hasPrefix("  warning  \(name)") && lines[index].contains("'magic'"))
            #expect(lines[index + 1].hasSuffix("→ \(advice)"), "\(lines[index + 1])")
            #expect(try ballast.run(["doctor", "--threads", "0"], environment: [name: "magic"]).status == 64)
        }
    }

    @Test("who may look into a data set follows from the mask of the user")
    func mask() throws {
        let ballast = try BallastProcess()
        for (mask, mode) in [("022", 0o755), ("027", 0o750), ("002", 0o775)] {
            let result = try ballast.shell(
                "umask \(mask); \"$BALLAST\" augment train.csv --label target -o out-\(mask) --quiet")
            #expect(result.status == 0, "\(result.errors)")
            let found = try FileManager.default.attributesOfItem(atPath: ballast.folder.file("out-\(mask)"))
            #expect(found[.posixPermissions] as? Int == mode)
        }
    }

    @Test("--progress json is one object a line, every phase in order")
    func progress() throws {
        let ballast = try BallastProcess()
        let result = try ballast.run(augment + ["--progress", "json"])
        let events = try result.errors.split(separator: "\n").map {
            try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(events.map { $0["phase"] as? String } == ["read", "prepare", "neighbors", "write"])
        #expect(events.allSatisfy { $0["done"] is Int && $0["total"] is Int && $0.count == 3 })
    }

    @Test("--timings names each phase on standard error")
    func timings() throws {
        let result = try BallastProcess().run(augment + ["--timings"])
        let lines = result.errors.split(separator: "\n")
        #expect(lines.map { $0.split(separator: ":")[0] } == ["read", "prepare", "neighbors", "write"])
        #expect(lines.allSatisfy { $0.wholeMatch(of: /[a-z]+: \d+\.\d\d\d s( \([a-z0-9-]+\))?/) != nil })
        #expect(lines[2].hasSuffix("(float32)"), "the phase that chose among strategies says which ran")
    }

    @Test("every search is made as asked, and its phase says so")
    func searches() throws {
        let settings = [
            "balance={to: 20, drop: {kind: near-miss}}", "guards=[{kind: enn}]",
            "labels=[{kind: neighbor-posterior, estimate: fuzzy}]",
        ]
        for strategy in ["float64", "float32"] {
            let result = try BallastProcess().run(
                augment + ["--timings"] + settings.flatMap { ["--set", $0] },
                environment: ["BALLAST_NEIGHBORS": strategy])
            let lines = result.errors.split(separator: "\n").filter { $0.contains(" s") && $0.contains(": ") }
            for phase in ["prepare", "neighbors", "judge", "write"] {
                let line = lines.first { $0.hasPrefix("\(phase):") }
                #expect(line?.hasSuffix("(\(strategy))") == true, "\(phase): \(result.errors)")
            }
        }
    }

    @Test("settings of flags and of --set are the same settings")
    func flags() throws {
        let ballast = try BallastProcess()
        let flags = [
            "--method", "smote", "--neighbors", "3", "--ratio", "0.5", "--seed", "9", "--rows-per-shard", "20",
            "--compression", "2", "--split", "0.8,0.1,0.1", "--soft-labels", "both",
        ]
        let settings = [
            "method.kind=smote", "method.neighbors=3", "balance.ratio=0.5", "seed=9", "output.rows_per_shard=20",
            "output.compression=2", "split={train: 0.8, validation: 0.1, test: 0.1}", "output.soft_labels=both",
        ]
        #expect(try ballast.run(augment + flags).status == 0)
        let first = try ballast.read("out/manifest.json")
        let again = try ballast.run(augment + settings.flatMap { ["--set", $0] } + ["--json"])
        #expect(again.status == 0 && again.output.contains("\"up_to_date\": true"), "\(again.errors)")
        #expect(try ballast.read("out/manifest.json") == first)
    }
}
