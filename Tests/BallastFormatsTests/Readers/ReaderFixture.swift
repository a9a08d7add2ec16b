import BallastCore
import BallastFormats
import Testing

/// Files made by `ReadersFixtures/make_fixtures.py`.
enum ReaderFixture {
    static let folder: String = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
        parts.append("ReadersFixtures")
        return parts.joined(separator: "/")
    }()

    static func path(_ name: String) -> String { "\(folder)/\(name)" }

    static func request(_ names: String..., label: String? = nil) -> InputRequest {
        var request = InputRequest(paths: names.map { path($0) })
        request.label = label.map { .name($0) }
        return request
    }

    static func read(_ request: InputRequest, threads: Int = 2) throws -> InputTable {
        try readInput(request, storage: MemoryStorage(), threads: threads)
    }

    /// Reads text as CSV, cut as told.
    static func parse(
        _ text: String, label: String? = "label", cut: DelimitedText.Cut = .init(), threads: Int = 1,
        change: (inout InputRequest) -> Void = { _ in }
    ) throws -> InputTable {
        let file = TextFile(text)
        var request = InputRequest(paths: [file.path])
        request.label = label.map { .name($0) }
        change(&request)
        return try DelimitedText(request, delimiter: request.delimiter, storage: MemoryStorage(), cut: cut)
            .read(threads: threads)
    }
}

extension InputTable {
    /// Rows of features as bits, so that −0 differs from 0 and NaN equals itself.
    var featureBits: [[UInt32]] {
        guard let features else { return [] }
        let values = features.elements(as: Float.self)
        return (0..<features.count).map { row in
            values[row * features.width..<(row + 1) * features.width].map(\.bitPattern)
        }
    }

    var featureRows: [[Float]] { featureBits.map { $0.map { Float(bitPattern: $0) } } }

    var labelNames: [String?] { labels.elements.map { $0 < 0 ? nil : classes[Int($0)] } }

    /// Categorical columns of each row, by value.
    var categories: [[String?]] {
        guard let categorical else { return [] }
        let values = columns.filter { $0.kind == .categorical }.map { $0.categories ?? [] }
        return (0..<categorical.count).map { row in
            zip(values, categorical[row]).map { $1 < 0 ? nil : $0[Int($1)] }
        }
    }
}
