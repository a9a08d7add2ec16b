/// Symmetric systems that may be singular, without a library: the same bits on every machine.
enum LeastSquares {
    /// The least `‖D M D y − D b‖`, a = D y, D = diag(M)^(−½): the solution of `M a = b` where there is one, of several the
    /// one with the least y. A row of M without diagonal gets 0.
    ///
    /// By conjugate gradients on the normal equations (Hestenes and Stiefel 1952) from 0, until the gradient has fallen by
    /// 10¹³ or after 8 K + 64 steps. Unit diagonals keep classes of very different size from spoiling it.
    /// - Parameter matrix: `K × K`, row-major, symmetric, no negative eigenvalue.
    /// - Complexity: O(K²) per step.
    static func solve(_ matrix: [Double], _ rightSide: [Double]) -> [Double] {
        let count = rightSide.count
        let scale = (0..<count).map { c -> Double in
            let diagonal = matrix[c * count + c]
            return diagonal > 0 ? 1 / diagonal.squareRoot() : 0
        }
        func product(_ vector: [Double]) -> [Double] {
            let scaled = zip(scale, vector).map { $0 * $1 }
            return (0..<count).map { c in
                var sum = 0.0
                for d in 0..<count { sum += matrix[c * count + d] * scaled[d] }
                return scale[c] * sum
            }
        }
        func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0.0) { $0 + $1.0 * $1.1 } }
        var solution = [Double](repeating: 0, count: count)
        var residual = zip(scale, rightSide).map { $0 * $1 }
        var gradient = product(residual)
        var direction = gradient
        var norm = dot(gradient, gradient)
        let enough = norm * 1e-26
        for _ in 0..<8 * count + 64 where norm > enough {
            let image = product(direction)
            let length = dot(image, image)
            guard length > 0 else { break }
            let step = norm / length
            for c in 0..<count {
                solution[c] += step * direction[c]
                residual[c] -= step * image[c]
            }
            gradient = product(residual)
            let next = dot(gradient, gradient)
            let ratio = next / norm
            norm = next
            for c in 0..<count { direction[c] = gradient[c] + ratio * direction[c] }
        }
        return zip(scale, solution).map { $0 * $1 }
    }
}
