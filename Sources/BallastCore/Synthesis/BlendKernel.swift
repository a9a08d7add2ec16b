internal import CKernels

/// Makes the numeric part of rows from their blends: `x = float(b + λ · (p − b))`.
///
/// In float64 with one last rounding, each operation rounded by itself; integer columns are rounded to even before the
/// last conversion. λ = 0 copies the bits of the base, λ = 1 those of the partner: the formula can miss the partner when
/// the magnitudes differ by more than 2²⁹.
public struct BlendKernel: Sendable {
    /// Rows whose parents are asked for together, while those before are made: they lie anywhere, so each would be
    /// waited for in full.
    private static let batch = 16
    private let features: RowStore
    /// Elements of a float row that hold whole numbers.
    private let integerElements: [Int]
    /// Range of each whole-number column, which a point outside the segment may leave.
    private let integerRanges: [ClosedRange<Double>]
    private let patchKernel: PatchKernel

    public init(features: RowStore, columns: [Column]) {
        self.features = features
        patchKernel = PatchKernel(features)
        let numeric = columns.filter { $0.kind != .categorical }
        integerElements =
            features.elementType.isInteger ? [] : numeric.indices.filter { numeric[$0].kind == .integer }
        integerRanges = integerElements.map { j in
            let low = numeric[j].minimum ?? -.infinity
            return low...max(low, numeric[j].maximum ?? .infinity)
        }
    }

    /// Of a row that is written: as of a row of the input.
    public var bytesPerRow: Int { features.bytesPerRow }

    /// Writes one row per blend, row-major.
    ///
    /// - Parameters:
    ///   - points: makes the rows of blends with partner −1, which without it are copies of their base, and changes those
    ///     of pairs that carry their candidate.
    ///   - output: room for `blends.count · bytesPerRow` bytes, aligned to the element.
    public func compose(
        _ blends: UnsafeBufferPointer<Blend>, points: (any PointKernel)? = nil, into output: UnsafeMutableRawPointer
    ) {
        features.elementType.withSwiftType { compose($0, blends, points, output) }
    }

    private func compose<Element: RowElement>(
        _ type: Element.Type, _ blends: UnsafeBufferPointer<Blend>, _ points: (any PointKernel)?,
        _ output: UnsafeMutableRawPointer
    ) {
        let rows = UnsafePointer(features.start.assumingMemoryBound(to: type))
        let width = features.width
        var target = output.assumingMemoryBound(to: type)
        var touched = TouchedPages(features)
        prefetch(blends.prefix(Self.batch), rows)
        for (index, blend) in blends.enumerated() {
            if index % Self.batch == 0 { prefetch(blends.dropFirst(index + Self.batch).prefix(Self.batch), rows) }
            let base = rows + Int(blend.base) * width
            if let points, let candidate = blend.candidate {
                let partner = blend.partner < 0 ? nil : rows + Int(blend.partner) * width
                place(base, partner, Double(blend.weight), target) {
                    points.displace($0, candidate, weight: Double(blend.weight))
                }
            } else if let patch = blend.patch {
                patchKernel.compose(base, rows + Int(blend.partner) * width, patch, target)
            } else if blend.weight == 0 || blend.partner < 0 {
                target.update(from: base, count: width)
            } else {
                let partner = rows + Int(blend.partner) * width
                if blend.weight == 1 {
                    target.update(from: partner, count: width)
                } else if blend.weight < 0 || blend.weight > 1 {
                    place(base, partner, Double(blend.weight), target) { _ in }
                } else {
                    mix(base, partner, Double(blend.weight), target)
                }
            }
            target += width
            touched.used(Int(blend.base))
            if blend.partner >= 0 { touched.used(Int(blend.partner)) }
        }
        touched.giveBack()
    }

    /// First a byte of each row, so that the processor looks up the pages of several at once; then the rows.
    private func prefetch<Element: RowElement>(
        _ blends: Slice<UnsafeBufferPointer<Blend>>, _ rows: UnsafePointer<Element>
    ) {
        let (width, bytes) = (features.width, features.bytesPerRow)
        for part in [1, bytes] {
            for blend in blends {
                ballast_prefetch(rows + Int(blend.base) * width, part)
                if blend.partner >= 0 && blend.weight != 0 {
                    ballast_prefetch(rows + Int(blend.partner) * width, part)
                }
            }
        }
    }

    /// A row that need not lie between its parents: mixed, changed, and put back into what the element and, for whole
    /// numbers, the column can hold.
    private func place<Element: RowElement>(
        _ base: UnsafePointer<Element>, _ partner: UnsafePointer<Element>?, _ weight: Double,
        _ target: UnsafeMutablePointer<Element>, change: (UnsafeMutableBufferPointer<Double>) -> Void
    ) {
        let width = features.width
        withUnsafeTemporaryAllocation(of: Double.self, capacity: width) { values in
            for j in 0..<width {
                let start = base[j].double
                values.initializeElement(
                    at: j, to: partner.map { start + weight * ($0[j].double - start) } ?? start)
            }
            change(values)
            // Noise around a number near the end of float32 would leave it.
            let most = Double(Float.greatestFiniteMagnitude)
            for j in 0..<width { target[j] = Element(rounding: min(max(values[j], -most), most)) }
            for (j, range) in zip(integerElements, integerRanges) {
                let whole = values[j].rounded(.toNearestOrEven)
                target[j] = Element(rounding: min(max(whole, range.lowerBound), range.upperBound))
            }
        }
    }

    @inline(__always)
    private func mix<Element: RowElement>(
        _ base: UnsafePointer<Element>, _ partner: UnsafePointer<Element>, _ weight: Double,
        _ target: UnsafeMutablePointer<Element>
    ) {
        for j in 0..<features.width {
            target[j] = Element(rounding: base[j].double + weight * (partner[j].double - base[j].double))
        }
        for j in integerElements {
            let exact = base[j].double + weight * (partner[j].double - base[j].double)
            target[j] = Element(rounding: exact.rounded(.toNearestOrEven))
        }
    }
}
