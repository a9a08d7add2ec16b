import Ballast
import BallastTestSupport
import Foundation
import Testing

struct DiagnosisTests {
    private func line(_ name: String, _ report: DiagnosisReport) throws -> DiagnosisReport.Line {
        try #require(report.lines.first { $0.name == name })
    }

    @Test("versions, processor, memory and file system are told, and nothing is left behind")
    func machine() throws {
        let folder = try TemporaryDirectory()
        let report = Diagnosis(folders: [folder.path], resources: Resources(threads: 1)).run()
        #expect(try line("ballast", report).value.hasPrefix(Version.tool))
        #expect(try line("HDF5", report).value.contains("deflate"))
        #expect(try line("zlib", report).value.first?.isNumber == true)
        #expect(try line("cores", report).value.hasSuffix("1 threads used"))
        #expect(try line("output HDF5", report).value == "a file is written and read")
        #expect(try line("output locks", report).value == "work")
        #expect(Set(report.lines.map(\.topic)) == Set(DiagnosisTopic.allCases))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    }

    @Test("a folder that is not there is a warning that says what to do")
    func missingFolder() throws {
        let report = Diagnosis(folders: ["/nowhere/at/all"]).run()
        let line = try line("output", report)
        #expect(line.value.hasPrefix("cannot create '/nowhere/at/all/.ballast-doctor-"))
        #expect(line.advice == "name a folder that exists and can be written")
    }

    @Test("sizes have one digit after the point, bytes none")
    func sizes() {
        #expect(
            [0, 512, 1536, 18 << 20, 5 << 39].map { Size.words($0) } == [
                "0 B", "512 B", "1.5 KiB", "18.0 MiB", "2.5 TiB",
            ])
    }

    @Test("more threads than cores and more memory than is free are warnings")
    func tooMuch() throws {
        let report = Diagnosis(resources: Resources(threads: 100_000, memory: 1 << 60)).run()
        #expect(try line("cores", report).advice?.hasPrefix("more threads than cores only wait: --threads ") == true)
        #expect(try line("memory", report).advice?.hasPrefix("less is free: --memory ") == true)
    }
}
