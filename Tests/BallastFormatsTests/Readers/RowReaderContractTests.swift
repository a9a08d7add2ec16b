import BallastCore
import BallastFormats
import Testing

/// What every reader must do alike.
@Suite struct RowReaderContractTests {
    private static let rows: [[Float]] = [
        [1, -2.5, 1e-3], [2, 0, 3], [3, 1e10, 0.1], [4, 7, -0.0], [5, 123456.789, 16_777_216],
    ]
    private static let labels = ["b", "a", "b", "c", "a"]

    /// The same table, in every format.
    static let inputs: [(names: [String], labels: String?)] = [
        (["good-plain.csv"], nil), (["good-crlf-bom.csv"], nil), (["good-blank-end.csv"], nil),
        (["good-semicolon.csv"], nil),
        (["good-bar.csv"], nil), (["good-tab.tsv"], nil), (["good-quoted.csv"], nil), (["good-packed.csv.gz"], nil),
        (["good-float64.npy"], "good-labels.csv"), (["good-float32.npy"], "good-labels-text.npy"),
        (["good-float32-fortran.npy"], "good-labels-bytes.npy"),
        (["good-float64-big.npy"], "good-labels-no-header.csv"),
        (["good-version-2.npy"], "good-labels.csv"), (["good-version-3.npy"], "good-labels.csv"),
        (["good-contiguous.h5"], nil), (["good-float64.h5"], nil), (["good-chunked.h5"], nil), (["good-big.h5"], nil),
    ]

    @Test("the same table in every format is the same rows, labels and classes", arguments: inputs)
    func sameRows(_ input: (names: [String], labels: String?)) throws {
        let isText = input.names[0].contains(".csv") || input.names[0].contains(".tsv")
        for threads in [1, 2, 3] {
            var request = ReaderFixture.request(input.names[0], label: isText ? "label" : nil)
            request.labelPaths = input.labels.map { [ReaderFixture.path($0)] } ?? []
            let table = try ReaderFixture.read(request, threads: threads)
            #expect(table.featureBits == Self.rows.map { $0.map(\.bitPattern) })
            #expect(table.labelNames == Self.labels)
            #expect(table.classes == ["a", "b", "c"])
            #expect(table.columns.map(\.minimum) == [1, -2.5, -0.0])
            #expect(table.columns.map(\.maximum) == [5, 1e10, 16_777_216])
            #expect(table.rowCount == 5 && table.files.first?.rows == 5)
            #expect(try table.inputs().allSatisfy { $0.sha256.count == 64 && $0.size > 0 })
        }
    }

    @Test("every file extension and first byte leads to its reader, and every name to one")
    func registry() throws {
        for input in Self.inputs {
            let reader = try InputFormats.reader(for: ReaderFixture.request(input.names[0]), storage: MemoryStorage())
            var named = ReaderFixture.request("good-plain.csv")
            named.format = reader.name
            #expect(try InputFormats.reader(for: named, storage: MemoryStorage()) == reader)
        }
        #expect(Set(InputFormats.all.map { $0.name }).count == InputFormats.all.count)
    }

    @Test("any block and sample size, thread count and CPU path gives the same table")
    func anyCut() throws {
        let text = Self.awkwardTable()
        let expected = try Self.summary(ReaderFixture.parse(text))
        for blockSize in [1, 2, 3, 7, 16, 63, 64, 65, 200, 1000, 1 << 16] {
            for threads in [1, 2, 5] {
                var cut = DelimitedText.Cut()
                cut.blockSize = blockSize
                cut.sampleSize = blockSize * threads
                cut.usesVectors = cut.usesVectors && threads != 2
                #expect(try Self.summary(ReaderFixture.parse(text, cut: cut, threads: threads)) == expected)
            }
        }
    }

    /// Quotes, line ends inside them, missing cells, and columns that look like numbers for a long time.
    private static func awkwardTable() -> String {
        var text = "n,\"na\nme\",late,q,label\n"
        for row in 0..<200 {
            let number = row % 7 == 0 ? "\"\(row).5\"" : row % 11 == 0 ? " \(row)e-3 " : "\(row)"
            let category = ["\"a,b\"", "\"line\nbreak\"", "\"say \"\"x\"\"\"", "plain", "?", "\"\""][row % 6]
            let late = row < 150 ? "\(row % 4)" : "x\(row % 3)"
            text += "\(number),\(category),\(late),\"\n\n\(row % 2)\",\(row % 3)\(row % 5 == 0 ? "\r" : "")\n"
        }
        return text
    }

    private static func summary(_ table: InputTable) throws -> [String] {
        let inputs = try table.inputs()
        return [
            "\(table.featureBits)", "\(table.categories)", "\(table.labelNames)", "\(table.columns)",
            "\(table.classes)",
            "\(table.notices)", "\(inputs.map { "\($0.size) \($0.rows) \($0.sha256)" })",
        ]
    }
}
