package import BallastCore

extension Manifest {
    /// Training rows that guards or under-sampling left out, before scaling, neighbours and synthesis saw them.
    public struct DroppedRows: Codable, Equatable, Sendable {
        /// Of all classes.
        public var count: Int64
        /// Of each class, in the order of the classes.
        public var classes: [Int64]
        /// The input row numbers, ascending, runs as `first-last`: `0-3,7`. Nil where there are more runs than a manifest
        /// should hold; the rows are then the training rows that stand in no shard as originals.
        public var rows: String?
        /// XXH3-128 of that text, whether it is given or not.
        public var digest: String

        /// About a megabyte of text.
        package static let mostRuns = 100_000

        /// - Parameters:
        ///   - marks: 1 for each input row that was dropped.
        ///   - labels: class of each input row.
        package init(_ marks: StoredArray<UInt8>, labels: StoredArray<Int32>, classCount: Int) {
            var classes = [Int64](repeating: 0, count: classCount)
            let digest = ContentDigest()
            var (text, runs, row) = ("", 0, 0)
            while row < marks.count {
                guard marks[row] != 0 else {
                    row += 1
                    continue
                }
                let first = row
                while row < marks.count, marks[row] != 0 {
                    classes[Int(labels[row])] += 1
                    row += 1
                }
                let run = (runs > 0 ? "," : "") + (row - first == 1 ? "\(first)" : "\(first)-\(row - 1)")
                runs += 1
                digest.update(run)
                if runs <= Self.mostRuns { text += run }
            }
            count = classes.reduce(0, +)
            self.classes = classes
            rows = runs <= Self.mostRuns ? text : nil
            self.digest = digest.hexadecimal
        }

        /// Why it cannot be, by itself; nil if it can.
        package var problem: String? {
            guard let rows else { return nil }
            let sound = ContentDigest()
            sound.update(rows)
            if sound.hexadecimal != digest {
                return "dropped.digest is '\(digest)'; its rows give '\(sound.hexadecimal)'"
            }
            var (total, last) = (Int64(0), Int64(-1))
            for run in rows.split(separator: ",", omittingEmptySubsequences: !rows.contains(",")) {
                let ends = run.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map { Int64($0) }
                guard let first = ends[0], let end = ends[ends.count - 1], first > last, end >= first,
                    end < Int64.max / 2
                else {
                    return "dropped.rows holds '\(run)'; row numbers ascend, runs are written first-last"
                }
                total += end - first + 1
                last = end
            }
            return total == count ? nil : "dropped.count is \(count); dropped.rows lists \(total)"
        }
    }

    /// Training rows of each class that are left.
    package var trainingCounts: [Int64] {
        let before = classes.map(\.before)
        guard let dropped, dropped.classes.count == before.count else { return before }
        return zip(before, dropped.classes).map { $0 - $1 }
    }

    /// What the guards of synthetic rows came to.
    public struct GuardOutcome: Codable, Equatable, Sendable {
        /// Synthetic rows that were judged.
        public var judged: Int64
        /// Of those, rows that are left out.
        public var refused: Int64
        /// Of those, rows that were drawn more than once.
        public var redrawn: Int64
        /// Of each guard, in the order of the recipe.
        public var verdicts: [Verdict]

        /// One guard's.
        public struct Verdict: Codable, Equatable, Sendable {
            /// Its name in the recipe.
            public var kind: String
            /// Rows that it refuses, whether or not another guard does too. Of a guard that has rows drawn anew: those
            /// that it refused at their last draw, which are kept.
            public var refused: Int64
        }

        package init(_ tally: GuardTally, kinds: [String]) {
            judged = tally.judged
            refused = tally.dropped
            redrawn = tally.redrawn
            verdicts = zip(kinds, tally.refused).map { Verdict(kind: $0, refused: $1) }
        }
    }
}
