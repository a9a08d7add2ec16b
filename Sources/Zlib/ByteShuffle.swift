internal import CKernels

/// HDF5's byte shuffle: byte j of every element, for j = 0, 1, …, one plane after the other.
public enum ByteShuffle {
    /// Writes the planes of `elements` into `planes`, which has the same length, a multiple of `elementSize`.
    public static func shuffle(
        _ elements: UnsafeRawBufferPointer, elementSize: Int, into planes: UnsafeMutableRawBufferPointer
    ) {
        shuffle(elements, elementSize: elementSize, into: planes, path: .fastest)
    }

    /// The inverse of `shuffle`.
    public static func unshuffle(
        _ planes: UnsafeRawBufferPointer, elementSize: Int, into elements: UnsafeMutableRawBufferPointer
    ) {
        unshuffle(planes, elementSize: elementSize, into: elements, path: .fastest)
    }

    package static func shuffle(
        _ elements: UnsafeRawBufferPointer, elementSize: Int, into planes: UnsafeMutableRawBufferPointer,
        path: KernelPath
    ) {
        precondition(elementSize > 0 && elements.count == planes.count && elements.count % elementSize == 0)
        guard let from = elements.baseAddress, let to = planes.baseAddress else { return }
        let count = elements.count / elementSize
        switch path {
        case .fastest: ballast_shuffle(from, to, count, elementSize)
        case .portable: ballast_shuffle_portable(from, to, count, elementSize)
        }
    }

    package static func unshuffle(
        _ planes: UnsafeRawBufferPointer, elementSize: Int, into elements: UnsafeMutableRawBufferPointer,
        path: KernelPath
    ) {
        precondition(elementSize > 0 && elements.count == planes.count && elements.count % elementSize == 0)
        guard let from = planes.baseAddress, let to = elements.baseAddress else { return }
        let count = elements.count / elementSize
        switch path {
        case .fastest: ballast_unshuffle(from, to, count, elementSize)
        case .portable: ballast_unshuffle_portable(from, to, count, elementSize)
        }
    }
}
