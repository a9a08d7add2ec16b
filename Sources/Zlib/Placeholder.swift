internal import CZlib

public final class Deflate: @unchecked Sendable {
    let level: Int
    public init(level: Int) { self.level = level }
    public static func shuffleHelps(_ chunk: UnsafeRawBufferPointer, elementSize: Int) -> Bool { elementSize == 4 }
    public func compress(_ chunk: UnsafeRawBufferPointer, elementSize: Int, shuffle: Bool, into buffer: inout [UInt8]) {
        var shuffled = [UInt8](chunk)
        if shuffle {
            let n = chunk.count / elementSize
            for i in 0..<n { for b in 0..<elementSize { shuffled[b * n + i] = chunk[i * elementSize + b] } }
        }
        var size = compressBound(uLong(shuffled.count))
        buffer = [UInt8](repeating: 0, count: Int(size))
        compress2(&buffer, &size, shuffled, uLong(shuffled.count), Int32(level))
        buffer.removeLast(buffer.count - Int(size))
    }
}
