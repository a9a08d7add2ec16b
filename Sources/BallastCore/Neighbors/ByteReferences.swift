/// A block of references that queries meet through the byte filter.
struct ByteReferences: Sendable {
    let image: ByteImage
    /// The index of the block's first reference.
    let firstReference: Int
    let boxes: PanelBoxes
    let largestFloatError: Double

    init(_ image: ByteImage, firstReference: Int, on axes: ProjectionAxes, threads: Int) throws {
        self.image = image
        self.firstReference = firstReference
        boxes = try PanelBoxes(of: image.floats, count: image.bytes.count, on: axes, threads: threads)
        largestFloatError = image.largestFloatError
    }
}
