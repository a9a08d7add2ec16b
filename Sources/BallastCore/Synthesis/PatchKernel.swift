/// Makes rows from patches: the base with a box of the partner's pixels. Elements are copied, so their bits stay.
struct PatchKernel: Sendable {
    private let bytesPerRow: Int
    private let elementBytes: Int
    private let channelsLast: ImageShape?
    private let channelsFirst: ImageShape?

    init(_ features: RowStore) {
        bytesPerRow = features.bytesPerRow
        elementBytes = features.elementType.byteCount
        channelsLast = ImageShape(features.rowShape, .last)
        channelsFirst = ImageShape(features.rowShape, .first)
    }

    /// Writes one row. All three point to the first byte of a row; a box beyond the image is cut at its edges.
    ///
    /// - Complexity: O(elements of the row).
    func compose(
        _ base: UnsafeRawPointer, _ partner: UnsafeRawPointer, _ patch: Patch, _ target: UnsafeMutableRawPointer
    ) {
        target.copyMemory(from: base, byteCount: bytesPerRow)
        guard let image = patch.channels == .last ? channelsLast : channelsFirst else { return }
        let rows = Self.clipped(patch.rows, image.height)
        let columns = Self.clipped(patch.columns, image.width)
        let pixelBytes = image.pixelElements * elementBytes
        for plane in 0..<image.planes {
            for row in rows {
                let start = ((plane * image.height + row) * image.width + columns.lowerBound) * pixelBytes
                (target + start).copyMemory(from: partner + start, byteCount: columns.count * pixelBytes)
            }
        }
    }

    private static func clipped(_ span: Range<Int32>, _ extent: Int) -> Range<Int> {
        (Int(span.lowerBound)..<Int(span.upperBound)).clamped(to: 0..<extent)
    }
}
