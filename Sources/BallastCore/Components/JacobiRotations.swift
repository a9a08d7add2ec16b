/// Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations.
///
/// A sweep is `m − 1` rounds, m the number of columns made even: every pair of columns meets once, in each round m/2 pairs
/// that share no column, as in a tournament (Brent and Luk, "The solution of singular-value and symmetric eigenvalue
/// problems on multiprocessor arrays", SIAM J. Sci. Stat. Comput. 6, 1985). All angles of a round come from the matrix
/// before it, then rows are rotated, then columns. So threads can share a round without changing a bit.
/// Angles as in Golub and Van Loan, "Matrix Computations", 8.5.2; only +, −, ×, ÷ and √, each rounded by itself.
final class JacobiRotations: @unchecked Sendable {
    // Sendable: in each phase a line is written by one thread.
    let width: Int
    private let matrix: StoredArray<Double>
    /// Line k becomes the eigenvector of the k-th diagonal entry.
    private let vectors: StoredArray<Double>
    private let threads: Int
    /// What is left beside the diagonal is below this: 2⁻⁴⁰ of the largest diagonal entry, far below the float32 to which
    /// coordinates along the vectors are rounded.
    private let tolerance: Double

    /// Ample: 6 to 10 are seen.
    private static let mostSweeps = 50
    private static let leastWidthForThreads = 96

    /// - Parameter matrix: row-major, symmetric, finite.
    init(_ matrix: [Double], width: Int, threads: Int) {
        precondition(matrix.count == width * width)
        self.width = width
        self.matrix = StoredArray(matrix)
        vectors = StoredArray((0..<width * width).map { $0 % (width + 1) == 0 ? 1 : 0 })
        self.threads = width < Self.leastWidthForThreads ? 1 : threads
        tolerance = (0..<width).reduce(0) { max($0, abs(matrix[$1 * width + $1])) } * 0x1p-40
    }

    /// The pairs of eigenvalue and vector, the largest value first, ties by the number of the column.
    ///
    /// - Complexity: O(width³) for each of less than a dozen sweeps.
    func decompose() throws -> [(value: Double, vector: [Double])] {
        let players = width + width % 2
        for _ in 0..<Self.mostSweeps {
            guard isAnyLeft() else { break }
            for round in 0..<max(players - 1, 0) { try rotate(pairs(ofRound: round, players: players)) }
        }
        let values = (0..<width).map { matrix[$0 * width + $0] }
        return values.indices.sorted { (-values[$0], $0) < (-values[$1], $1) }
            .map { (values[$0], Array(vectors[$0 * width..<($0 + 1) * width])) }
    }

    private func isAnyLeft() -> Bool {
        (0..<width).contains { i in (i + 1..<max(width, i + 1)).contains { abs(matrix[i * width + $0]) > tolerance } }
    }

    private struct Rotation: Sendable {
        let p, q: Int
        let cosine, sine: Double
    }

    /// The pairs that still have something to rotate, lower column first.
    private func pairs(ofRound round: Int, players: Int) -> [Rotation] {
        (0..<players / 2).compactMap { index in
            let (a, b) =
                index == 0
                ? (players - 1, round)
                : ((round + index) % (players - 1), (round + players - 1 - index) % (players - 1))
            return max(a, b) < width ? rotation(min(a, b), max(a, b)) : nil
        }
    }

    private func rotation(_ p: Int, _ q: Int) -> Rotation? {
        let beside = matrix[p * width + q]
        guard abs(beside) > tolerance else { return nil }
        let theta = (matrix[q * width + q] - matrix[p * width + p]) / (2 * beside)
        let root = (theta * theta + 1).squareRoot()
        let tangent = theta >= 0 ? 1 / (theta + root) : -1 / (root - theta)
        let cosine = 1 / (tangent * tangent + 1).squareRoot()
        return Rotation(p: p, q: q, cosine: cosine, sine: tangent * cosine)
    }

    private func rotate(_ rotations: [Rotation]) throws {
        let size = threads > 1 ? 16 : rotations.count
        guard size > 0 else { return }
        try Parallel.forEachChunk(of: rotations.count, size: size, threads: threads) { part in
            for rotation in rotations[part] {
                rotateLines(of: matrix, rotation)
                rotateLines(of: vectors, rotation)
            }
        }
        let lines = threads > 1 ? 32 : width
        try Parallel.forEachChunk(of: width, size: lines, threads: threads) { part in
            for k in part { rotateEntries(ofLine: k, rotations) }
        }
    }

    private func rotateLines(of lines: StoredArray<Double>, _ rotation: Rotation) {
        guard let start = lines.elements.baseAddress else { return }
        let (first, second) = (start + rotation.p * width, start + rotation.q * width)
        let (c, s) = (rotation.cosine, rotation.sine)
        for j in 0..<width {
            let (a, b) = (first[j], second[j])
            first[j] = c * a - s * b
            second[j] = s * a + c * b
        }
    }

    private func rotateEntries(ofLine k: Int, _ rotations: [Rotation]) {
        guard let start = matrix.elements.baseAddress else { return }
        let line = start + k * width
        for rotation in rotations {
            let (a, b) = (line[rotation.p], line[rotation.q])
            line[rotation.p] = rotation.cosine * a - rotation.sine * b
            line[rotation.q] = rotation.sine * a + rotation.cosine * b
        }
    }
}
