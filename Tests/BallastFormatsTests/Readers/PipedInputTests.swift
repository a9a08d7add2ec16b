import BallastCore
import BallastFormats
import BallastTestSupport
import Foundation
import Testing

/// Inputs that can be read only once.
@Suite struct PipedInputTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    /// Makes a named pipe through which `bytes` come, once.
    private func pipe(_ bytes: [UInt8], _ name: String = "pipe") -> String {
        let path = folder.file(name)
        #expect(mkfifo(path, 0o600) == 0)
        let writer = Thread {
            let descriptor = open(path, O_WRONLY)
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
                if count <= 0 { break }
                rest = rest.dropFirst(count)
            }
            close(descriptor)
        }
        writer.start()
        return path
    }

    /// Reads `bytes` through a named pipe.
    private func read(_ bytes: [UInt8], format: String, label: String?) throws -> InputTable {
        let path = pipe(bytes, "pipe-\(format)-\(label ?? "")")
        var request = InputRequest(paths: [path])
        request.format = format
        request.label = label.map { .name($0) }
        return try readInput(request, storage: MemoryStorage(), threads: 2)
    }

    @Test("a pipe is read once and parsed as often as its columns need")
    func secondPass() throws {
        let rows = (0..<60_000).map { "\($0 < 59_000 ? "\($0 % 5)" : "late"),\($0 % 2)\n" }.joined()
        let table = try read(Array(("c,label\n" + rows).utf8), format: "csv", label: "label")
        #expect(table.rowCount == 60_000 && table.columns[0].categories == ["0", "1", "2", "3", "4", "late"])
        #expect(table.files[0].size == rows.utf8.count + 8)
    }

    @Test("an array and a gzip text come through a pipe")
    func arrayAndGzip() throws {
        let array = try Data(contentsOf: URL(fileURLWithPath: ReaderFixture.path("good-float64.npy")))
        #expect(try read(Array(array), format: "npy", label: nil).featureRows[4][2] == 16_777_216)
        let packed = try Data(contentsOf: URL(fileURLWithPath: ReaderFixture.path("good-packed.csv.gz")))
        #expect(try read(Array(packed), format: "csv", label: "label").labelNames == ["b", "a", "b", "c", "a"])
    }

    @Test("labels come through a pipe, as a text or an array")
    func labels() throws {
        for name in ["good-labels.csv", "good-labels-no-header.csv", "good-labels-text.npy"] {
            let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: ReaderFixture.path(name))))
            var request = ReaderFixture.request("good-float32.npy")
            request.labelPaths = [pipe(bytes, name)]
            #expect(try ReaderFixture.read(request).labelNames == ["b", "a", "b", "c", "a"])
        }
    }

    @Test("a pipe says nothing about its format, so it must be named")
    func unnamed() throws {
        let error = #expect(throws: InputError.self) { try read(Array("a\n1\n".utf8), format: "auto", label: nil) }
        #expect(error?.problem == "is a pipe; name its format with input.format")
        let standard = #expect(throws: InputError.self) { try ReaderFixture.read(InputRequest(paths: ["-"])) }
        #expect(standard?.problem == "standard input has no file name; name its format with input.format")
    }
}
