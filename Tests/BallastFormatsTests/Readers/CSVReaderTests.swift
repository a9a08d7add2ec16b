import BallastCore
import BallastFormats
import Testing

@Suite struct CSVReaderTests {
    @Test("quoted cells keep delimiters, line breaks, doubled quotes and spaces; others lose the spaces around them")
    func quotes() throws {
        var request = ReaderFixture.request("good-text.csv", label: "class")
        request.columns = ["note": .categorical]
        let table = try ReaderFixture.read(request)
        #expect(table.categories == [["one, two"], ["line\nbreak"], ["say \"hi\""], ["spaced"], ["  kept "]])
        #expect(table.labelNames == ["x", "y", "x", "y", "x"])
    }

    @Test("numbers become the nearest float32 of the nearest float64, minus zero included")
    func numbers() throws {
        let table = try ReaderFixture.parse("a,label\n-0,x\n1e-3,x\n 16777219 ,y\n\"0.1\",y\n+5.,x\n")
        #expect(
            table.featureRows.map { $0[0].bitPattern }
                == [-0.0, 0.001, 16_777_220, 0.1, 5].map { Float($0).bitPattern })
    }

    @Test("without header columns are called column_0 and so on, and the label may be an index from the end")
    func noHeader() throws {
        var request = ReaderFixture.request("good-no-header.csv")
        request.label = .index(-1)
        let table = try ReaderFixture.read(request)
        #expect(table.columns.map(\.name) == ["column_0", "column_1", "column_2"])
        #expect(table.labelNames == ["b", "a", "b", "c", "a"])
        request.label = .name("column_3")
        #expect(try ReaderFixture.read(request).labelNames == table.labelNames)
    }

    @Test("a first row without numbers is a header; one with numbers is data unless the label is given by name")
    func headerDetection() throws {
        #expect(try ReaderFixture.parse("a,b\n1,2\n", label: nil).rowCount == 1)
        #expect(
            try ReaderFixture.parse("1,b\n1,2\n", label: nil) { $0.columns = ["column_1": .categorical] }.rowCount == 2)
        #expect(try ReaderFixture.parse("1,b\n1,2\n", label: "b").rowCount == 1)
        #expect(try ReaderFixture.parse("a,b\nx,y\n", label: nil) { $0.header = .absent }.rowCount == 2)
        #expect(
            try ReaderFixture.parse("1,2\n3,4\n", label: nil) { $0.header = .present }.columns.map(\.name) == [
                "1", "2",
            ])
    }

    @Test("names without a header row are cheap to ask for, gzip or not")
    func names() throws {
        #expect(try columnNames(of: ReaderFixture.request("good-packed.csv.gz")) == ["u", "v", "w", "label"])
        #expect(try columnNames(of: ReaderFixture.request("good-tab.tsv")) == ["u", "v", "w", "label"])
        #expect(try columnNames(of: ReaderFixture.request("good-images.npy")) == [])
    }

    @Test("an unnamed header cell gets the name of its place")
    func unnamed() throws {
        #expect(try ReaderFixture.parse(",a,label\n0,1,x\n1,2,y\n").columns.map(\.name) == ["column_0", "a"])
    }

    @Test("several files are one table: rows numbered in order, each file with its own digest and row count")
    func severalFiles() throws {
        let table = try ReaderFixture.read(
            ReaderFixture.request("good-plain.csv", "good-crlf-bom.csv", "good-packed.csv.gz", label: "label"))
        #expect(table.rowCount == 15 && table.files.map(\.rows) == [5, 5, 5])
        #expect(Array(table.featureBits[0..<5]) == Array(table.featureBits[10..<15]))
        #expect(try Set(table.inputs().map(\.sha256)).count == 3)
    }

    @Test("the digest is that of the bytes on disk, compressed ones included")
    func digests() throws {
        let plain = try ReaderFixture.read(ReaderFixture.request("good-page-blocks.csv", label: "Class"))
        #expect(try plain.inputs()[0].sha256 == "ff5f89bb605c32993f35fbeff7dbd330e3522adc69a9afc1ef02972745c62a2c")
        let packed = try ReaderFixture.read(ReaderFixture.request("good-packed.csv.gz", label: "label"))
        #expect(try packed.inputs()[0].sha256 == "6bee764fd4a7811415cb8aaa420fc6fb3a2607d2c33c57d19293cd89b7664827")
    }

    @Test("missing numbers are NaN under a policy, missing categories and dropped labels −1")
    func missing() throws {
        let text = "a,b,label\n1,x,p\n,NA,q\n?,y,\n4,,p\n"
        let table = try ReaderFixture.parse(text) { $0.missing = .drop }
        #expect(table.featureRows.map { $0[0].isNaN } == [false, true, true, false])
        #expect(table.categories == [["x"], [nil], ["y"], [nil]])
        #expect(table.labelNames == ["p", "q", nil, "p"])
        #expect(table.columns.map(\.missing) == [2, 2])
    }

    @Test("tokens for missing values are the user's: nan may be one, and NA none")
    func tokens() throws {
        let table = try ReaderFixture.parse("a,b,label\nnan,NA,p\n2,1,q\n") {
            $0.missing = .mean
            $0.missingTokens = ["nan"]
        }
        #expect(table.featureRows[0][0].isNaN)
        #expect(table.categories == [["NA"], ["1"]])
    }

    @Test("without a label every label is −1 and there are no classes")
    func unlabelled() throws {
        let table = try ReaderFixture.parse("a,b\n1,2\n3,4\n", label: nil)
        #expect(table.labels.elements.allSatisfy { $0 == -1 } && table.classes.isEmpty)
    }

    @Test("group and fold columns are codes of their own and no features")
    func groupsAndFolds() throws {
        let table = try ReaderFixture.parse("a,patient,fold,label\n1,p10,train,x\n2,p9,test,y\n3,p10,train,x\n") {
            $0.group = .name("patient")
            $0.fold = .name("fold")
        }
        #expect(table.columns.map(\.name) == ["a"])
        #expect(table.groups?.values == ["p10", "p9"] && table.groups.map { Array($0.codes.elements) } == [0, 1, 0])
        #expect(table.folds?.values == ["test", "train"] && table.folds.map { Array($0.codes.elements) } == [1, 0, 1])
    }

    @Test("rows far longer than a block are whole rows")
    func wideRows() throws {
        let row = (0..<5000).map { "\($0).25" }.joined(separator: ",")
        var cut = DelimitedText.Cut()
        (cut.blockSize, cut.sampleSize) = (100, 100)
        let table = try ReaderFixture.parse("\(row),x\n\(row),y\n", label: nil, cut: cut) { $0.label = .index(-1) }
        #expect(table.rowCount == 2 && table.featureRows[1][4999] == 4999.25)
    }

    @Test("more rows than the first rows promise go to further segments, in order")
    func wrongEstimate() throws {
        let long = (0..<50).map { _ in "1.000000000000000000000000000000000000000,x\n" }.joined()
        let short = (0..<5000).map { "\($0 % 10),y\n" }.joined()
        var cut = DelimitedText.Cut()
        (cut.blockSize, cut.sampleSize) = (256, 1024)
        let table = try ReaderFixture.parse("a,label\n" + long + short, cut: cut, threads: 3)
        #expect(table.rowCount == 5050)
        #expect(table.featureRows[50...].map { $0[0] } == (0..<5000).map { Float($0 % 10) })
        #expect(table.labelNames[49] == "x" && table.labelNames[50] == "y")
    }
}
