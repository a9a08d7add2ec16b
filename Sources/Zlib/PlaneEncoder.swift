internal import CISAL
internal import CKernels

/// Level 1: one zlib stream whose blocks fit each byte plane.
///
/// After the byte shuffle the planes of float data differ: the low mantissa bytes are noise, the exponents are skewed
/// but hardly repeat, flags and integers repeat. Each part of the chunk is stored, coded as literals, or searched for
/// runs or matches, as samples of it suggest (see `PlaneChoice`). igzip is not used here: its output depends on the CPU.
struct PlaneEncoder: ~Copyable {
    /// A plane longer than this is judged and coded in parts.
    private static let partSize = 1 << 16
    /// Planes shorter than this are not judged on their own.
    private static let smallestPlane = 1 << 12

    /// The first matches of a part are priced by a guess, the later ones by the codes of those before.
    private static let firstStep = 1 << 13
    private static let laterStep = 1 << 15

    private let window = UnsafeMutablePointer<ballast_deflate_window>.allocate(capacity: 1)
    /// Whether the window knows of nothing but this chunk.
    private var windowIsClear = false
    private let kernels: UnsafePointer<ballast_deflate_kernels>
    private var writer: BlockWriter
    private var judge: PlaneJudge
    private var learned: ballast_deflate_search?
    private let cutter: LiteralCutter

    init(path: KernelPath) {
        kernels = ballast_deflate_kernels_for(path == .fastest && ballast_cpu_has_avx2())
        writer = BlockWriter(kernels)
        judge = PlaneJudge(kernels)
        cutter = LiteralCutter(kernels)
    }

    deinit { window.deallocate() }

    /// Replaces `stream` by the zlib stream of `chunk`, which consists of planes of `planeSize` bytes.
    mutating func compress(_ chunk: UnsafeBufferPointer<UInt8>, planeSize: Int, into stream: inout [UInt8]) {
        let plane = planeSize < Self.smallestPlane ? chunk.count : planeSize
        let parts = plane == 0 ? 0 : (chunk.count / plane) * (plane / Self.partSize + 1)
        let room = 2 + BlockWriter.room(for: chunk.count, parts: parts) + 4
        stream = [UInt8](unsafeUninitializedCapacity: room) { output, count in
            guard let start = output.baseAddress else { return }
            count = write(chunk, planeSize: plane, at: start)
        }
    }

    private mutating func write(
        _ chunk: UnsafeBufferPointer<UInt8>, planeSize plane: Int, at output: UnsafeMutablePointer<UInt8>
    ) -> Int {
        // Deflate, window of 32 KiB, fastest algorithm (RFC 1950, 2.2).
        output[0] = 0x78
        output[1] = 0x01
        writer.begin(chunk, at: output + 2)
        windowIsClear = false
        var start = 0
        while start < chunk.count {
            let planeEnd = min((start / plane + 1) * plane, chunk.count)
            let end = min(start + Self.partSize, planeEnd)
            if start % plane == 0 { learned = nil }
            encode(chunk, start..<end, isPlane: plane < chunk.count)
            start = end
        }
        var count = writer.end() - output
        let adler = isal_adler32(1, chunk.baseAddress, UInt64(chunk.count))
        for shift in [24, 16, 8, 0] as [UInt32] {
            output[count] = UInt8(truncatingIfNeeded: adler >> shift)
            count += 1
        }
        return count
    }

    private mutating func encode(_ chunk: UnsafeBufferPointer<UInt8>, _ part: Range<Int>, isPlane: Bool) {
        switch judge.choose(UnsafeBufferPointer(rebasing: chunk[part]), isPlane: isPlane) {
        case .stored: writer.store(part)
        case .literals: cutter.cut(chunk, part) { range, counts in writer.code(range, literals: counts) }
        case .runs: match(chunk, part, runsOnly: true)
        case .matches: match(chunk, part, runsOnly: false)
        }
    }

    private mutating func match(_ chunk: UnsafeBufferPointer<UInt8>, _ part: Range<Int>, runsOnly: Bool) {
        if !runsOnly && !windowIsClear {
            ballast_deflate_window_clear(window)
            windowIsClear = true
        }
        // Costs learned from the part before hold on, unless another plane begins.
        var step = learned == nil ? Self.firstStep : Self.laterStep
        var search = learned ?? judge.search
        search.depth = judge.search.depth
        search.nice = judge.search.nice
        var start = part.lowerBound
        while start < part.upperBound {
            writer.makeRoom()
            let room = BlockWriter.sequenceRoom / 2 - 1
            let stop = part.upperBound - start < 2 * step ? part.upperBound : start + step
            let sequences = writer.sequences + writer.firstFree
            var covered = 0
            let made =
                runsOnly
                ? kernels.pointee.runs(
                    chunk.baseAddress, start, stop, part.upperBound, &search, sequences, room, &covered)
                : kernels.pointee.match(
                    chunk.baseAddress, start, stop, part.upperBound, &search, window, sequences, room, &covered)
            let end = made < room ? max(stop, covered) : covered
            writer.code(start..<end, sequenceCount: made)
            writer.learnCosts(&search)
            start = end
            step = Self.laterStep
        }
        learned = search
    }
}
