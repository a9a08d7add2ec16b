extension InputContents {
    private static let gzipMagic: [UInt8] = [0x1F, 0x8B]

    /// Whether the bytes are a gzip stream, whatever the file is called.
    func isGzip() throws -> Bool { try head(2) == Self.gzipMagic }

    /// The text, unpacked where it is compressed.
    func makeTextSource() throws -> any ByteSource {
        let source = try makeSource()
        return try isGzip() ? GzipSource(source, path: path) : source
    }

    /// Bytes of text per byte on disk, told from the first megabyte; 1 where nothing is compressed.
    func expansion() throws -> Double {
        guard let source = try makeTextSource() as? GzipSource else { return 1 }
        let text = try source.readAll(upTo: 1 << 20)
        return Double(text.count) / Double(max(source.consumed, 1))
    }
}
