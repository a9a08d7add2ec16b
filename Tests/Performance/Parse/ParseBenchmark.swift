import BallastCore
import BallastFormats

/// Times the reading of an input: `parse-benchmark FILE LABEL [THREADS…]`. Prints the best of five per thread count.
@main
struct ParseBenchmark {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let path = arguments.first else { return print("usage: parse-benchmark FILE [LABEL [THREADS…]]") }
        var request = InputRequest(paths: [path])
        request.label = arguments.dropFirst().first.flatMap { $0.isEmpty ? nil : ColumnReference.name($0) }
        let threadCounts = arguments.dropFirst(2).compactMap { Int($0) }
        for threads in threadCounts.isEmpty ? [1, 2] : threadCounts {
            let clock = ContinuousClock()
            var best = Duration.seconds(1_000_000)
            var table: InputTable?
            for _ in 0..<5 {
                table = nil
                best = min(
                    best,
                    try clock.measure {
                        table = try readInput(request, storage: MemoryStorage(), threads: threads)
                    })
            }
            guard let table else { return }
            let seconds = Double(best.components.seconds) + Double(best.components.attoseconds) / 1e18
            let megabytes = Double(table.files[0].size) / 1e6
            print(
                "\(threads) threads: \(Int(seconds * 1000)) ms, \(Int(megabytes / seconds)) MB/s on disk,",
                "\(table.rowCount) rows, \(table.columns.count) columns, classes \(table.classes.prefix(5))")
            for notice in table.notices where threads == threadCounts.first ?? 1 { print("notice: \(notice.text)") }
        }
    }
}
