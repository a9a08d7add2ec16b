extension Deflate {
    /// Bytes of each sample; enough for the matcher to see a few rows.
    private static let shuffleSample = 1 << 15

    /// Whether chunks like this one are better shuffled; asked once per data set, of its first chunk.
    ///
    /// The shuffle helps continuous floats (their exponents come together) and hurts quantised ones (repeated values are
    /// torn apart). The answer depends on the bytes and the level alone; equal sizes count against the shuffle.
    ///
    /// From level 2 on, what is smaller. At level 1 numbers of four bytes stay shuffled unless that costs three tenths of
    /// the size or more: matching them unshuffled is many times slower than coding their planes.
    public static func shuffleHelps(_ chunk: UnsafeRawBufferPointer, elementSize: Int, level: Int = 1) -> Bool {
        guard elementSize > 1, chunk.count >= 2 * elementSize, chunk.count % elementSize == 0 else { return false }
        guard let deflate = try? Deflate(level: 1) else { return false }
        var stream: [UInt8] = []
        var sizes = (shuffled: 0, plain: 0)
        for sample in samples(of: chunk, elementSize: elementSize) {
            for shuffle in [true, false] {
                guard (try? deflate.compress(sample, elementSize: elementSize, shuffle: shuffle, into: &stream)) != nil
                else { return false }
                if shuffle { sizes.shuffled += stream.count } else { sizes.plain += stream.count }
            }
        }
        let isFast = level == 1 && elementSize == 4
        return isFast ? sizes.shuffled * 7 < sizes.plain * 10 : sizes.shuffled < sizes.plain
    }

    /// As `shuffleHelps(_:elementSize:)` for bytes in an array.
    public static func shuffleHelps(_ chunk: [UInt8], elementSize: Int, level: Int = 1) -> Bool {
        chunk.withUnsafeBytes { shuffleHelps($0, elementSize: elementSize, level: level) }
    }

    /// The whole chunk, or three samples of it.
    private static func samples(of chunk: UnsafeRawBufferPointer, elementSize: Int) -> [UnsafeRawBufferPointer] {
        let size = max(1, shuffleSample / elementSize) * elementSize
        guard chunk.count > 4 * size else { return [chunk] }
        return (0..<3).map { place in
            let start = (chunk.count - size) * place / 2 / elementSize * elementSize
            return UnsafeRawBufferPointer(rebasing: chunk[start..<start + size])
        }
    }
}
