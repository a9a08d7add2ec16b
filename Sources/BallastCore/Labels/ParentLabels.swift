/// Labels that follow from the parents' classes and the step alone: each row's two classes share it anew.
///
/// Rules made of this replace what earlier rules did to a row of two classes, so they belong at the front.
struct ParentLabels: LabelAdjustment {
    /// The base's share, for the classes of base and partner and the partner's share of the row.
    let baseShare: @Sendable (_ base: Int32, _ partner: Int32, _ weight: Double) -> Double

    func adjust(_ soft: inout SoftLabels, of blends: UnsafeBufferPointer<Blend>, _ classes: ParentClasses) {
        for (row, blend) in blends.enumerated() where blend.partner >= 0 {
            let (base, partner) = (classes.base[row], classes.partner[row])
            guard base != partner else { continue }
            soft.share(row, partner, base, secondShare: baseShare(base, partner, Double(blend.weight)))
        }
    }
}
