/// Scratch memory on a cache line, freed with the object.
final class AlignedBuffer<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
    // Sendable: the pointer never changes; writers divide the elements among themselves.
    let start: UnsafeMutablePointer<Element>
    let count: Int

    /// Filled with a value.
    init(count: Int, repeating value: Element) {
        self.count = count
        start = Self.allocate(count)
        start.initialize(repeating: value, count: count)
    }

    /// With any values: for large buffers that threads fill, so that each brings in the pages it writes.
    init(uninitialized count: Int) {
        self.count = count
        start = Self.allocate(count)
    }

    private static func allocate(_ count: Int) -> UnsafeMutablePointer<Element> {
        UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * MemoryLayout<Element>.stride, alignment: 64)
            .bindMemory(to: Element.self, capacity: count)
    }

    deinit { UnsafeMutableRawPointer(start).deallocate() }

    subscript(index: Int) -> Element {
        get { start[index] }
        set { start[index] = newValue }
    }
}
