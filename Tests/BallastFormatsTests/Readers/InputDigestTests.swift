import BallastCore
import BallastFormats
import BallastTestSupport
import Foundation
import Testing

/// Digests of inputs are worked out while the rows are used.
@Suite struct InputDigestTests {
    @Test("digests are those of the files, beside other threads or on one", arguments: [1, 2, 3])
    func equal(threads: Int) throws {
        var request = ReaderFixture.request("good-float32.npy", "good-float64.npy")
        request.labelPaths = [ReaderFixture.path("good-labels-text.npy"), ReaderFixture.path("good-labels.csv")]
        let inputs = try ReaderFixture.read(request, threads: threads).inputs()
        #expect(inputs.map(\.path) == request.paths + request.labelPaths)
        #expect(try inputs.map(\.sha256) == inputs.map { try FileDigest.sha256(ofFile: $0.path) })
    }

    @Test("a file that is written to or replaced after it was opened has no digest")
    func changed() throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("rows")
        try Data("rows".utf8).write(to: URL(fileURLWithPath: path))
        let contents = try InputContents(path: path, storage: MemoryStorage())
        #expect(try contents.hexadecimalHash() == FileDigest.sha256(ofFile: path))
        try Data("swor".utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        let error = #expect(throws: InputError.self) { try contents.hexadecimalHash() }
        #expect(error?.problem == "has changed while it was read; run again when it is written")
    }
}
