import BallastCore

/// Nanoseconds per position of the global shuffle, there and back: `permutation-benchmark [COUNT…]`. Prints the best of
/// five on one thread.
///
/// A count just above a power of two walks the longest cycles, one just below the shortest; an array that is read in
/// shuffled order stands beside them, since that look-up is what a position is wanted for.
@main
struct PermutationBenchmark {
    private static let positions: Int64 = 2_000_000

    static func main() {
        let given = CommandLine.arguments.dropFirst().compactMap { Int64($0) }.filter { $0 > 0 }
        for count in given.isEmpty ? [950_000, (1 << 20) - 1, (1 << 20) + 1, 20_000_000, 1 << 40] : given {
            let shuffle = KeyedPermutation(count: count, key: 42)
            let there = nanoseconds { shuffle($0 % count) }
            let together = nanoseconds(of: shuffle)
            let back = nanoseconds { shuffle.inverse($0 % count) }
            print(
                "\(count) positions: \(there) ns there, \(together) ns in ranges, \(back) ns back"
                    + lookUp(count, shuffle))
        }
    }

    private static func lookUp(_ count: Int64, _ shuffle: KeyedPermutation) -> String {
        guard count <= 50_000_000 else { return "" }
        let rows = [Int64](0..<count)
        return ", \(nanoseconds { rows[Int(shuffle($0 % count))] }) ns with a look-up"
    }

    /// Per position, where a shard's rows are asked for together.
    private static func nanoseconds(of shuffle: KeyedPermutation) -> Double {
        let range = min(shuffle.count, 2048)
        let runs = positions / range
        return measured(runs * range) {
            var sum: Int64 = 0
            for run in 0..<runs {
                let start = run * range % (shuffle.count - range + 1)
                sum &+= shuffle.images(of: start..<start + range).reduce(0, &+)
            }
            return sum
        }
    }

    /// Per call of `body`, with one decimal.
    private static func nanoseconds(_ body: (Int64) -> Int64) -> Double {
        measured(positions) { (0..<positions).reduce(0) { $0 &+ body($1) } }
    }

    private static func measured(_ count: Int64, _ run: () -> Int64) -> Double {
        var (best, sum) = (Duration.seconds(1_000_000), Int64(0))
        for _ in 0..<5 { best = min(best, ContinuousClock().measure { sum &+= run() }) }
        // Without a use of the sum nothing would be computed.
        precondition(sum != 1)
        let nanoseconds = Double(best.components.seconds) * 1e9 + Double(best.components.attoseconds) / 1e9
        return (nanoseconds / Double(count) * 10).rounded() / 10
    }
}
