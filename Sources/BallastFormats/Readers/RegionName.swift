internal import Synchronization

/// Names for regions, which ``Storage`` wants unique within a run.
enum RegionName {
    private static let last = Atomic<Int>(0)

    /// `base` and a number that no other name has.
    static func unique(_ base: String) -> String { "\(base)-\(last.wrappingAdd(1, ordering: .relaxed).newValue)" }
}
