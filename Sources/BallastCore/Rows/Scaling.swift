/// How numeric columns are weighed against each other in a distance.
public enum Scaling: String, Codable, CaseIterable, Sendable {
    /// 1/σ, the training rows' population standard deviation.
    case standard
    /// 1/(max − min) of the training rows.
    case minmax
    /// 1.
    case none

    /// The weight `w_j` of each element of a row. A column whose minimum equals its maximum weighs 1.
    public func weights(_ statistics: ColumnStatistics) -> [Double] {
        statistics.mean.indices.map { j in
            let range = statistics.maximum[j] - statistics.minimum[j]
            // σ can underflow to 0 in a column that is not constant.
            if self == .none || range == 0 || (self == .standard && statistics.deviation[j] == 0) { return 1 }
            return 1 / (self == .standard ? statistics.deviation[j] : range)
        }
    }
}
