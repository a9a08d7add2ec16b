import BallastTestSupport
import Foundation
import Testing

@Suite("Exit codes and the words with them")
struct ExitTests {
    private let label = ["--label", "target"]

    private func expect(
        _ arguments: [String], _ status: Int32, _ errors: String, in ballast: BallastProcess,
        location: SourceLocation = #_sourceLocation
    ) throws {
        let result = try ballast.run(arguments)
        #expect(result.status == status && !result.isSignal, sourceLocation: location)
        #expect(result.errors == errors, sourceLocation: location)
        #expect(result.output == "", "results only on standard output", sourceLocation: location)
    }

    @Test("0: done, and up to date; parents of the output are made")
    func done() throws {
        let ballast = try BallastProcess()
        let first = try ballast.run(["augment", "train.csv", "-o", "deep/er/out"] + label)
        #expect(first.status == 0 && first.errors == "", "\(first.errors)")
        #expect(first.output.hasPrefix("deep/er/out: written in "))
        #expect(ballast.exists("deep/er/out/manifest.json"))
        let second = try ballast.run(["augment", "train.csv", "-o", "deep/er/out"] + label)
        #expect(second.status == 0)
        #expect(
            second.output.hasPrefix("deep/er/out: up to date\n70 rows (train 70), 30 of them added; 1 shard, "),
            "\(second.output)")
        #expect(
            second.output.contains(
                "\nclass  before  planned  by label  soft mass  prior before   after\nno         35       35 "))
        let quiet = try ballast.run(["augment", "train.csv", "-o", "other", "--quiet"] + label)
        #expect(quiet.status == 0 && quiet.output == "" && quiet.errors == "")
    }

    @Test("64: what the command line cannot mean")
    func usage() throws {
        let ballast = try BallastProcess()
        try expect(
            ["augment", "train.csv", "-o", "out"], 64,
            "ballast: no label column given; name one with --label: a, b, target\n", in: ballast)
        for (arguments, words) in [
            (["augment", "train.csv"], "Missing expected argument '--output <output>'"),
            (["augment", "train.csv", "-o", "out", "--colour"], "Unknown option '--colour'"),
            (["augment", "-o", "out"], "no input: name a file, or one in the recipe as input.path"),
            (
                ["augment", "train.csv", "-o", "out", "--set", "seed"],
                "--set 'seed': no setting; write one such as --set method.neighbors=7"
            ),
            (
                ["augment", "train.csv", "-o", "out", "--split", "1"],
                "--split '1': two or three shares are needed, such as 0.8,0.1,0.1"
            ),
            (
                ["augment", "train.csv", "-o", "out", "--threads", "0"],
                "--threads: '0' is no number of threads; at least 1"
            ),
            (
                ["augment", "train.csv", "-o", "out", "--memory", "much"],
                "--memory: 'much' is no amount of memory; write one such as 4GiB or 300MiB"
            ),
        ] {
            let result = try ballast.run(arguments)
            #expect(result.status == 64, "\(arguments)")
            #expect(result.errors.hasPrefix("Error: \(words)\n"), "\(result.errors)")
            #expect(result.output == "")
        }
        #expect(!ballast.exists("out") && !ballast.exists(".out.ballast"))
    }

    @Test("64: a bad variable is reported by its name, as a flag is")
    func variables() throws {
        let ballast = try BallastProcess()
        for (name, value, words) in [
            ("BALLAST_THREADS", "0", "'0' is no number of threads; at least 1"),
            ("BALLAST_THREADS", "many", "'many' is no number of threads; at least 1"),
            ("BALLAST_MEMORY", "much", "'much' is no amount of memory; write one such as 4GiB or 300MiB"),
        ] {
            let result = try ballast.run(["augment", "train.csv", "-o", "out"] + label, environment: [name: value])
            #expect(result.status == 64)
            #expect(result.errors.hasPrefix("Error: \(name): \(words)\n"), "\(result.errors)")
        }
    }

    @Test("65: bad data, by file, line and column; nothing is left behind that looks like a set")
    func badData() throws {
        let ballast = try BallastProcess()
        try ballast.write("a,target\n1,x\n2,y,z\n3,x\n", to: "bad.csv")
        let result = try ballast.run(["augment", "bad.csv", "-o", "out"] + label)
        #expect(result.status == 65)
        #expect(result.errors.hasPrefix("ballast: bad.csv:3: "), "\(result.errors)")
        #expect(!ballast.exists("out"))
        try ballast.write("a,target\n1,x\n2,x\n", to: "one.csv")
        try expect(
            ["augment", "one.csv", "-o", "out"] + label, 65,
            "ballast: one.csv: all rows are of class 'x'; there is nothing to balance, at least two classes are needed\n",
            in: ballast)
        try expect(
            ["augment", "train.csv", "-o", "out", "--to", "maybe"] + label, 65,
            "ballast: class 'maybe' is named in balance.to but has no row; name one of: no, yes\n", in: ballast)
    }

    @Test("65: a notice under --strict, with nothing published; without it the notice comes last")
    func strict() throws {
        let ballast = try BallastProcess()
        let arguments = ["augment", "train.csv", "-o", "out", "--to", "20"] + label
        let notice = "class 'no' keeps its 35 rows: the target is 20 and rows are not removed"
        try expect(arguments + ["--strict"], 65, "ballast: \(notice)\n", in: ballast)
        #expect(!ballast.exists("out"))
        let result = try ballast.run(arguments)
        #expect(result.status == 0 && result.errors == "notice: \(notice)\n")
    }

    @Test("66: no input, no recipe")
    func noInput() throws {
        let ballast = try BallastProcess()
        let result = try ballast.run(["augment", "gone.csv", "-o", "out"] + label)
        #expect(result.status == 66)
        #expect(result.errors.hasPrefix("ballast: gone.csv: "), "\(result.errors)")
        try expect(
            ["plan", "train.csv", "-r", "gone.yaml"], 66,
            "ballast: gone.yaml: cannot be read; name a recipe, `ballast init` writes one\n", in: ballast)
    }

    @Test("73: the output cannot be made there")
    func cannotCreate() throws {
        let ballast = try BallastProcess()
        try ballast.write("mine", to: "out")
        try expect(
            ["augment", "train.csv", "-o", "out"] + label, 73,
            "ballast: 'out' is a file; name a directory that is absent, empty or a ballast data set\n", in: ballast)
        try expect(
            ["augment", "train.csv", "-o", "out/below"] + label, 73,
            "ballast: cannot create a directory in 'out': Not a directory\n", in: ballast)
        try FileManager.default.createDirectory(
            atPath: ballast.folder.file("mine"), withIntermediateDirectories: false)
        try ballast.write("mine", to: "mine/notes.txt")
        try expect(
            ["augment", "train.csv", "-o", "mine"] + label, 73,
            "ballast: 'mine' holds 'notes.txt', which is no file of a ballast data set; "
                + "name another directory or overrule with --force\n", in: ballast)
        #expect(try ballast.run(["augment", "train.csv", "-o", "mine", "--force"] + label).status == 0)
        let depfile = try ballast.run(["augment", "train.csv", "-o", "set", "--depfile", "no/such/file.d"] + label)
        #expect(depfile.status == 73)
        #expect(depfile.errors == "ballast: cannot create 'no/such/file.d': No such file or directory\n")
    }

    @Test("73: a second run into the same output, naming the first")
    func locked() throws {
        let ballast = try BallastProcess()
        let first = try ballast.start(Interruption.long)
        #expect(first.wait { ballast.exists(".out.ballast/stage/train-00000.h5") })
        let second = try ballast.run(Interruption.long)
        #expect(second.status == 73)
        #expect(
            second.errors == "ballast: 'out' is being written by process \(first.process.processIdentifier); "
                + "wait for it or write elsewhere\n")
        first.process.terminate()
        _ = try first.wait()
    }

    @Test("69: too little memory is refused with the number that would do, and nothing is written")
    func memory() throws {
        let ballast = try BallastProcess()
        let result = try ballast.run(["augment", "train.csv", "-o", "out", "--memory", "8MiB"] + label)
        #expect(result.status == 69)
        #expect(result.errors.hasPrefix("ballast: --memory: 8MiB is not enough for this run; give at least "))
        #expect(!ballast.exists("out") && !ballast.exists(".out.ballast"))
    }

    @Test("74: a write that fails")
    func inputOutput() throws {
        let ballast = try BallastProcess()
        let result = try ballast.run(["augment", "train.csv", "-o", "out", "--depfile", "/dev/full"] + label)
        #expect(result.status == 74)
        #expect(result.errors == "ballast: cannot write '/dev/full': No space left on device\n")
    }

    @Test("74: a result that cannot be written; a reader that went away is no error")
    func unwrittenResult() throws {
        let ballast = try BallastProcess()
        for command in ["init", "init --json", "doctor --json", "plan train.csv --label target"] {
            let full = try ballast.shell("\"$BALLAST\" \(command) > /dev/full")
            #expect(full.status == 74, "\(command)")
            #expect(full.errors == "ballast: cannot write the result: No space left on device\n")
        }
        let closed = try ballast.shell("{ sleep 1; \"$BALLAST\" init; echo $? >&2; } | true")
        #expect(closed.errors == "0\n")
    }

    @Test("78: a bad recipe, by file, line and key")
    func badRecipe() throws {
        let ballast = try BallastProcess()
        try ballast.write("version: 1\nmethod:\n  kind: smote\n  neigbors: 5\n", to: "recipe.yaml")
        let result = try ballast.run(["augment", "train.csv", "-r", "recipe.yaml", "-o", "out"] + label)
        #expect(result.status == 78)
        #expect(result.errors.hasPrefix("ballast: recipe.yaml:4: "), "\(result.errors)")
        #expect(result.errors.contains("neigbors") && result.errors.contains("neighbors"))
        let option = try ballast.run(["augment", "train.csv", "-o", "out", "--ratio", "1.5"] + label)
        #expect(option.status == 78)
        #expect(option.errors == "ballast: --ratio: 1.5 is out of range; more than 0 and at most 1\n")
    }
}

/// A run that takes long enough to be interrupted, in shards small enough to be finished at once.
enum Interruption {
    static let long = [
        "augment", "train.csv", "--label", "target", "-o", "out", "--method", "mixup", "--set", "balance.rows=80000",
        "--rows-per-shard", "2000", "--progress", "none",
    ]
}
