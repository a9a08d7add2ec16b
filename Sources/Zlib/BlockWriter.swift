internal import CKernels

/// Writes the deflate blocks of one chunk, joining neighbours where one block is smaller than two.
///
/// Bytes arrive in order as blocks; each waits until its successor is known, so that the two may be joined and the
/// last be marked as final.
struct BlockWriter: ~Copyable {
    /// Sequences kept for the waiting block and the arriving one together.
    static let sequenceRoom = 1 << 16

    /// What a block's symbols come to, and the codes for them.
    private struct Code {
        let counts = UnsafeMutablePointer<ballast_deflate_counts>.allocate(capacity: 1)
        let book = UnsafeMutablePointer<ballast_deflate_codebook>.allocate(capacity: 1)

        func deallocate() {
            counts.deallocate()
            book.deallocate()
        }
    }

    private struct Block {
        var range: Range<Int>
        var stored: Bool
        var sequences: Range<Int>
        var bits: UInt64
    }

    /// Two blocks larger than this (16 KiB each) are not worth joining: a header is about 80 bytes.
    private static let joinBits: UInt64 = 1 << 17

    let sequences = UnsafeMutablePointer<ballast_deflate_sequence>.allocate(capacity: sequenceRoom)
    /// Of the waiting block, the arriving one, and both together; they change places instead of being copied.
    private var waitingCode = Code()
    private var arrivingCode = Code()
    private var joinedCode = Code()
    private var bits = ballast_deflate_bits()
    private var chunk = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    private var waiting: Block?
    private let kernels: UnsafePointer<ballast_deflate_kernels>

    init(_ kernels: UnsafePointer<ballast_deflate_kernels>) { self.kernels = kernels }

    deinit {
        sequences.deallocate()
        for code in [waitingCode, arrivingCode, joinedCode] { code.deallocate() }
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
        kernels.pointee.count(base + range.lowerBound, range.count, sequences + firstFree, count, arrivingCode.counts)
        add(range, sequenceCount: count)
    }

    /// Adds the bytes at `range` as literals that occur `literals` times, by value.
    mutating func code(_ range: Range<Int>, literals: UnsafePointer<UInt32>) {
        kernels.pointee.count_literals(literals, arrivingCode.counts)
        add(range, sequenceCount: 0)
    }

    private mutating func add(_ range: Range<Int>, sequenceCount count: Int) {
        let first = firstFree
        kernels.pointee.plan(arrivingCode.counts, arrivingCode.book)
        var block = Block(
            range: range, stored: false, sequences: first..<first + count, bits: arrivingCode.book.pointee.total_bits)
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
        swap(&waitingCode, &arrivingCode)
        waiting = block
    }

    /// Sets the costs of `search` to the code lengths of the block added last.
    func learnCosts(_ search: inout ballast_deflate_search) {
        guard let waiting, !waiting.stored else { return }
        withUnsafeBytes(of: &waitingCode.book.pointee.literals) { literals in
            withUnsafeBytes(of: &waitingCode.book.pointee.distances) { distances in
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
        joinedCode.counts.update(from: waitingCode.counts, count: 1)
        kernels.pointee.add(joinedCode.counts, arrivingCode.counts)
        kernels.pointee.plan(joinedCode.counts, joinedCode.book)
        guard joinedCode.book.pointee.total_bits <= last.bits + block.bits else { return false }
        if !block.sequences.isEmpty {
            // Literals after the last sequence of the first block belong to the first sequence of the second.
            var covered = last.range.lowerBound
            for sequence in last.sequences {
                covered += Int(sequences[sequence].literals) + Int(sequences[sequence].length)
            }
            sequences[block.sequences.lowerBound].literals += UInt32(last.range.upperBound - covered)
        }
        swap(&waitingCode, &joinedCode)
        waiting = Block(
            range: last.range.lowerBound..<block.range.upperBound, stored: false,
            sequences: last.sequences.lowerBound..<block.sequences.upperBound,
            bits: waitingCode.book.pointee.total_bits)
        return true
    }

    private mutating func writeWaiting(final: Bool) {
        guard let block = waiting, let base = chunk.baseAddress ?? UnsafePointer(bits.next) else { return }
        waiting = nil
        let bytes = base + block.range.lowerBound
        if block.stored {
            ballast_deflate_stored(&bits, bytes, block.range.count, final ? 1 : 0)
        } else {
            kernels.pointee.block(
                &bits, waitingCode.book, bytes, block.range.count, sequences + block.sequences.lowerBound,
                block.sequences.count, final ? 1 : 0)
        }
    }
}
