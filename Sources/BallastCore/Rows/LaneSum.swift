/// Sums in eight lanes, as the squared distance is summed (``NeighborSpace``): lane j mod 8 adds in order of j.
enum LaneSum {
    /// `((l₀+l₄)+(l₂+l₆)) + ((l₁+l₅)+(l₃+l₇))`.
    @inline(__always)
    static func joined(_ l: SIMD8<Double>) -> Double {
        ((l[0] + l[4]) + (l[2] + l[6])) + ((l[1] + l[5]) + (l[3] + l[7]))
    }

    /// `Σ a_j · b_j` over `count` octets, each operation rounded by itself.
    @inline(__always)
    static func dot(_ a: UnsafePointer<SIMD8<Double>>, _ b: UnsafePointer<SIMD8<Double>>, octets count: Int) -> Double {
        var lanes = SIMD8<Double>()
        for octet in 0..<count { lanes += a[octet] * b[octet] }
        return joined(lanes)
    }
}

/// A row in float64, filled up with zeros to whole octets.
final class OctetRow {
    let octets: Int
    let start: UnsafeMutablePointer<SIMD8<Double>>
    /// The same, element by element.
    var elements: UnsafeMutablePointer<Double> {
        UnsafeMutableRawPointer(start).assumingMemoryBound(to: Double.self)
    }

    init(width: Int) {
        octets = (width + 7) / 8
        start = .allocate(capacity: max(octets, 1))
        start.initialize(repeating: SIMD8(), count: max(octets, 1))
    }

    deinit { start.deallocate() }
}
