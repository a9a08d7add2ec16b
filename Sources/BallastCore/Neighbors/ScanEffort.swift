/// What a scan took.
struct ScanEffort {
    /// Queries times panels in reach of the scan.
    var panels = 0
    /// Queries times panels that boxes did not rule out.
    var scanned = 0
    /// Pairs that the byte filter did not rule out.
    var survivors = 0

    mutating func add(_ other: ScanEffort) {
        panels += other.panels
        scanned += other.scanned
        survivors += other.survivors
    }

    /// Whether the byte filter takes at most some times as long as float32 alone, by what either takes for a pair on common
    /// processors: about a column in 1/24 ns in float32, in 1/110 ns in bytes, and 70 ns for a survivor and 1/10 ns for each
    /// of its columns.
    func pays(columns: Int, within times: Double = 1) -> Bool {
        let pairs = Double(panels * ByteRows.rowsPerPanel)
        let share = Double(scanned) / Double(max(panels, 1))
        let bytes = pairs * share * (Double(columns) + 6) / 110 + Double(survivors) * (70 + Double(columns) / 10)
        return bytes < times * pairs * (Double(columns) + 4) / 24
    }
}
