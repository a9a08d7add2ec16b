import BallastTestSupport
import CZlib
import Glibc
import Zlib

/// Prints MB/s of input (shuffle and Adler-32 included, one thread) and ratio of plain zlib and of level 1, by kind.
///
///     BALLAST_BENCHMARKS=1 swift run -c release deflate-benchmark [KIND …]
@main
struct DeflateBenchmark {
    static let chunkSize = 1 << 18
    static let chunkCount = 8
    static let repeats = 3

    static func main() throws {
        print("chunks of \(chunkSize / 1024) KiB; MB/s of input on one thread (ratio)")
        row("kind, shuffle", ["zlib 1", "zlib 4", "level 1", "speed/zlib 4", "size/zlib 4", "inflate"])
        let wanted = CommandLine.arguments.dropFirst().compactMap(ChunkKind.init(rawValue:))
        for kind in wanted.isEmpty ? ChunkKind.allCases : wanted {
            let chunks = (0..<chunkCount).map { kind.bytes(count: chunkSize, seed: UInt64($0 + 1)) }
            for shuffle in kind.elementSize > 1 ? [true, false] : [false] {
                try measure(kind, chunks, shuffle: shuffle)
            }
        }
    }

    static func measure(_ kind: ChunkKind, _ chunks: [[UInt8]], shuffle: Bool) throws {
        let one = plain(chunks, kind, shuffle, level: 1)
        let four = plain(chunks, kind, shuffle, level: 4)
        let deflate = try Deflate(level: 1)
        var streams: [[UInt8]] = []
        var stream: [UInt8] = []
        let ours = try timed(chunks, repeats: repeats) { chunk in
            try chunk.withUnsafeBytes {
                try deflate.compress($0, elementSize: kind.elementSize, shuffle: shuffle, into: &stream)
            }
            if streams.count < chunkCount { streams.append(stream) }
            return stream.count
        }
        let inflate = Inflate(format: .zlib)
        var output = [UInt8](repeating: 0, count: chunkSize)
        let back = try timed(streams, repeats: 5) { stream in
            try stream.withUnsafeBytes { bytes in
                try output.withUnsafeMutableBytes { try inflate.whole(bytes, into: $0) }
            }
            return stream.count
        }
        let inflated = "\(Int(Double(chunkSize * chunkCount) / back.seconds / 1e6))"
        let decided = Deflate.shuffleHelps(chunks[0], elementSize: kind.elementSize) == shuffle ? "*" : ""
        row(
            "\(kind.rawValue), \(shuffle ? "yes" : "no")\(decided)",
            [
                text(one), text(four), text(ours), fixed(four.seconds / ours.seconds, 1),
                fixed(Double(ours.bytes) / Double(four.bytes), 3), inflated,
            ])
    }

    static func plain(_ chunks: [[UInt8]], _ kind: ChunkKind, _ shuffle: Bool, level: Int32) -> (
        seconds: Double, bytes: Int
    ) {
        var room = [UInt8](repeating: 0, count: Int(compressBound(uLong(chunkSize))))
        var planes = [UInt8](repeating: 0, count: chunkSize)
        return timed(chunks, repeats: 1) { chunk in
            if shuffle {
                chunk.withUnsafeBytes { from in
                    planes.withUnsafeMutableBytes {
                        ByteShuffle.shuffle(from, elementSize: kind.elementSize, into: $0)
                    }
                }
            }
            var count = uLong(room.count)
            compress2(&room, &count, shuffle ? planes : chunk, uLong(chunkSize), level)
            return Int(count)
        }
    }

    /// Best time of `repeats` passes over all chunks, and the bytes made in one.
    static func timed(_ chunks: [[UInt8]], repeats: Int, _ body: ([UInt8]) throws -> Int) rethrows -> (
        seconds: Double, bytes: Int
    ) {
        var best = Double.infinity
        var bytes = 0
        for _ in 0..<repeats {
            bytes = 0
            let start = cpuSeconds()
            for chunk in chunks { bytes += try body(chunk) }
            best = min(best, cpuSeconds() - start)
        }
        return (best, bytes)
    }

    /// This thread's own time: other programs on the machine do not count.
    static func cpuSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    static func text(_ result: (seconds: Double, bytes: Int)) -> String {
        let size = Double(chunkSize * chunkCount)
        return "\(Int(size / result.seconds / 1e6)) (\(fixed(size / Double(result.bytes), 3)))"
    }

    static func fixed(_ value: Double, _ digits: Int) -> String {
        let scale = digits == 1 ? 10.0 : 1000.0
        let whole = Int(value * scale + 0.5)
        let fraction = String(whole % Int(scale))
        return "\(whole / Int(scale)).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
    }

    static func row(_ name: String, _ cells: [String]) {
        func padded(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(0, width - text.count))
        }
        print(padded(name, 26) + cells.map { padded($0, 16) }.joined())
    }
}
