import BallastCore

extension Recipe.Balance.Goal {
    /// - Throws: `SettingError` for a value out of its range or one that does not go with the method.
    func validate(for method: Recipe.Method) throws {
        switch self {
        case .to(.rows(let rows)): try require(rows >= 1, "\(rows) is out of range; at least 1")
        case .to: break
        case .ratio(let ratio):
            try require(ratio > .zero && ratio <= .one, "\(ratio) is out of range; more than 0 and at most 1")
        case .temper(let power):
            try require(power >= .zero && power <= .one, "\(power) is out of range; 0 to 1")
        case .rows(let rows): try require(rows >= 0, "\(rows) is out of range; at least 0")
        case .counts(let counts):
            for (name, count) in counts.sorted(by: { $0.key < $1.key }) {
                try require(count >= 1, of: name, "\(count) is out of range; at least 1")
            }
        case .multiply(.every(let factor)): try require(factor >= .one, "\(factor) is out of range; at least 1")
        case .multiply(.classes(let factors)):
            for (name, factor) in factors.sorted(by: { $0.key < $1.key }) {
                try require(factor >= .one, of: name, "\(factor) is out of range; at least 1")
            }
        }
        try checkFit(with: method)
    }

    private func checkFit(with method: Recipe.Method) throws {
        switch (type(of: method.settings).strata, self) {
        case (.everything, .rows), (.everything, .multiply(.every)), (.classes, .to), (.classes, .ratio),
            (.classes, .counts), (.classes, .multiply), (.classes, .temper):
            return
        case (.everything, _):
            throw SettingError(
                "balance.\(key.rawValue)",
                "does not go with '\(method.kind)', which draws from all rows; write rows: N or multiply: 2")
        case (.classes, .rows):
            throw SettingError(
                "balance.rows",
                "does not go with '\(method.kind)', which adds rows class by class; write to, ratio, counts, multiply or temper"
            )
        }
    }

    private func require(_ condition: Bool, of name: String? = nil, _ problem: String) throws {
        let path = ["balance", key.rawValue, name].compactMap { $0 }.joined(separator: ".")
        if !condition { throw SettingError(path, problem) }
    }
}

extension ExactDecimal {
    static let zero = whole(0)
    static let one = whole(1)
    static let two = whole(2)

    private static func whole(_ integer: Int64) -> ExactDecimal {
        guard let decimal = ExactDecimal(exactly: integer) else {
            preconditionFailure("0, 1 and 2 have one digit, so they are decimals of at most 18")
        }
        return decimal
    }
}
