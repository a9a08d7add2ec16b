internal import CKernels

/// How a part of a chunk is best written, judged from samples of it.
enum PlaneChoice {
    /// As it is: noise, such as the low mantissa bytes of measured floats.
    case stored
    /// Huffman codes for literals alone: skewed bytes that do not repeat, such as exponents.
    case literals
    /// Matches and literals.
    case matches
}

/// Judges parts; keeps the small tables that needs.
struct PlaneJudge: ~Copyable {
    /// Bytes in each of the places that stand for a part's distribution of values.
    static let histogramPlace = 1024
    static let histogramPlaces = 8
    /// Bytes in each of the places where repetition is looked for: long enough to see the row before.
    static let probePlace = 4096
    static let probePlaces = 2

    private let table = UnsafeMutablePointer<UInt16>.allocate(capacity: 4096)
    /// Cost of each literal in 1/16 bits, as judged from the last part.
    private(set) var search = ballast_deflate_search()

    deinit { table.deallocate() }

    /// Integer arithmetic alone: the choice, and so the bytes, are the same everywhere.
    mutating func choose(_ part: UnsafeBufferPointer<UInt8>) -> PlaneChoice {
        let literalBits = sampleLiterals(part)
        let (saved, cost) = probe(part)
        if saved * 100 > cost * 2 { return .matches }
        return literalBits.bits * 1000 > literalBits.count * 8 * 985 ? .stored : .literals
    }

    /// Bits that a sample of `part` takes as literals; sets the literal costs.
    private mutating func sampleLiterals(_ part: UnsafeBufferPointer<UInt8>) -> (bits: Int, count: Int) {
        var counts = [UInt32](repeating: 0, count: 256)
        var sampled = 0
        Self.places(Self.histogramPlaces, of: Self.histogramPlace, in: part) { place in
            ballast_deflate_histogram(place.baseAddress, place.count, &counts)
            sampled += place.count
        }
        var lengths = [UInt8](repeating: 0, count: 256)
        ballast_deflate_lengths(counts, 256, 14, &lengths)
        var bits = 0
        withUnsafeMutableBytes(of: &search.literal_cost) { raw in
            let cost = raw.assumingMemoryBound(to: UInt16.self)
            for value in 0..<256 {
                bits += Int(counts[value]) * Int(lengths[value])
                // A value the sample missed is rare.
                cost[value] = 16 * UInt16(lengths[value] == 0 || counts[value] == 0 ? 12 : lengths[value])
            }
        }
        return (bits, sampled)
    }

    /// Savings by matching, and cost without, in 1/16 bits.
    private func probe(_ part: UnsafeBufferPointer<UInt8>) -> (saved: Int, cost: Int) {
        var saved = 0
        var cost = 0
        withUnsafeBytes(of: search.literal_cost) { raw in
            let literals = raw.assumingMemoryBound(to: UInt16.self)
            Self.places(Self.probePlaces, of: Self.probePlace, in: part) { place in
                saved += Int(ballast_deflate_probe(place.baseAddress, place.count, literals.baseAddress, table))
                for byte in place { cost += Int(literals[Int(byte)]) }
            }
        }
        return (saved, cost)
    }

    /// `count` places of `size` bytes spread evenly over `part`; all of it in one place if it is not longer than they.
    private static func places(
        _ count: Int, of size: Int, in part: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void
    ) {
        guard part.count > count * size else { return body(part) }
        for place in 0..<count {
            let start = (part.count - size) * place / (count - 1)
            body(UnsafeBufferPointer(rebasing: part[start..<start + size]))
        }
    }
}
