import BallastTestSupport
import Foundation
import Testing

@Suite("75: interrupted, and run again", .serialized)
struct InterruptionTests {
    @Test(
        "the first signal ends the run at once, saying how to go on; the same command goes on",
        arguments: [SIGINT, SIGTERM])
    func interrupted(signal: Int32) throws {
        let ballast = try BallastProcess()
        let run = try ballast.start(Interruption.long)
        #expect(run.wait { ballast.exists(".out.ballast/finished/train-00000.h5.json") })
        kill(run.process.processIdentifier, signal)
        let result = try run.wait()
        #expect(result.status == 75 && !result.isSignal)
        #expect(result.errors == "ballast: interrupted; run the same command to continue\n")
        #expect(result.output == "")
        #expect(!ballast.exists("out"))
        let first =
            try FileManager.default.attributesOfItem(
                atPath: ballast.folder.file(".out.ballast/stage/train-00000.h5"))[.systemFileNumber] as? Int

        let again = try ballast.run(Interruption.long)
        #expect(again.status == 0, "\(again.errors)")
        let kept =
            try FileManager.default.attributesOfItem(
                atPath: ballast.folder.file("out/train-00000.h5"))[.systemFileNumber] as? Int
        #expect(kept == first, "what was finished was not made again")
        #expect(!ballast.exists(".out.ballast"))
        let whole = Interruption.long.map { $0 == "out" ? "whole" : $0 }
        #expect(try ballast.run(whole).status == 0)
        #expect(try ballast.read("out/manifest.json") == ballast.read("whole/manifest.json"))
    }

    @Test("killed outright, the same command goes on as well")
    func killed() throws {
        let ballast = try BallastProcess()
        let run = try ballast.start(Interruption.long)
        #expect(run.wait { ballast.exists(".out.ballast/finished/train-00000.h5.json") })
        kill(run.process.processIdentifier, SIGKILL)
        #expect(try run.wait().isSignal)
        #expect(!ballast.exists("out"))
        #expect(try ballast.run(Interruption.long).status == 0)
        #expect(ballast.exists("out/manifest.json") && !ballast.exists(".out.ballast"))
    }
}
