import BallastTestSupport
import Glibc
import HDF5
import Testing

@Suite struct ClosingTests {
    @Test("closing a file whose data sets are open is an error that counts them")
    func openDatasets() throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("x.h5")
        let file = try File(creating: path)
        let dataset = try file.createDataset("x", type: .int32, shape: [4])
        do throws(HDF5Error) {
            try file.close()
            Issue.record("closing did not fail")
        } catch {
            #expect(error.description == "cannot close '\(path)': 1 of its objects are open; close them first")
        }
        // The data set keeps the file open, so nothing is lost.
        try dataset.write([1, 2, 3, 4] as [Int32])
        try dataset.close()
        #expect(try File(reading: path).dataset("x").read(Int32.self) == [1, 2, 3, 4])
    }

    @Test("what is closed by the end of its life is written too")
    func endOfLife() throws {
        let folder = try TemporaryDirectory()
        do {
            let file = try File(creating: folder.file("x.h5"))
            let dataset = try file.createDataset("x", type: .int32, shape: [2])
            try dataset.write([1, 2] as [Int32])
        }
        #expect(try File(reading: folder.file("x.h5")).dataset("x").read(Int32.self) == [1, 2])
    }

    @Test("a flushed file can be read by others while it is open")
    func flush() throws {
        let folder = try TemporaryDirectory()
        let file = try File(creating: folder.file("x.h5"))
        let dataset = try file.createDataset("x", type: .int32, shape: [2])
        try dataset.write([1, 2] as [Int32])
        try file.flush()
        try write(bytes(ofFile: folder.file("x.h5")), toFile: folder.file("copy.h5"))
        #expect(try File(reading: folder.file("copy.h5")).dataset("x").read(Int32.self) == [1, 2])
    }

    #if compiler(>=6.3)
        @Test("a file that was not closed when the process ends is not made to look whole")
        func notClosed() async throws {
            let folder = try TemporaryDirectory()
            await #expect(processExitsWith: .success) { [path = folder.file("x.h5") as String] in
                let file = try File(creating: path)
                let dataset = try file.createDataset("x", type: .int32, shape: [2])
                try dataset.write([1, 2] as [Int32])
                // Ends without the end of any life; an exit handler of the library would close the file.
                exit(0)
            }
            let path = folder.file("x.h5")
            let error = failure { () throws(HDF5Error) in _ = try File(reading: path).dataset("x").read(Int32.self) }
            #expect(error?.description.contains(path) == true)
        }
    #endif

    #if compiler(>=6.2)
        @Test("a full disk shows when writing, flushing or closing at the latest, and the process ends cleanly")
        func fullDisk() async {
            await #expect(processExitsWith: .exitCode(7)) {
                let folder = try TemporaryDirectory()
                // A limit on the size of files stands in for a full disk; without the signal it is an error of writing.
                signal(SIGXFSZ, SIG_IGN)
                var limit = rlimit(rlim_cur: 4096, rlim_max: 4096)
                setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
                let file = try File(creating: folder.file("x.h5"))
                do throws(HDF5Error) {
                    let dataset = try file.createDataset("x", type: .int32, shape: [1 << 12], chunkShape: [1 << 10])
                    try dataset.write([Int32](repeating: 1, count: 1 << 12))
                    try dataset.close()
                    try file.close()
                } catch {
                    if error.description.contains("x.h5") { exit(7) }
                }
            }
        }
    #endif
}
