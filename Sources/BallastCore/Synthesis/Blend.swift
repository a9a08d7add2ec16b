/// The recipe of one output row: `base + weight · (partner − base)`.
///
/// An untouched original is the blend of itself with itself at weight 0; so is a copy.
public struct Blend: Equatable, Sendable {
    /// Input row number.
    public var base: Int64
    /// Input row number; −1 where the second point is no input row.
    public var partner: Int64
    /// The partner's share in the row: λ of the field.
    public var weight: Float
    /// Of a blend with partner −1: what its second point is drawn by; of another: its row is changed after mixing, by
    /// ``Sampler/points``. No part of the output; see ``stored``.
    public var candidate: Candidate?
    /// Where the row is no mixture but the base with a box of the partner's pixels, of which ``weight`` is the share. No
    /// part of the output either.
    public var patch: Patch?
    /// Class of a row with partner −1 whose base is of another class; nil: that of the base. No part of the output.
    public var target: Int32?

    public init(base: Int64, partner: Int64, weight: Float, patch: Patch? = nil) {
        self.base = base
        self.partner = partner
        self.weight = weight
        self.patch = patch
    }

    /// A blend whose second point is no input row.
    public init(base: Int64, weight: Float, drawnBy candidate: Candidate, target: Int32? = nil) {
        self.init(base: base, partner: -1, weight: weight)
        self.candidate = candidate
        self.target = target
    }

    /// The class for which the row is made, which has ties for itself: ``target``, else that of the base.
    @inline(__always)
    public func ownClass(_ baseClass: @autoclosure () -> Int32) -> Int32 { target ?? baseClass() }

    /// What a shard says of the blend.
    public var stored: Blend { Blend(base: base, partner: partner, weight: weight) }

    /// The row itself.
    public static func copy(of row: Int64) -> Blend { Blend(base: row, partner: row, weight: 0) }
}

/// Candidate `number` of one stratum: a class for SMOTE-like methods, the whole training set (stratum 0) for mixup-like.
public struct Candidate: Hashable, Sendable {
    /// A class, or 0 for a method that draws from all rows.
    public var stratum: Int32
    /// How often a guard has had it drawn anew, 0 ..< ``mostAttempts``. The base stays, what is drawn by key changes.
    public var attempt: UInt8 = 0
    /// 0 ..< the stratum's number of candidates.
    public var number: Int64

    /// What the key of a draw has room for.
    public static let mostAttempts = 16

    public init(stratum: Int32, number: Int64) {
        self.stratum = stratum
        self.number = number
    }

    /// The candidate as it was before any guard had it drawn anew.
    var firstDraw: Candidate { Candidate(stratum: stratum, number: number) }
}
