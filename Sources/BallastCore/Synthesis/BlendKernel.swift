/// Makes the numeric part of rows from their blends: `x = float(b + λ · (p − b))`.
///
/// In float64 with one last rounding, each operation rounded by itself; integer columns are rounded to even before the
/// last conversion. λ = 0 copies the bits of the base, λ = 1 those of the partner: the formula can miss the partner when
/// the magnitudes differ by more than 2²⁹.
public struct BlendKernel: Sendable {
    private let features: RowStore
    /// Elements of a float row that hold whole numbers.
    private let integerElements: [Int]

    public init(features: RowStore, columns: [Column]) {
        self.features = features
        let numeric = columns.filter { $0.kind != .categorical }
        integerElements =
            features.elementType.isInteger ? [] : numeric.indices.filter { numeric[$0].kind == .integer }
    }

    public var bytesPerRow: Int { features.bytesPerRow }

    /// Writes one row per blend, row-major.
    ///
    /// - Parameter output: room for `blends.count · bytesPerRow` bytes, aligned to the element.
    public func compose(_ blends: UnsafeBufferPointer<Blend>, into output: UnsafeMutableRawPointer) {
        features.elementType.withSwiftType { compose($0, blends, output) }
    }

    private func compose<Element: RowElement>(
        _ type: Element.Type, _ blends: UnsafeBufferPointer<Blend>, _ output: UnsafeMutableRawPointer
    ) {
        let rows = UnsafePointer(features.start.assumingMemoryBound(to: type))
        let width = features.width
        var target = output.assumingMemoryBound(to: type)
        for blend in blends {
            let base = rows + Int(blend.base) * width
            if blend.weight == 0 {
                target.update(from: base, count: width)
            } else {
                let partner = rows + Int(blend.partner) * width
                if blend.weight == 1 {
                    target.update(from: partner, count: width)
                } else {
                    mix(base, partner, Double(blend.weight), target)
                }
            }
            target += width
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
