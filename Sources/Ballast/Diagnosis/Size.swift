/// Sizes for people.
package enum Size {
    /// `12.3 MiB`, `512 B`.
    package static func words(_ bytes: some BinaryInteger) -> String {
        var (value, unit) = (Double(bytes), 0)
        while value >= 1024 && unit < 4 {
            value /= 1024
            unit += 1
        }
        return (unit == 0 ? "\(bytes)" : "\((value * 10).rounded() / 10)") + " "
            + ["B", "KiB", "MiB", "GiB", "TiB"][unit]
    }
}
