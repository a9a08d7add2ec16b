internal import CKernels

/// How a part of a chunk is best written, judged from samples of it.
enum PlaneChoice {
    /// As it is: noise, such as the low mantissa bytes of measured floats.
    case stored
    /// Huffman codes for literals alone: skewed bytes that do not repeat, such as exponents.
    case literals
    /// Runs of one byte value and literals: exponents of neighbouring pixels, the high bytes of row numbers.
    case runs
    /// Matches and literals.
    case matches
}

/// Judges parts; keeps the small tables that needs.
struct PlaneJudge: ~Copyable {
    /// Bytes in each of the places that stand for a part's distribution of values.
    static let histogramPlace = 1024
    static let histogramPlaces = 8
    /// Bytes in each of the places where repetition is looked for: long enough to see some rows before.
    static let probePlace = 6144
    static let probePlaces = 3

    /// Chain links followed, and the length that ends a search. Nearly constant bytes need few: any match is long.
    private static let depth: UInt32 = 8
    private static let nice: UInt32 = 32

    /// Planes of which runs save this many thousandths of the bits are not searched for anything else: matches would save
    /// hardly more, and take six times as long.
    private static let runsSuffice = 500

    /// Literals cost a little over one code in zlib's best case: below this many bits per 1,000 bytes only matching helps.
    private static let almostConstant = 1500

    private let table = UnsafeMutablePointer<UInt16>.allocate(capacity: 4096)
    private let gathered = UnsafeMutablePointer<UInt8>.allocate(capacity: histogramPlaces * histogramPlace)
    /// Cost of each literal in 1/16 bits, as judged from the last part.
    private(set) var search = ballast_deflate_search()

    private let kernels: UnsafePointer<ballast_deflate_kernels>

    init(_ kernels: UnsafePointer<ballast_deflate_kernels>) {
        self.kernels = kernels
        ballast_deflate_guess_costs(&search)
    }

    deinit {
        table.deallocate()
        gathered.deallocate()
    }

    /// `isPlane`: whether the bytes are one plane of shuffled elements, whose matches are short and of little value.
    ///
    /// Integer arithmetic alone: the choice, and so the bytes, are the same everywhere.
    mutating func choose(_ part: UnsafeBufferPointer<UInt8>, isPlane: Bool) -> PlaneChoice {
        let sample = sampleLiterals(part)
        let bitsPerThousand = sample.bits * 1000 / max(1, sample.count)
        let isNoise = bitsPerThousand > 7000
        let runs = isPlane && !isNoise ? runGain(part) : (saved: 0, of: 1)
        if runs.saved * 1000 * 1000 > runs.of * bitsPerThousand * Self.runsSuffice { return .runs }
        // Literals are coded ten times as fast as matches are found: a small gain is not worth the search. Skewed bytes
        // repeat by chance, and pay little; noise does not.
        let worthwhile = bitsPerThousand < Self.almostConstant ? 5 : isNoise ? 20 : isPlane ? 90 : 40
        search.depth = !isPlane ? 2 * Self.depth : bitsPerThousand < Self.almostConstant ? 2 : Self.depth
        search.nice = isPlane && bitsPerThousand < Self.almostConstant ? Self.nice / 2 : Self.nice
        var (saved, probed, lookedAt) = (0, 0, 0)
        var isWorthwhile = false
        // Unshuffled rows may be long: their repetition shows in the whole part only.
        for place in Self.places(isPlane ? Self.probePlaces : 1, of: isPlane ? Self.probePlace : part.count, in: part) {
            var visited = 0
            saved += Int(kernels.pointee.probe(place.baseAddress, place.count, &search, table, &visited)) / 16
            probed += place.count
            lookedAt += visited
            // Noise holds at most copies, which the look finds although it skips; in skewed bytes what was skipped is
            // of the same kind.
            let gain = saved * 1000 * 1000
            let needed = (isNoise ? probed : lookedAt) * bitsPerThousand * worthwhile
            isWorthwhile = gain > needed
            // Rows are shuffled, so that one place is like another unless it is a near thing.
            if gain > 2 * needed || 2 * gain < needed { break }
        }
        guard isWorthwhile else { return bitsPerThousand > 8 * 985 ? .stored : .literals }
        return runs.saved * 10 * probed > saved * 9 * runs.of ? .runs : .matches
    }

    /// Bits that runs save in the places of a plane, and how many bytes those are.
    private mutating func runGain(_ part: UnsafeBufferPointer<UInt8>) -> (saved: Int, of: Int) {
        var (saved, count) = (0, 0)
        for place in Self.places(Self.probePlaces, of: Self.probePlace, in: part) {
            saved += Int(kernels.pointee.run_gain(place.baseAddress, place.count, &search)) / 16
            count += place.count
        }
        return (saved, count)
    }

    /// Bits that a sample of `part` takes as literals; sets the literal costs.
    private mutating func sampleLiterals(_ part: UnsafeBufferPointer<UInt8>) -> (bits: Int, count: Int) {
        var counts = [UInt32](repeating: 0, count: 256)
        var sampled = 0
        // Brought together first: counting has a cost of its own, however few the bytes are.
        for place in Self.places(Self.histogramPlaces, of: Self.histogramPlace, in: part) {
            guard let start = place.baseAddress else { continue }
            (gathered + sampled).update(from: start, count: place.count)
            sampled += place.count
        }
        kernels.pointee.histogram(gathered, sampled, &counts)
        var lengths = [UInt8](repeating: 0, count: 256)
        kernels.pointee.lengths(counts, 256, 14, &lengths)
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
        _ count: Int, of size: Int, in part: UnsafeBufferPointer<UInt8>
    ) -> some Sequence<UnsafeBufferPointer<UInt8>> {
        let isWhole = part.count <= count * size
        return (0..<(isWhole ? 1 : count)).lazy.map { place in
            guard !isWhole else { return part }
            let start = (part.count - size) * place / (count - 1)
            return UnsafeBufferPointer(rebasing: part[start..<start + size])
        }
    }
}
