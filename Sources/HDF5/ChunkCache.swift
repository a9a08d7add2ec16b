internal import CHDF5

/// How much of a chunked data set the library keeps unpacked while it is read.
enum ChunkCache {
    /// The library's own size of the cache.
    private static let standard = 1 << 20

    /// Properties for opening a data set of which whole rows are read in order, or nil where the standard ones do.
    ///
    /// A chunk that does not fit is unpacked again for every part of it that is read, so the cache holds one row of
    /// chunks, as far as `limit` bytes go.
    static func properties(
        shape: [Int], chunk: [Int], elementSize: Int, limit: Int, for operation: String
    ) throws(HDF5Error) -> PropertyList? {
        let across = zip(shape, chunk).dropFirst().map { max(1, ($0 - 1) / $1 + 1) }
        // What cannot be counted is beyond the limit.
        let chunks = (try? across.product(for: operation)) ?? Int.max
        let chunkBytes = (try? (chunk + [elementSize]).product(for: operation)) ?? Int.max
        let (wanted, overflow) = chunks.multipliedReportingOverflow(by: chunkBytes)
        let bytes = overflow ? limit : min(wanted, limit)
        guard bytes > standard else { return nil }

        let properties = try PropertyList(h5_class_dataset_access, for: operation)
        // The manual asks for a prime number of slots, about a hundred times the chunks that fit; ten times and odd is
        // enough for chunks that are visited in order.
        let slots = max(521, 10 * min(bytes / chunkBytes, 100_000) + 1)
        // Chunks that were read in full are not needed again.
        try properties.set { H5Pset_chunk_cache($0, slots, bytes, 1) }
        return properties
    }
}
