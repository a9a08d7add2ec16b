import CKernels

/// The squared distance of two rows in the defined arithmetic (see ``NeighborSpace``).
///
/// - Complexity: O(width) per pair.
struct RowDistance: @unchecked Sendable {
    // Sendable: the pointers belong to stores that are kept here and only read.
    let space: NeighborSpace
    let width: Int
    let nominal: Int
    private let weights: StoredArray<Double>
    let useAVX2: Bool
    // What a pair needs, without a step through the stores.
    private let weightStart: UnsafePointer<Double>?
    private let rowStart: UnsafeRawPointer?
    private let bytesPerRow: Int
    private let hasCodes: Bool
    private let firstAdded: Int
    private let addedStart: UnsafeRawPointer?
    let element: row_element

    init(in space: NeighborSpace, kernels: NeighborKernels) {
        self.space = space
        width = space.features?.width ?? 0
        nominal = space.categorical?.width ?? 0
        weights = StoredArray(space.weights)
        useAVX2 = kernels.useAVX2
        weightStart = UnsafePointer(weights.elements.baseAddress)
        rowStart = (space.features?.start).map { UnsafeRawPointer($0) }
        bytesPerRow = space.features?.bytesPerRow ?? 0
        hasCodes = space.categorical != nil
        firstAdded = space.added.map { Int($0.first) } ?? .max
        addedStart = (space.added?.features?.start).map { UnsafeRawPointer($0) }
        element = space.features?.elementType.kernelElement ?? row_float32
    }

    /// The squared distance of rows `a` and `b`.
    func squared(_ a: Int64, _ b: Int64) -> Double {
        let numeric = squaredNumeric(Int(a), Int(b))
        guard nominal > 0, let first = codes(ofRow: Int(a)), let second = codes(ofRow: Int(b)) else { return numeric }
        return numeric + space.mismatchWeight * Double(mismatches(first, second))
    }

    /// Asks for up to `bytes` bytes of a row's numbers, which are needed soon.
    func prefetch(_ row: Int64, bytes: Int) {
        if let start = start(ofRow: Int(row)) { ballast_prefetch(start, min(bytes, bytesPerRow)) }
    }

    /// The first byte of a row of the store or of the added rows; nil without numeric columns.
    func start(ofRow row: Int) -> UnsafeRawPointer? {
        row < firstAdded
            ? rowStart.map { $0 + row * bytesPerRow } : addedStart.map { $0 + (row - firstAdded) * bytesPerRow }
    }

    /// The codes of a row likewise; nil without nominal columns.
    func codes(ofRow row: Int) -> UnsafeBufferPointer<Int32>? {
        guard hasCodes else { return nil }  // most often, and without a look into the stores
        return row < firstAdded ? space.categorical?[row] : space.added?.categorical?[row - firstAdded]
    }

    private func squaredNumeric(_ a: Int, _ b: Int) -> Double {
        guard let weightStart, let first = start(ofRow: a), let second = start(ofRow: b) else { return 0 }
        return useAVX2
            ? distance_squared_avx2(element, first, second, weightStart, width)
            : distance_squared_portable(element, first, second, weightStart, width)
    }

    private func mismatches(_ first: UnsafeBufferPointer<Int32>, _ second: UnsafeBufferPointer<Int32>) -> Int {
        var count = 0
        for column in 0..<nominal where first[column] != second[column] { count += 1 }
        return count
    }
}
