public import BallastCore

extension Recipe.Balance {
    /// The same for the plan, which counts the rows of each class.
    public var target: BalanceTarget {
        switch goal {
        case .to(.majority): .majority
        case .to(.rowsOfClass(let name)): .likeClass(name)
        case .to(.rows(let rows)): .rows(rows)
        case .ratio(let ratio): .ratio(ratio)
        case .counts(let counts): .counts(counts)
        case .multiply(.every(let factor)): .multiplyAll(factor)
        case .multiply(.classes(let factors)): .multiply(factors)
        case .temper(let power): .temper(power)
        case .rows(let rows): .added(rows)
        }
    }
}

extension Recipe.Split {
    /// Shares of train, validation and test as whole weights; validated shares always have them.
    public var weights: [Int64] { ExactDecimal.integerWeights(fractions)?.weights ?? [1, 0, 0] }
}
