import BallastTestSupport
import Foundation
import Testing

@Suite("At home in a makefile")
struct MakeTests {
    private let augment = "\"$BALLAST\" augment train.csv --label target"

    @Test("the depfile is a rule of make: spaces, dollars and signs in names hold")
    func depfile() throws {
        let ballast = try BallastProcess()
        for name in ["a b$c.csv", "d#e.csv"] { try ballast.write(try ballast.read("train.csv"), to: name) }
        try ballast.write("version: 1\n", to: "my recipe.yaml")
        let result = try ballast.run([
            "augment", "a b$c.csv", "d#e.csv", "--label", "target", "-r", "my recipe.yaml", "-o", "out set/",
            "--depfile", "set.d",
        ])
        #expect(result.status == 0, "\(result.errors)")
        #expect(
            try ballast.read("set.d") == """
                out\\ set/manifest.json: a\\ b$$c.csv d\\#e.csv my\\ recipe.yaml

                a\\ b$$c.csv:

                d\\#e.csv:

                my\\ recipe.yaml:

                """)
    }

    @Test("an embedding is an input of the rule, found beside the recipe that names it")
    func embedding() throws {
        let ballast = try BallastProcess()
        let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (40, 1), }"
        var array = Data([0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0])
        array.append(contentsOf: (header + String(repeating: " ", count: 117 - header.count) + "\n").utf8)
        array.append(Data(count: 160))
        try FileManager.default.createDirectory(atPath: ballast.folder.file("sub"), withIntermediateDirectories: true)
        try array.write(to: URL(filePath: ballast.folder.file("sub/emb.npy")))
        try ballast.write("version: 1\ndistance: {embedding: emb.npy}\n", to: "sub/recipe.yaml")
        let arguments = [
            "augment", "train.csv", "--label", "target", "-r", "sub/recipe.yaml", "-o", "out", "--depfile", "out.d",
        ]
        let result = try ballast.run(arguments)
        #expect(result.status == 0, "\(result.errors)")
        #expect(try ballast.read("out.d").hasPrefix("out/manifest.json: train.csv sub/emb.npy sub/recipe.yaml\n"))
        #expect(try ballast.run(arguments).output.contains("up to date"))
    }

    @Test(
        "make runs it once, then again only when the input changed",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/make")))
    func make() throws {
        let ballast = try BallastProcess()
        try ballast.write(
            """
            -include out.d
            out/manifest.json:
            \t+\(augment.replacingOccurrences(of: "$", with: "$$")) -o out --depfile out.d --timings

            """, to: "Makefile")
        let runs = { try ballast.shell("make -j3 2>&1") }
        let first = try runs()
        #expect(first.status == 0 && first.output.contains("write: "), "\(first.output)")
        #expect(!first.output.contains("INTERNAL"), "every token went back: \(first.output)")
        #expect(
            try ballast.read("out/run.json").contains(
                "\"threads\": \(min(3, ProcessInfo.processInfo.activeProcessorCount))"))
        #expect(try runs().output.contains("up to date"))
        #expect(try ballast.shell("sleep 1.1; touch train.csv; make 2>&1").output.contains("out: up to date"))
        #expect(try runs().output.contains("'out/manifest.json' is up to date"))
        try ballast.write(try ballast.read("train.csv") + "7,7.5,yes\n", to: "train.csv")
        #expect(try runs().output.contains("out: written in"))
        try FileManager.default.removeItem(atPath: ballast.folder.file("out"))
        let dry = try ballast.shell("make -n 2>&1")
        #expect(dry.status == 0 && !ballast.exists("out"))
    }

    @Test(
        "with n among make's flags nothing is done",
        arguments: [("n", false), ("kn", false), ("k", true), (" -j2 --no-print", true), ("-- FLAG=n", true)])
    func dryRun(flags: String, isDone: Bool) throws {
        let ballast = try BallastProcess()
        let result = try ballast.run(
            ["augment", "train.csv", "--label", "target", "-o", "out"], environment: ["MAKEFLAGS": flags])
        #expect(result.status == 0)
        #expect(ballast.exists("out") == isDone && result.output.isEmpty == !isDone)
    }

    /// Puts `tokens` into a jobserver, runs, and reads what is in it afterwards, up to a full stop.
    private func tokens(_ tokens: Int, auth: String, _ command: String, in ballast: BallastProcess) throws -> String {
        let script = """
            mkfifo jobs && exec 7<>jobs && printf '\(String(repeating: "+", count: tokens))' >&7
            export MAKEFLAGS=' -j --jobserver-auth=\(auth)'
            \(command)
            printf . >&7
            timeout 5 head -c \(tokens + 1) <&7
            """
        return try ballast.shell(script).output
    }

    @Test("threads follow the tokens of a jobserver, and every token goes back", arguments: ["7,7", "fifo:jobs"])
    func jobserver(auth: String) throws {
        let ballast = try BallastProcess()
        #expect(try tokens(3, auth: auth, "\(augment) -o out --quiet", in: ballast) == "+++.")
        let cores = ProcessInfo.processInfo.activeProcessorCount
        #expect(try ballast.read("out/run.json").contains("\"threads\": \(min(4, cores))"))
    }

    @Test("an empty jobserver leaves one thread; ends that are closed are no jobserver")
    func fewTokens() throws {
        let ballast = try BallastProcess()
        #expect(try tokens(0, auth: "7,7", "\(augment) -o out --quiet", in: ballast) == ".")
        #expect(try ballast.read("out/run.json").contains("\"threads\": 1"))
        for auth in ["98,99", "-2,-2", "fifo:nowhere"] {
            let result = try ballast.run(
                ["augment", "train.csv", "--label", "target", "-o", "other", "--check-hashes", "--quiet"],
                environment: ["MAKEFLAGS": " -j4 --jobserver-auth=\(auth)"])
            #expect(result.status == 0 && result.errors == "", "\(auth)")
        }
    }

    @Test("tokens go back after an error and after a signal")
    func tokensAfterFailure() throws {
        let ballast = try BallastProcess()
        try ballast.write("mine", to: "file")
        #expect(try tokens(2, auth: "7,7", "\(augment) -o file 2>errors", in: ballast) == "++.")
        try FileManager.default.removeItem(atPath: ballast.folder.file("jobs"))
        let interrupted = """
            \"$BALLAST\" \(Interruption.long.joined(separator: " ")) 2>errors & pid=$!
            for i in $(seq 1000); do [ -e .out.ballast/stage/train-00000.h5 ] && break; sleep 0.01; done
            kill -TERM $pid; wait $pid; [ $? = 75 ] || echo wrong
            """
        #expect(try tokens(2, auth: "fifo:jobs", interrupted, in: ballast) == "++.")
    }
}
