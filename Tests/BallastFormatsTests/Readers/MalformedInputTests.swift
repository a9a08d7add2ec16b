import BallastCore
import BallastFormats
import Foundation
import Testing

/// Every bad-* file and its exact message.
@Suite struct MalformedInputTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var others: [String] = []
        var labels: String?
        var label: ColumnReference? = nil
        var change: @Sendable (inout InputRequest) -> Void = { _ in }
        var message: String
        var testDescription: String { name }

        init(
            _ name: String, and others: [String] = [], labels: String? = nil, label: ColumnReference? = nil,
            _ message: String, change: @escaping @Sendable (inout InputRequest) -> Void = { _ in }
        ) {
            (self.name, self.others, self.labels, self.label) = (name, others, labels, label)
            (self.message, self.change) = (message, change)
        }

        var request: InputRequest {
            var request = InputRequest(paths: ([name] + others).map { ReaderFixture.path($0) })
            request.label = label
            if label == nil, name.contains(".csv") || name.contains(".tsv") { request.label = .name("label") }
            request.labelPaths = labels.map { [ReaderFixture.path($0)] } ?? []
            change(&request)
            return request
        }
    }

    @Test("each malformed input has its message, on any number of threads", arguments: cases)
    func message(_ input: Case) {
        for threads in [1, 2] {
            let error = #expect(throws: InputError.self) { try ReaderFixture.read(input.request, threads: threads) }
            #expect(error?.description.replacingOccurrences(of: ReaderFixture.folder + "/", with: "") == input.message)
        }
    }

    @Test("no malformed file is forgotten")
    func allFiles() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: ReaderFixture.folder)
        let bad = Set(names.filter { $0.hasPrefix("bad-") })
        let tested = Set(Self.cases.flatMap { [$0.name, $0.labels ?? ""] + $0.others }.filter { $0.hasPrefix("bad-") })
        #expect(bad == tested)
        #expect(Self.cases.count >= 40)
    }

    @Test("a missing input is told apart from a wrong one")
    func missingFile() {
        let missing = #expect(throws: InputError.self) {
            try ReaderFixture.read(ReaderFixture.request("no-such-file.csv"))
        }
        #expect(missing?.isMissingInput == true)
        #expect(missing?.problem == "no such file; check the path")
        let folder = #expect(throws: InputError.self) {
            try ReaderFixture.read(InputRequest(paths: [ReaderFixture.folder + "/../Readers"]))
        }
        #expect(folder?.problem == "is a folder; name the files in it" && folder?.isMissingInput == false)
    }
}
