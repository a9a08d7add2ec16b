internal import CKernels

/// HDF5's byte shuffle: byte j of every element, for j = 0, 1, …, one plane after the other.
public enum ByteShuffle {
    /// Writes the planes of `elements` into `planes`, which has the same length, a multiple of `elementSize`.
    public static func shuffle(
        _ elements: UnsafeRawBufferPointer, elementSize: Int, into planes: UnsafeMutableRawBufferPointer
    ) {
        precondition(elementSize > 0 && elements.count == planes.count && elements.count % elementSize == 0)
        guard let from = elements.baseAddress, let to = planes.baseAddress else { return }
        ballast_shuffle(from, to, elements.count / elementSize, elementSize)
    }

    /// The inverse of `shuffle`.
    public static func unshuffle(
        _ planes: UnsafeRawBufferPointer, elementSize: Int, into elements: UnsafeMutableRawBufferPointer
    ) {
        precondition(elementSize > 0 && elements.count == planes.count && elements.count % elementSize == 0)
        guard let from = planes.baseAddress, let to = elements.baseAddress else { return }
        ballast_unshuffle(from, to, elements.count / elementSize, elementSize)
    }
}
