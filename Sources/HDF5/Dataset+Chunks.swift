internal import CHDF5

/// A chunk as it lies in the file.
package struct StoredChunk: Equatable, Sendable {
    package var bytes: [UInt8]
    /// Bit i is set where filter i of the data set was skipped for this chunk.
    package var filterMask: UInt32

    package init(bytes: [UInt8], filterMask: UInt32) {
        self.bytes = bytes
        self.filterMask = filterMask
    }
}

extension Dataset {
    /// Stores a chunk whose bytes have passed the data set's filters already; any reader undoes them.
    ///
    /// - Parameters:
    ///   - bytes: the whole chunk after all filters but those in `filterMask`. A chunk at the edge is as large as all.
    ///   - offset: the chunk's first element, a multiple of the chunk shape, as many numbers as the data set has axes.
    ///   - filterMask: bit i is set where filter i was skipped.
    /// - Throws: ``HDF5Error`` where the library refuses.
    public func writeChunk(
        _ bytes: UnsafeRawBufferPointer, at offset: [Int], filterMask: UInt32 = 0
    ) throws(HDF5Error) {
        let position = chunkPosition(offset)
        let id = handle.id
        try Library.call("write a chunk of data set '\(name)' of '\(file)'") {
            H5Dwrite_chunk(id, hid_t(H5P_DEFAULT), filterMask, position, bytes.count, bytes.baseAddress)
        }
    }

    /// Stores a chunk; see ``writeChunk(_:at:filterMask:)-(UnsafeRawBufferPointer,_,_)``.
    public func writeChunk(_ bytes: [UInt8], at offset: [Int], filterMask: UInt32 = 0) throws(HDF5Error) {
        let outcome = bytes.withUnsafeBytes { bytes in
            Result { () throws(HDF5Error) in try writeChunk(bytes, at: offset, filterMask: filterMask) }
        }
        try outcome.get()
    }

    /// The bytes that the chunk at `offset` takes in the file; 0 where it was never written.
    ///
    /// - Throws: ``HDF5Error`` where the data set has no chunks or the index of its chunks is damaged.
    public func storedSize(ofChunkAt offset: [Int]) throws(HDF5Error) -> Int {
        let operation = "find a chunk of data set '\(name)' of '\(file)'"
        guard case .chunked = layout else {
            throw HDF5Error(.unsupported, operation: operation, problem: "it is not stored in chunks")
        }
        let size = try lookUp(chunkPosition(offset), operation)
        guard let bytes = Int(exactly: size), bytes <= fileSize ?? Int.max else {
            let problem = "the chunk at \(offset) would be larger than the file; it is damaged"
            throw HDF5Error(.library, operation: operation, problem: problem)
        }
        return bytes
    }

    private func lookUp(_ position: [hsize_t], _ operation: String) throws(HDF5Error) -> hsize_t {
        let id = handle.id
        var (size, mask, address): (hsize_t, UInt32, haddr_t) = (0, 0, 0)
        do throws(HDF5Error) {
            try Library.call(operation) { H5Dget_chunk_storage_size(id, position, &size) }
        } catch {
            // A chunk that was never written is a failure too. The other query tells, but walks through all chunks.
            let code = try? Library.call(operation) { H5Dget_chunk_info_by_coord(id, position, &mask, &address, &size) }
            guard code != nil, size == 0 else { throw error }
        }
        return size
    }

    /// Reads the chunk at `offset` as it is stored, still filtered; nil where it was never written.
    ///
    /// The library forgets the filter mask of a chunk until the data set it was written to is closed (1.10.8).
    ///
    /// - Parameter offset: the chunk's first element, a multiple of the chunk shape.
    /// - Throws: ``HDF5Error`` where the data set has no chunks or is damaged.
    package func readChunk(at offset: [Int]) throws(HDF5Error) -> StoredChunk? {
        let size = try storedSize(ofChunkAt: offset)
        if size == 0 { return nil }
        let position = chunkPosition(offset)
        let id = handle.id
        var chunk = StoredChunk(bytes: [UInt8](repeating: 0, count: size), filterMask: 0)
        try Library.call("read a chunk of data set '\(name)' of '\(file)'") {
            // The library looks the chunk up as it did above, so it writes as many bytes as it said then.
            H5Dread_chunk(id, hid_t(H5P_DEFAULT), position, &chunk.filterMask, &chunk.bytes)
        }
        return chunk
    }

    /// An offset as the library takes it: it reads as many numbers as the data set has axes.
    private func chunkPosition(_ offset: [Int]) -> [hsize_t] {
        precondition(offset.count == shape.count, "an offset has a number for each axis")
        return offset.map(hsize_t.init)
    }
}
