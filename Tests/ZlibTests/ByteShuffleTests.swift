import BallastTestSupport
import Testing
import Zlib

@Suite("ByteShuffle")
struct ByteShuffleTests {
    @Test("byte j of element i comes to place i of plane j, on every path, and back", arguments: [1, 2, 3, 4, 8, 12])
    func order(size: Int) {
        for count in [0, 1, 2, 15, 16, 17, 31, 32, 33, 63, 64, 65, 1000] {
            let elements = ChunkKind.noise.bytes(count: count * size)
            let expected = (0..<size).flatMap { j in (0..<count).map { elements[$0 * size + j] } }
            for path in [KernelPath.fastest, .portable] {
                var planes = [UInt8](repeating: 0, count: elements.count)
                var back = planes
                elements.withUnsafeBytes { from in
                    planes.withUnsafeMutableBytes {
                        ByteShuffle.shuffle(from, elementSize: size, into: $0, path: path)
                    }
                }
                planes.withUnsafeBytes { from in
                    back.withUnsafeMutableBytes {
                        ByteShuffle.unshuffle(from, elementSize: size, into: $0, path: path)
                    }
                }
                #expect(planes == expected)
                #expect(back == elements)
            }
        }
    }
}
