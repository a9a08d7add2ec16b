/// Makes the numeric part of rows whose second point is no input row: noise around the base, the mean of a class.
///
/// Such a blend has partner −1 and carries its candidate, so that whatever is drawn can be drawn again; see
/// ``Sampler/points``. A blend of two rows that carries its candidate is mixed first and changed afterwards. What is made is
/// rounded by ``BlendKernel``, integer columns also clipped to the column's range.
public protocol PointKernel: Sendable {
    /// Turns the values of the base, or of the mixture, into those of the row, in float64.
    ///
    /// - Parameters:
    ///   - candidate: what the draws are keyed by; its stratum is the base's class.
    ///   - weight: the blend's step.
    func displace(_ values: UnsafeMutableBufferPointer<Double>, _ candidate: Candidate, weight: Double)
}
