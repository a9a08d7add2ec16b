import CKernels

/// Rows as the float32 filter sees them: `z_j = float((x_j − c_j) · w_j · S)`.
///
/// `c_j` is near the middle of the column and `S` a power of two that puts typical values near 1. Neither changes which
/// rows are near; they keep the filter's rounding small and its squares in range. A row with a value beyond ±2⁴⁸ is
/// *out of reach*: the filter cannot hold it, and the search compares it in float64.
struct RowScaling: @unchecked Sendable {
    // Sendable: the arrays are written here and only read afterwards.
    /// Squares of differences below 2⁴⁹, summed over up to 2²⁴ columns, stay below 2¹²⁸.
    static let reach = 0x1p48
    /// Rows looked at for centres and scale, and their elements: fewer of wide rows, whose columns take longer to sort than
    /// the rows to compare.
    private static let sampleSize = 15...127
    private static let sampleElements = 1 << 16

    let distance: RowDistance
    /// `S`.
    let scale: Double
    private let centers: StoredArray<Double>
    private let weights: StoredArray<Double>
    // What a row needs, without a step through the stores.
    private let centerStart: UnsafePointer<Double>?
    private let weightStart: UnsafePointer<Double>?

    init(of references: StoredArray<Int64>, distance: RowDistance) {
        self.distance = distance
        guard let features = distance.space.features else {
            (scale, centers, weights) = (1, StoredArray([]), StoredArray([]))
            (centerStart, weightStart) = (nil, nil)
            return
        }
        let sample = Self.sample(of: references, in: features)
        let centers = Self.medians(of: sample, width: features.width)
        scale = Self.scale(for: sample, centers: centers, weights: distance.space.weights)
        let power = scale
        self.centers = StoredArray(centers)
        weights = StoredArray(distance.space.weights.map { $0 * power })
        centerStart = UnsafePointer(self.centers.elements.baseAddress)
        weightStart = UnsafePointer(weights.elements.baseAddress)
    }

    /// Scales a row to `scaled[0]`, `scaled[stride]`, …
    ///
    /// Returns a bound of the row's distance from its exact image, or −1 when it is out of reach. Each `z_j` is one float32
    /// rounding (2⁻²⁴ of its size, or 2⁻¹⁵⁰ when it is subnormal) of a float64 value with three roundings, which the
    /// factor 1 + 2⁻²⁰ covers; so the vector is off by at most 2⁻²⁴(1 + 2⁻²⁰)·|z| + √width · 2⁻¹⁴⁹.
    func scale(row: Int64, to scaled: UnsafeMutablePointer<Float>, stride: Int) -> Double {
        guard let centerStart, let weightStart, let start = distance.start(ofRow: Int(row)) else { return 0 }
        let squares = knn_scale_row(
            distance.element, start, distance.width, centerStart, weightStart, Self.reach, scaled, stride)
        guard squares < .infinity else { return -1 }
        return 0x1.00001p-24 * squares.squareRoot() + Double(distance.width).squareRoot() * 0x1p-149
    }

    /// Evenly spread reference rows in float64, one after the other.
    private static func sample(of references: StoredArray<Int64>, in features: RowStore) -> [Double] {
        let most = (sampleElements / max(features.width, 1)).clamped(to: sampleSize)
        let size = min(most, references.count)
        return (0..<size).flatMap { index in
            let row = Int(references[index * references.count / size])
            return [Double](unsafeUninitializedCapacity: features.width) { buffer, count in
                if let wide = buffer.baseAddress {
                    distance_widen(
                        features.elementType.kernelElement, features.start(ofRow: row), features.width, wide)
                }
                count = features.width
            }
        }
    }

    private static func medians(of sample: [Double], width: Int) -> [Double] {
        let size = sample.count / width
        return (0..<width).map { column in
            let values = (0..<size).map { sample[$0 * width + column] }.sorted()
            return values[size / 2]
        }
    }

    /// The power of two that brings the largest value of three quarters of the sampled rows below 1.
    private static func scale(for sample: [Double], centers: [Double], weights: [Double]) -> Double {
        let width = centers.count
        let sizes = (0..<(sample.count / width)).map { row in
            (0..<width).reduce(0.0) { max($0, abs((sample[row * width + $1] - centers[$1]) * weights[$1])) }
        }.sorted()
        let typical = sizes[sizes.count * 3 / 4]
        let size = typical > 0 ? typical : sizes[sizes.count - 1]
        guard size > 0, size < .infinity else { return 1 }
        return Double(sign: .plus, exponent: max(-400, min(400, -Int(size.exponent) - 1)), significand: 1)
    }
}
