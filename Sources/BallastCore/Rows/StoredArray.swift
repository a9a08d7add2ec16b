internal import CKernels

/// An array of fixed length in a ``Region``: labels, row lists, codes, neighbour tables.
///
/// Elements may be written while the array is being filled, by one writer per element; afterwards it is only read.
public struct StoredArray<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
    // Sendable: see Region; the pointer is bound once, here.
    /// What holds the bytes.
    public let region: Region
    /// Valid as long as the region lives.
    public let elements: UnsafeMutableBufferPointer<Element>

    public var count: Int { elements.count }

    /// The `count` elements that start `byteOffset` bytes into `region`.
    public init(region: Region, byteOffset: Int = 0, count: Int) {
        precondition(byteOffset + count * MemoryLayout<Element>.stride <= region.byteCount)
        self.region = region
        let start = (region.start + byteOffset).bindMemory(to: Element.self, capacity: count)
        self.elements = UnsafeMutableBufferPointer(start: start, count: count)
    }

    /// A zeroed array in `storage`.
    public init(named name: String, count: Int, in storage: some Storage) throws {
        let bytes = count * MemoryLayout<Element>.stride
        try self.init(region: storage.makeRegion(named: name, byteCount: bytes), count: count)
    }

    /// Gives the pages of `bounds` back; see ``Region/discard(_:)``.
    func discard(_ bounds: Range<Int>) {
        guard let start = elements.baseAddress else { return }
        let (offset, stride) = (UnsafeMutableRawPointer(start) - region.start, MemoryLayout<Element>.stride)
        region.discard(offset + bounds.lowerBound * stride..<offset + bounds.upperBound * stride)
    }

    /// An array in plain memory.
    public init(_ values: [Element]) {
        let bytes = values.count * MemoryLayout<Element>.stride
        self.init(region: MemoryStorage().makeRegion(named: "values", byteCount: bytes), count: values.count)
        for (index, value) in values.enumerated() { elements[index] = value }
    }

    /// `count` times the same value in plain memory.
    public init(repeating value: Element, count: Int) {
        let bytes = count * MemoryLayout<Element>.stride
        self.init(region: MemoryStorage().makeRegion(named: "values", byteCount: bytes), count: count)
        elements.update(repeating: value)
    }

    @inlinable public subscript(index: Int) -> Element {
        get { elements[index] }
        nonmutating set { elements[index] = newValue }
    }

    /// Asks for an element that is needed soon: arrays as long as the input do not stay in the cache.
    @inline(__always)
    func prefetch(_ index: Int) {
        guard let start = elements.baseAddress else { return }
        ballast_prefetch(start + index, MemoryLayout<Element>.stride)
    }

    @inlinable public subscript(bounds: Range<Int>) -> UnsafeBufferPointer<Element> {
        UnsafeBufferPointer(rebasing: elements[bounds])
    }
}
