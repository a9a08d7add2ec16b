/// What one differing nominal value adds to a squared distance: `M²` of SMOTE-NC.
///
/// M is the median, over the numeric columns, of the class's standard deviation in the scaled space.
/// Chawla, Bowyer, Hall and Kegelmeyer, "SMOTE", JAIR 16, 2002, section 6.1.
enum NominalDistance {
    /// `M²` of class `c`. Where the median is 0: the mean of the deviations that are not; where none is left, where there
    /// is one row or no numeric column: 1, so that only mismatches count. 0 without nominal columns.
    static func mismatchWeight(
        ofClass c: Int, _ population: Population, _ weights: [Double], threads: Int
    ) throws -> Double {
        try mismatchWeight(of: .listed(population.rows(ofClass: c)), population, weights, threads: threads)
    }

    /// The same of any rows.
    static func mismatchWeight(
        of rows: RowList, _ population: Population, _ weights: [Double], threads: Int
    ) throws -> Double {
        guard population.categorical != nil else { return 0 }
        guard let features = population.features, rows.count > 1 else { return 1 }
        let statistics = try ColumnStatistics(of: features, rows: rows, threads: threads)
        let deviations = zip(statistics.deviation, weights).map { $0 * $1 }
        let m = median(deviations)
        if m > 0 { return m * m }
        let positive = deviations.filter { $0 > 0 }
        guard !positive.isEmpty else { return 1 }
        let mean = positive.reduce(0, +) / Double(positive.count)
        return mean * mean
    }

    /// The middle value; of an even number, the mean of the two middle ones.
    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
