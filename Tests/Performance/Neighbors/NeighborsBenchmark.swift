import BallastCore
import Foundation

/// Seconds, of the clock and of all processors, per strategy for the nearest neighbours of every row of a float32 `.npy` file among the others.
///
///     BALLAST_BENCHMARKS=1 swift run -c release neighbors-benchmark rows.npy [--k 5] [--threads 2] [--queries N]
///         [--strategy NAME]... [--kernels avx2] [--repeat 3]
///
/// `--queries N` asks only for the last N rows, among all rows. A checksum of each table shows that all agree.
@main struct NeighborsBenchmark {
    static func main() throws {
        let options = try Options(Array(CommandLine.arguments.dropFirst()))
        let features = try NumpyRows.load(options.path)
        let references = StoredArray((0..<features.count).map(Int64.init))
        let first = max(0, features.count - (options.queries ?? features.count))
        let queries = first == 0 ? references : StoredArray((first..<features.count).map(Int64.init))
        let space = NeighborSpace(features: features, weights: weights(of: features))
        print("\(queries.count) queries, \(references.count) references, \(features.width) columns, k = \(options.k)")
        for strategy in options.strategies {
            for _ in 0..<options.repeats {
                var search = NeighborSearch(in: space, storage: MemoryStorage(), threads: options.threads)
                search.strategy = strategy
                search.kernels = options.kernels
                let start = ContinuousClock.now
                let processorStart = clock()
                let result = try search.nearest(k: options.k, of: queries, among: references, tableName: "table")
                let seconds = (ContinuousClock.now - start) / .seconds(1)
                let processor = Double(clock() - processorStart) / Double(CLOCKS_PER_SEC)
                print(
                    "\(strategy.rawValue) (\(result.strategy.rawValue)): \(String(format: "%.3f", seconds)) s,",
                    "\(String(format: "%.3f", processor)) s of processor time,",
                    "checksum \(checksum(of: result))")
            }
        }
    }

    /// 1/σ of each column.
    private static func weights(of features: RowStore) -> [Double] {
        let values = features.elements(as: Float.self)
        var (sums, squares) = (
            [Double](repeating: 0, count: features.width), [Double](repeating: 0, count: features.width)
        )
        for row in 0..<features.count {
            for column in 0..<features.width {
                let value = Double(values[row * features.width + column])
                sums[column] += value
                squares[column] += value * value
            }
        }
        return (0..<features.width).map { column in
            let mean = sums[column] / Double(features.count)
            let variance = squares[column] / Double(features.count) - mean * mean
            return variance > 0 ? 1 / variance.squareRoot() : 1
        }
    }

    private static func checksum(of result: NeighborResult) -> String {
        var hash: UInt64 = 14_695_981_039_346_656_037
        for (row, distance) in zip(result.table.rows.elements, result.squaredDistances.elements) {
            hash = (hash ^ UInt64(bitPattern: row)) &* 1_099_511_628_211
            hash = (hash ^ distance.bitPattern) &* 1_099_511_628_211
        }
        return String(hash, radix: 16)
    }
}

private struct Options {
    var path = ""
    var k = 5
    var threads = 2
    var queries: Int?
    var repeats = 1
    var strategies: [NeighborStrategy] = []
    var kernels = NeighborKernels.automatic

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("--") else {
                path = argument
                continue
            }
            let value = rest.popFirst() ?? ""
            switch argument {
            case "--k": k = Int(value) ?? k
            case "--threads": threads = Int(value) ?? threads
            case "--queries": queries = Int(value)
            case "--repeat": repeats = Int(value) ?? repeats
            case "--kernels": kernels = NeighborKernels(rawValue: value) ?? .automatic
            case "--strategy": strategies.append(NeighborStrategy(rawValue: value) ?? .automatic)
            default: throw BenchmarkError(text: "\(argument): unknown option")
            }
        }
        if path.isEmpty { throw BenchmarkError(text: "no file given; name a float32 .npy file of two axes") }
        if strategies.isEmpty { strategies = NeighborStrategy.allCases.filter { $0 != .float64 } }
    }
}

struct BenchmarkError: Error, CustomStringConvertible {
    let text: String
    var description: String { text }
}

/// A float32 array of two axes, read whole.
private enum NumpyRows {
    static func load(_ path: String) throws -> RowStore {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        let headerBytes = Int(data[8]) | Int(data[9]) << 8
        let header = String(decoding: data[10..<10 + headerBytes], as: UTF8.self)
        guard header.contains("'<f4'"), let open = header.lastIndex(of: "("), let close = header.lastIndex(of: ")")
        else {
            throw BenchmarkError(text: "'\(path)' is no float32 .npy file")
        }
        let shape = header[header.index(after: open)..<close].split(separator: ",")
            .compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
        guard shape.count == 2 else { throw BenchmarkError(text: "'\(path)' has \(shape.count) axes; give two") }
        let region = MemoryStorage().makeRegion(named: "rows", byteCount: shape[0] * shape[1] * 4)
        data[(10 + headerBytes)...].copyBytes(
            to: UnsafeMutableRawBufferPointer(start: region.start, count: region.byteCount))
        return RowStore(elementType: .float32, rowShape: [shape[1]], count: shape[0], region: region)
    }
}
