internal import CKernels

/// Writes the deflate blocks of one chunk, joining neighbours where one block is smaller than two.
///
/// Bytes arrive in order as blocks; each waits until its successor is known, so that the two may be joined and the
/// last be marked as final.
struct BlockWriter: ~Copyable {
    /// Sequences kept for the waiting block and the arriving one together.
    static let sequenceRoom = 1 << 16

    private struct Block {
        var range: Range<Int>
        var stored: Bool
        var sequences: Range<Int>
        var bits: UInt64
    }

    /// Two blocks larger than this (16 KiB each) are not worth joining: a header is about 80 bytes.
    private static let joinBits: UInt64 = 1 << 17

    let sequences = UnsafeMutablePointer<ballast_deflate_sequence>.allocate(capacity: sequenceRoom)
    private let counts = UnsafeMutablePointer<ballast_deflate_counts>.allocate(capacity: 3)
    private let books = UnsafeMutablePointer<ballast_deflate_codebook>.allocate(capacity: 3)
    private var bits = ballast_deflate_bits()
    private var chunk = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    private var waiting: Block?

    deinit {
        sequences.deallocate()
        counts.deallocate()
        books.deallocate()
    }

    /// Bytes of output that `count` bytes of input in `parts` parts may need.
    static func room(for count: Int, parts: Int) -> Int {
        count + 5 * (count / 65_535 + 2 * parts + 2) + Int(BALLAST_DEFLATE_SLACK)
    }

    /// Starts the stream of `chunk` at `output`, which has `room(for:parts:)` bytes.
    mutating func begin(_ chunk: UnsafeBufferPointer<UInt8>, at output: UnsafeMutablePointer<UInt8>) {
        self.chunk = chunk
        bits = ballast_deflate_bits(next: output, bits: 0, count: 0)
        waiting = nil
    }

    /// First free place for the sequences of the block to come.
    var firstFree: Int { waiting?.sequences.upperBound ?? 0 }

    /// Makes room for another block's sequences by writing out the waiting one if more than half is in use.
    mutating func makeRoom() {
        if firstFree > Self.sequenceRoom / 2 { writeWaiting(final: false) }
    }

    /// Adds the bytes at `range` as they are.
    mutating func store(_ range: Range<Int>) {
        if let last = waiting, last.stored {
            waiting = Block(range: last.range.lowerBound..<range.upperBound, stored: true, sequences: 0..<0, bits: 0)
        } else {
            writeWaiting(final: false)
            waiting = Block(range: range, stored: true, sequences: 0..<0, bits: 0)
        }
    }

    /// Adds the bytes at `range`: `count` sequences from `firstFree` on, then literals.
    mutating func code(_ range: Range<Int>, sequenceCount count: Int) {
        guard let base = chunk.baseAddress else { return }
        ballast_deflate_count(base + range.lowerBound, range.count, sequences + firstFree, count, counts + 1)
        add(range, sequenceCount: count)
    }

    /// Adds the bytes at `range` as literals that occur `literals` times, by value.
    mutating func code(_ range: Range<Int>, literals: UnsafePointer<UInt32>) {
        ballast_deflate_count_literals(literals, counts + 1)
        add(range, sequenceCount: 0)
    }

    private mutating func add(_ range: Range<Int>, sequenceCount count: Int) {
        let first = firstFree
        ballast_deflate_plan(counts + 1, books + 1)
        var block = Block(
            range: range, stored: false, sequences: first..<first + count, bits: books[1].total_bits)
        guard block.bits < UInt64(range.count) * 8 else { return store(range) }
        if let last = waiting, !last.stored {
            if tryJoin(last, block) { return }
            writeWaiting(final: false)
            // The new block's sequences move to the front, so that room does not run out.
            sequences.update(from: sequences + first, count: count)
            block.sequences = 0..<count
        } else {
            writeWaiting(final: false)
        }
        counts.update(from: counts + 1, count: 1)
        books.update(from: books + 1, count: 1)
        waiting = block
    }

    /// Sets the costs of `search` to the code lengths of the block added last.
    func learnCosts(_ search: inout ballast_deflate_search) {
        guard let waiting, !waiting.stored else { return }
        withUnsafeBytes(of: &books[0].literals) { literals in
            withUnsafeBytes(of: &books[0].distances) { distances in
                ballast_deflate_learn_costs(
                    &search, literals.assumingMemoryBound(to: UInt32.self).baseAddress,
                    distances.assumingMemoryBound(to: UInt32.self).baseAddress)
            }
        }
    }

    /// Ends the stream; the place after its last byte.
    mutating func end() -> UnsafeMutablePointer<UInt8> {
        if waiting == nil { store(0..<0) }
        writeWaiting(final: true)
        ballast_deflate_align(&bits)
        return bits.next
    }

    private mutating func tryJoin(_ last: Block, _ block: Block) -> Bool {
        // Where blocks of literals are cut was decided by their distributions (`LiteralCutter`).
        guard !last.sequences.isEmpty || !block.sequences.isEmpty else { return false }
        guard min(last.bits, block.bits) < Self.joinBits else { return false }
        (counts + 2).update(from: counts, count: 1)
        ballast_deflate_add(counts + 2, counts + 1)
        ballast_deflate_plan(counts + 2, books + 2)
        guard books[2].total_bits <= last.bits + block.bits else { return false }
        if !block.sequences.isEmpty {
            // Literals after the last sequence of the first block belong to the first sequence of the second.
            var covered = last.range.lowerBound
            for sequence in last.sequences {
                covered += Int(sequences[sequence].literals) + Int(sequences[sequence].length)
            }
            sequences[block.sequences.lowerBound].literals += UInt32(last.range.upperBound - covered)
        }
        counts.update(from: counts + 2, count: 1)
        books.update(from: books + 2, count: 1)
        waiting = Block(
            range: last.range.lowerBound..<block.range.upperBound, stored: false,
            sequences: last.sequences.lowerBound..<block.sequences.upperBound, bits: books[0].total_bits)
        return true
    }

    private mutating func writeWaiting(final: Bool) {
        guard let block = waiting, let base = chunk.baseAddress ?? UnsafePointer(bits.next) else { return }
        waiting = nil
        let bytes = base + block.range.lowerBound
        if block.stored {
            ballast_deflate_stored(&bits, bytes, block.range.count, final ? 1 : 0)
        } else {
            ballast_deflate_block(
                &bits, books, bytes, block.range.count, sequences + block.sequences.lowerBound, block.sequences.count,
                final ? 1 : 0)
        }
    }
}
