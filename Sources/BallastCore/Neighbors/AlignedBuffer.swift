/// Scratch memory on a cache line, filled with a value, freed with the object.
final class AlignedBuffer<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
    // Sendable: the pointer never changes; writers divide the elements among themselves.
    let start: UnsafeMutablePointer<Element>
    let count: Int

    init(count: Int, repeating value: Element) {
        let bytes = max(count, 1) * MemoryLayout<Element>.stride
        let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        start = raw.initializeMemory(as: Element.self, repeating: value, count: count)
        self.count = count
    }

    deinit { UnsafeMutableRawPointer(start).deallocate() }

    subscript(index: Int) -> Element {
        get { start[index] }
        set { start[index] = newValue }
    }
}
