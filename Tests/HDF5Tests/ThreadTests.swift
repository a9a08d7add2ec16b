import BallastTestSupport
import Foundation
import HDF5
import Synchronization
import Testing

@Suite struct ThreadTests {
    /// Meets `rounds` different errors on each of `threads` threads; returns what was wrong with them.
    private static func meetErrors(threads: Int, rounds: Int) -> [String] {
        let wrong = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
            for round in 0..<rounds {
                let path = "/nowhere/\(thread)-\(round).h5"
                let error = failure { () throws(HDF5Error) in _ = try File(creating: path) }
                // Each thread must get the cause of its own failure, not of another's.
                if error?.rootCause?.contains("'\(path)'") != true {
                    wrong.withLock { $0.append("\(path): \(error?.description ?? "no error")") }
                }
            }
        }
        return wrong.withLock { $0 }
    }

    @Test("failures on many threads carry their own cause")
    func ownCause() {
        #expect(ThreadTests.meetErrors(threads: 8, rounds: 50) == [])
    }

    #if compiler(>=6.2)
        @Test("failures on many threads print nothing, and the process ends cleanly", arguments: 0..<4)
        func silent(run: Int) async throws {
            let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
                // Threads that have met errors and are still there when the process ends.
                let met = Mutex(0)
                for thread in 0..<8 {
                    Thread.detachNewThread {
                        _ = failure { () throws(HDF5Error) in _ = try File(creating: "/nowhere/\(thread).h5") }
                        met.withLock { $0 += 1 }
                        while true { pause() }
                    }
                }
                while met.withLock({ $0 }) < 8 { sched_yield() }
                exit(0)
            }
            let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
            #expect(!text.contains("HDF5-DIAG") && !text.contains("infinite loop"), "\(text)")
        }
    #endif

    @Test("one file is read by many threads at once")
    func reading() throws {
        let folder = try TemporaryDirectory()
        let file = try File(creating: folder.file("x.h5"))
        let written = try file.createDataset(
            "x", type: .int32, shape: [1000, 3], chunkShape: [64, 3], filters: [.deflate(level: 1)])
        try written.write((0..<3000).map { Int32($0) })
        try written.close()
        try file.close()

        let shared = Shared(try File(reading: folder.file("x.h5")).dataset("x"))
        let wrong = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            for row in stride(from: thread, to: 1000, by: 8) {
                let values = try? shared.dataset.read(Int32.self, rows: row..<row + 1)
                if values != (0..<3).map({ Int32(row * 3 + $0) }) { wrong.withLock { $0 += 1 } }
            }
        }
        #expect(wrong.withLock { $0 } == 0)
    }

    /// Closures copy what they capture; a data set cannot be copied, a reference to it can.
    private final class Shared: Sendable {
        let dataset: Dataset

        init(_ dataset: consuming Dataset) { self.dataset = dataset }
    }

    @Test("many files are written at once")
    func writing() throws {
        let folder = try TemporaryDirectory()
        let failures = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            do {
                let file = try File(creating: folder.file("\(thread).h5"))
                let dataset = try file.createDataset("x", type: .uint8, shape: [100], chunkShape: [10])
                for start in stride(from: 0, to: 100, by: 10) {
                    try dataset.writeChunk([UInt8](repeating: UInt8(thread), count: 10), at: [start])
                }
                try dataset.close()
                try file.close()
            } catch {
                failures.withLock { $0.append("\(error)") }
            }
        }
        #expect(failures.withLock { $0 } == [])
        for thread in 0..<8 {
            let values = try File(reading: folder.file("\(thread).h5")).dataset("x").read(UInt8.self)
            #expect(values == [UInt8](repeating: UInt8(thread), count: 100))
        }
    }
}
