import BallastCore
import BallastFormats
import BallastTestSupport
import Synchronization
import Testing

/// What readers ask of storage, and what they give back.
@Suite struct ReaderStorageTests {
    @Test(
        "an array that is unpacked a row at a time is the same, and each row is given back at once",
        arguments: ["good-chunked.h5", "good-big.h5"])
    func smallSteps(name: String) throws {
        var request = ReaderFixture.request(name)
        let expected = try ReaderFixture.read(request)
        request.workingBytes = 1
        let storage = RecordingStorage()
        let table = try readInput(request, storage: storage, threads: 1)
        #expect(table.featureBits == expected.featureBits && table.labelNames == expected.labelNames)
        let unpacked = storage.discarded.filter { $0.name.hasPrefix("hdf5-") }.map(\.bytes)
        for row in 0..<5 { #expect(unpacked.contains(12 * row..<12 * row + 12)) }
    }

    @Test("a file of which only the header is known reserves no more than its bytes can hold")
    func noSample() throws {
        let header = (0..<49).map { "c\($0)," }.joined() + "label\n"
        let rows = String(repeating: String(repeating: "1,", count: 49) + "x\n", count: 2000)
        let files = [TextFile(header), TextFile(header + rows)]
        var request = InputRequest(paths: files.map(\.path))
        request.format = "csv"
        request.label = .name("label")
        let storage = RecordingStorage()
        _ = try withExtendedLifetime(files) { try readInput(request, storage: storage, threads: 1) }
        let largest = try #require(storage.sizes.max())
        #expect(largest < 10 * rows.utf8.count)
    }

    @Test("values of rows of more axes are checked, their columns are not described")
    func finite() throws {
        func read(_ floats: [Float], _ missing: MissingPolicy = .error) throws -> InputTable {
            let file = TextFile(ArrayFile.bytes("2, 2, 2", floats: floats))
            var request = InputRequest(paths: [file.path])
            (request.format, request.missing) = ("npy", missing)
            return try ReaderFixture.read(request)
        }
        #expect(try read([1, 2, 3, 4, 5, 6, 7, 8]).columns.isEmpty)
        let missing = #expect(throws: InputError.self) { try read([1, 2, 3, 4, 5, .nan, 7, 8]) }
        #expect(missing?.problem.hasPrefix("row 1, element 1: value is missing (nan); ") == true)
        #expect(try read([1, 2, 3, 4, 5, .nan, 7, 8], .drop).featureRows[1][1].isNaN)
        let infinite = #expect(throws: InputError.self) { try read([1, 2, 3, .infinity, 5, 6, 7, 8], .drop) }
        #expect(infinite?.problem == "row 0, element 3: value is infinite; clean the data")
    }

    /// The first bytes of a process's memory are nobody's, so that reading them fails as a bad disk does.
    @Test("a read that the system fails is no fault of the data")
    func failingRead() {
        var request = InputRequest(paths: ["/proc/self/mem"])
        request.format = "csv"
        let error = #expect(throws: FileSystemError.self) { try ReaderFixture.read(request) }
        #expect(error?.description == "cannot read '/proc/self/mem': Input/output error")
        #expect(error?.isCreation == false)
    }
}

/// Plain memory that notes what was asked for and what was given back.
private final class RecordingStorage: Storage {
    struct Discard: Sendable {
        var name: String
        var bytes: Range<Int>
    }

    private let notes = Mutex<(sizes: [Int], discarded: [Discard])>(([], []))

    var sizes: [Int] { notes.withLock { $0.sizes } }
    var discarded: [Discard] { notes.withLock { $0.discarded } }

    func makeRegion(named name: String, byteCount: Int) throws -> Region {
        notes.withLock { $0.sizes.append(byteCount) }
        let plain = MemoryStorage().makeRegion(named: name, byteCount: byteCount)
        return Region(
            start: plain.start, byteCount: byteCount,
            discard: { bytes in self.notes.withLock { $0.discarded.append(Discard(name: name, bytes: bytes)) } },
            release: { withExtendedLifetime(plain) {} })
    }
}
