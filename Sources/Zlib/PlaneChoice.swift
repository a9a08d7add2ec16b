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
    /// Literals cost a little over one code in zlib's best case: below this many bits per 1,000 bytes only matching helps.
    private static let almostConstant = 1500

    private let table = UnsafeMutablePointer<UInt16>.allocate(capacity: 4096)
    /// Cost of each literal in 1/16 bits, as judged from the last part.
    private(set) var search = ballast_deflate_search()

    init() { ballast_deflate_guess_costs(&search) }

    deinit { table.deallocate() }

    /// Integer arithmetic alone: the choice, and so the bytes, are the same everywhere.
    mutating func choose(_ part: UnsafeBufferPointer<UInt8>) -> PlaneChoice {
        let sample = sampleLiterals(part)
        let bitsPerThousand = sample.bits * 1000 / max(1, sample.count)
        let saved = Int(ballast_deflate_probe(part.baseAddress, part.count, &search, table)) / 16
        // Literals are coded ten times as fast as matches are found: a small gain is not worth the search.
        let worthwhile = bitsPerThousand < Self.almostConstant ? 5 : 60
        if saved * 1000 * 1000 > part.count * bitsPerThousand * worthwhile { return .matches }
        return bitsPerThousand > 8 * 985 ? .stored : .literals
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
