package import BallastCore
internal import CLinux
internal import Glibc

/// The bytes of one input, which can be read from the start as often as needed.
///
/// A file is opened anew for each reading. What has no beginning to go back to (standard input, a pipe) is first copied
/// into `storage`, in pieces of 64 MiB, so memory stays bounded by what the storage keeps resident.
package struct InputContents: Sendable {
    /// As the user gave it.
    var path: String
    /// Bytes on disk.
    var size: Int
    private var pieces: [Region]?
    /// What the system said of the file when it was opened; nil of what is no file.
    private var status: FileStatus?

    /// - Throws: ``InputError`` when the file is missing, unreadable or a folder.
    package init(path: String, storage: any Storage) throws {
        self.path = path
        let descriptor = path == "-" ? STDIN_FILENO : try Self.open(path)
        defer { if path != "-" { close(descriptor) } }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw InputError(path, Self.reason(errno)) }
        if status.st_mode & S_IFMT == S_IFDIR { throw InputError(path, "is a folder; name the files in it") }
        if status.st_mode & S_IFMT == S_IFREG, path != "-" {
            size = Int(status.st_size)
            self.status = FileStatus(status)
        } else {
            (pieces, size) = try Self.copy(descriptor, path: path, storage: storage)
        }
    }

    func makeSource() throws -> any ByteSource {
        if let pieces { return RegionSource(pieces, byteCount: size) }
        return FileSource(path: path, descriptor: try Self.open(path))
    }

    /// Up to `count` bytes from the start, as they are on disk.
    func head(_ count: Int) throws -> [UInt8] { try makeSource().readAll(upTo: count) }

    /// A regular file that can be mapped where it lies.
    var isMappable: Bool { pieces == nil }

    /// All bytes in one piece: the file where it lies, or a copy in storage.
    func region(storage: any Storage) throws -> Region {
        guard let pieces else { return try MappedFile.region(path: path, byteCount: size) }
        if pieces.count == 1 { return pieces[0] }
        let whole = try storage.makeRegion(named: RegionName.unique("piped-whole"), byteCount: size)
        let source = try makeSource()
        let bytes = UnsafeMutableRawBufferPointer(start: whole.start, count: size)
        var end = 0
        while case let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[end...])), count > 0
        {
            whole.discard(end..<end + count)
            end += count
        }
        return whole
    }

    /// SHA-256 of all bytes, lower-case hexadecimal.
    ///
    /// - Throws: ``InputError`` when the file is no longer the one that was opened, or has been written to since: the
    ///   digest would not be that of the rows.
    package func hexadecimalHash() throws -> String {
        let hash = FileHash()
        let source = try makeSource()
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
        defer { block.deallocate() }
        while case let count = try source.read(into: block), count > 0 {
            hash.update(UnsafeRawBufferPointer(rebasing: block[..<count]))
        }
        if let status, FileSystem.status(path) != status {
            throw InputError(path, "has changed while it was read; run again when it is written")
        }
        return hash.hexadecimal
    }

    private static func open(_ path: String) throws -> Int32 {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        if descriptor >= 0 { return descriptor }
        throw InputError(path, reason(errno), isMissingInput: true)
    }

    private static func reason(_ code: Int32) -> String {
        switch code {
        case ENOENT, ENOTDIR: "no such file; check the path"
        case EACCES, EPERM: "is not readable; change its permissions"
        default: "cannot be opened for reading: \(String(cString: strerror(code)))"
        }
    }

    private static func copy(_ descriptor: Int32, path: String, storage: any Storage) throws -> ([Region], Int) {
        let pieceSize = 64 << 20
        var pieces: [Region] = []
        var size = 0
        let source = FileSource(path: path, descriptor: descriptor, closes: false)
        while true {
            let piece = try storage.makeRegion(
                named: RegionName.unique("piped-input"), byteCount: pieceSize)
            let count = try source.fill(UnsafeMutableRawBufferPointer(start: piece.start, count: pieceSize))
            size += count
            if count > 0 { pieces.append(piece) }
            piece.discard()
            if count < pieceSize { return (pieces, size) }
        }
    }
}
