/// Numbers and tables for people.
enum Text {
    /// `1234567` as `1,234,567`.
    static func count(_ number: some BinaryInteger) -> String {
        let digits = String(number.magnitude)
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0 && (digits.count - index) % 3 == 0 { grouped += "," }
            grouped.append(digit)
        }
        return (number < 0 ? "-" : "") + grouped
    }

    /// `1 shard`, `2 shards`.
    static func count(_ number: some BinaryInteger, _ noun: String) -> String {
        "\(count(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    /// With `places` digits after the point.
    static func decimal(_ number: Double, places: Int) -> String {
        guard number.isFinite, number.magnitude < 1e15 else { return "\(number)" }
        let power = (0..<places).reduce(1.0) { product, _ in product * 10 }
        let scaled = Int64((number.magnitude * power).rounded())
        let (whole, fraction) = scaled.quotientAndRemainder(dividingBy: Int64(power))
        let digits = String(fraction)
        let sign = number < 0 && scaled > 0 ? "-" : ""
        let tail = places > 0 ? "." + String(repeating: "0", count: places - digits.count) + digits : ""
        return sign + count(whole) + tail
    }

    /// The first column to the left, the others to the right.
    static func table(_ rows: [[String]]) -> String {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).enumerated().map { index, cell in
                let padding = String(repeating: " ", count: cell.1 - cell.0.count)
                return index == 0 ? cell.0 + padding : padding + cell.0
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}
