import BallastCore
import BallastFormats
import Testing

@Suite struct ColumnInferenceTests {
    /// The kind of a column with these cells.
    private func kind(_ cells: [String], change: (inout InputRequest) -> Void = { _ in }) throws -> ColumnKind? {
        let rows = cells.enumerated().map { "\($1),\($0 % 2)\n" }.joined()
        let table = try ReaderFixture.parse("c,label\n" + rows, change: change)
        return table.columns.first?.kind
    }

    @Test("whole numbers are integers, one point or exponent makes a column numeric")
    func numbers() throws {
        #expect(try kind(["1", "-2", "+3"]) == .integer)
        #expect(try kind(["1", "2.0"]) == .numeric)
        #expect(try kind(["1", "1e3"]) == .numeric)
        #expect(try kind(["1", "\"2\"", " 3 "]) == .integer)
    }

    @Test("at most 20 different values with a text among them are categories, 21 are an error")
    func fewValues() throws {
        let twenty = (0..<60).map { "\($0 % 19)" } + ["x"]
        #expect(try kind(twenty) == .categorical)
        #expect(throws: InputError.self) { try kind((0..<60).map { "\($0 % 20)" } + ["x"]) }
    }

    @Test("texts without a number are categories however many, unless they are nearly unique")
    func texts() throws {
        #expect(try kind((0..<100).map { "w\($0 % 30)" }) == .categorical)
        #expect(try kind((0..<100).map { "id\($0)" }) == nil)
    }

    @Test("nearly unique texts are left out with a notice, kept on request")
    func unique() throws {
        let text = "id,a,label\n" + (0..<50).map { "id\($0),\($0),\($0 % 2)\n" }.joined()
        let table = try ReaderFixture.parse(text)
        #expect(table.columns.map(\.name) == ["a"] && table.categorical == nil)
        #expect(
            table.notices.map(\.text) == [
                "column 'id' is left out: 50 different texts in 50 rows; set its kind to categorical to keep it, or to ignore"
            ])
        let kept = try ReaderFixture.parse(text) { $0.columns = ["id": .categorical] }
        #expect(kept.columns.map(\.kind) == [.categorical, .integer] && kept.notices.isEmpty)
    }

    @Test("leaving out one column of texts moves the others together")
    func compacted() throws {
        let text = "c,id,d,label\n" + (0..<50).map { "c\($0 % 3),id\($0),d\($0 % 2),\($0 % 2)\n" }.joined()
        let table = try ReaderFixture.parse(text)
        #expect(table.categories == (0..<50).map { ["c\($0 % 3)", "d\($0 % 2)"] })
    }

    @Test("the user's kind wins")
    func declared() throws {
        #expect(try kind(["1", "2"]) { $0.columns = ["c": .categorical] } == .categorical)
        #expect(try kind(["1", "2"]) { $0.columns = ["c": .numeric] } == .numeric)
        #expect(try kind(["1.0", "2"]) { $0.columns = ["c": .integer] } == .integer)
        #expect(try kind(["1", "2"]) { $0.columns = ["c": .ignore] } == nil)
    }

    @Test("a column that turns to texts far behind the sample is read again")
    func lateTexts() throws {
        var cut = DelimitedText.Cut()
        (cut.blockSize, cut.sampleSize) = (64, 64)
        let text = "c,label\n" + (0..<500).map { "\($0 < 400 ? "\($0 % 5)" : "late"),\($0 % 2)\n" }.joined()
        let table = try ReaderFixture.parse(text, cut: cut, threads: 2)
        #expect(table.columns.first?.categories == ["0", "1", "2", "3", "4", "late"])
        #expect(table.categories[3] == ["3"] && table.categories[499] == ["late"])
    }

    @Test("numbers are sorted by value and their spellings are one value; texts are sorted by bytes")
    func order() throws {
        let numbers = try ReaderFixture.parse("a,label\n1,10\n1,9\n1,1e1\n1,10.0\n1,-1\n")
        #expect(numbers.classes == ["-1", "9", "10"] && Array(numbers.labels.elements) == [2, 1, 2, 2, 0])
        let texts = try ReaderFixture.parse("a,label\n1,10\n1,9\n1,Z\n1,a\n1,é\n1,10.0\n")
        #expect(texts.classes == ["10", "10.0", "9", "Z", "a", "é"])
    }

    @Test("leading zeros and integers beyond float32 are noticed")
    func notices() throws {
        let table = try ReaderFixture.parse("zip,id,label\n007,16777217,x\n123,5,y\n")
        #expect(
            table.notices.map(\.text) == [
                "column 'zip' has numbers with leading zeros; set its kind to categorical if they are codes",
                "column 'id' holds whole numbers beyond ±16777216, which lose digits in float32",
            ])
    }

    @Test("a real table: kinds, ranges and classes of the first 200 page blocks")
    func pageBlocks() throws {
        let table = try ReaderFixture.read(ReaderFixture.request("good-page-blocks.csv", label: "Class"))
        #expect(table.rowCount == 200 && table.columns.count == 10 && table.notices.isEmpty)
        #expect(
            table.columns.filter { $0.kind == .integer }.map(\.name) == [
                "Height", "Lenght", "Area", "Blackpix", "Blackand", "Wb_trans",
            ])
    }
}
