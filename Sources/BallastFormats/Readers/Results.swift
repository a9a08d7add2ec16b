/// One result per index, written by whoever works on it.
final class Results<Element: Sendable>: @unchecked Sendable {
    // Sendable: each element is written by one thread and read after all have ended.
    private let elements: UnsafeMutableBufferPointer<Element?>

    init(count: Int) {
        elements = .allocate(capacity: count)
        elements.initialize(repeating: nil)
    }

    deinit {
        elements.deinitialize()
        elements.deallocate()
    }

    subscript(index: Int) -> Element? {
        get { elements[index] }
        set { elements[index] = newValue }
    }

    var values: [Element] { elements.compactMap { $0 } }
}
