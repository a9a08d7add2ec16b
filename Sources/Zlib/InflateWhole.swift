extension Inflate {
    /// Decodes one whole zlib stream whose decoded length is known, as of an HDF5 chunk.
    ///
    /// - Parameters:
    ///   - stream: all bytes of the stream and nothing else.
    ///   - output: exactly as long as the decoded data.
    /// - Throws: `ZlibError`; `.length` if the stream holds more or fewer bytes than `output`.
    package static func zlib(
        _ stream: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(ZlibError) {
        let inflate = Inflate(format: .zlib)
        try inflate.whole(stream, into: output)
    }

    /// Decodes one whole zlib stream of `expectedCount` bytes.
    ///
    /// - Throws: `ZlibError`; `.length` if the stream holds more or fewer bytes.
    package static func zlib(_ stream: [UInt8], expectedCount: Int) throws(ZlibError) -> [UInt8] {
        guard expectedCount >= 0 else {
            throw ZlibError(.refused, "expected length '\(expectedCount)' is negative; it must be 0 or more")
        }
        // `Array`'s closures throw untyped errors: the outcome is carried out as a value.
        var outcome = Result<Void, ZlibError>.success(())
        let decoded = [UInt8](unsafeUninitializedCapacity: expectedCount) { buffer, count in
            let output = UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: expectedCount)
            outcome = stream.withUnsafeBytes { bytes in
                Result { () throws(ZlibError) in try zlib(bytes, into: output) }
            }
            if case .success = outcome { count = expectedCount }
        }
        try outcome.get()
        return decoded
    }

    /// As the static `zlib(_:into:)`, reusing this object's memory. Resets the object first.
    public func whole(
        _ stream: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(ZlibError) {
        reset()
        var rest = stream
        var filled = 0
        while !rest.isEmpty {
            let room = UnsafeMutableRawBufferPointer(rebasing: output[filled...])
            let step = try inflate(from: rest, into: room)
            rest = UnsafeRawBufferPointer(rebasing: rest[step.consumed...])
            filled += step.produced
            if step.consumed == 0 && step.produced == 0 { break }
        }
        try requireEnd(filled: filled, expected: output.count)
    }

    /// The stream must be complete at exactly `expected` bytes. When the output is full but the stream goes on, one
    /// byte more tells a longer stream from a truncated one.
    private func requireEnd(filled: Int, expected: Int) throws(ZlibError) {
        var extra: UInt8 = 0
        let more = try withUnsafeMutableBytes(of: &extra) { room throws(ZlibError) in
            try inflate(from: UnsafeRawBufferPointer(start: nil, count: 0), into: room).produced
        }
        guard more == 0 else {
            throw ZlibError(.length, "the stream holds more than the expected \(expected) bytes")
        }
        try finish()
        guard filled == expected else {
            throw ZlibError(.length, "the stream holds \(filled) bytes; expected \(expected)")
        }
    }
}
