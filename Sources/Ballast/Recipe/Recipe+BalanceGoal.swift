public import BallastCore

extension Recipe.Balance {
    /// How many rows each class shall have, or how many are added: one of the keys under `balance`.
    public enum Goal: Hashable, Sendable {
        /// Every class as many rows as this level.
        case to(Level)
        /// Every class at least this share of the largest one, in (0, 1].
        case ratio(ExactDecimal)
        /// Rows of the classes that are named; the others keep theirs.
        case counts([String: Int64])
        case multiply(Factor)
        /// `n_max · (n / n_max)^q`, q in [0, 1]: 0 balances, 1 changes nothing.
        case temper(ExactDecimal)
        /// Rows added in all, for methods that draw from all rows.
        case rows(Int64)

        /// What ``Goal/to(_:)`` aims at.
        public enum Level: Hashable, Sendable {
            /// The rows of the largest class.
            case majority
            /// The rows of this class.
            case rowsOfClass(String)
            case rows(Int64)
        }

        /// What rows are multiplied by, at least 1.
        public enum Factor: Hashable, Sendable {
            /// All rows, or every class.
            case every(ExactDecimal)
            /// The classes that are named.
            case classes([String: ExactDecimal])
        }

        /// The default of methods that draw from all rows: as many synthetic rows as there are originals.
        static let doubled = Goal.multiply(.every(.two))
    }
}

extension Recipe.Balance.Goal {
    enum CodingKeys: String, CodingKey, CaseIterable { case to, ratio, counts, multiply, temper, rows }

    /// The key under `balance` that this goal is.
    var key: CodingKeys {
        switch self {
        case .to: .to
        case .ratio: .ratio
        case .counts: .counts
        case .multiply: .multiply
        case .temper: .temper
        case .rows: .rows
        }
    }

    /// Whether `name` is one of the keys of which only one may stand.
    static func isKey(_ name: String) -> Bool { CodingKeys(rawValue: name) != nil }
}

extension Recipe.Balance.Goal: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard let key = container.allKeys.first, container.allKeys.count == 1 else {
            let known = CodingKeys.allCases.map(\.rawValue).sorted().joined(separator: ", ")
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "one key expected; known: \(known)"))
        }
        switch key {
        case .to: self = .to(try container.decode(Level.self, forKey: key))
        case .ratio: self = .ratio(try container.decode(ExactDecimal.self, forKey: key))
        case .counts: self = .counts(try container.decode([String: Int64].self, forKey: key))
        case .multiply: self = .multiply(try container.decode(Factor.self, forKey: key))
        case .temper: self = .temper(try container.decode(ExactDecimal.self, forKey: key))
        case .rows: self = .rows(try container.decode(Int64.self, forKey: key))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .to(let level): try container.encode(level, forKey: key)
        case .ratio(let value), .temper(let value): try container.encode(value, forKey: key)
        case .counts(let counts): try container.encode(counts, forKey: key)
        case .multiply(let factor): try container.encode(factor, forKey: key)
        case .rows(let rows): try container.encode(rows, forKey: key)
        }
    }
}

extension Recipe.Balance.Goal.Level: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if (try? container.decode(Double.self)) != nil {
            self = .rows(try container.decode(Int64.self))
        } else {
            let name = try container.decode(String.self)
            self = name == "majority" ? .majority : .rowsOfClass(name)
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .majority: try container.encode("majority")
        case .rowsOfClass(let name): try container.encode(name)
        case .rows(let rows): try container.encode(rows)
        }
    }
}

extension Recipe.Balance.Goal.Factor: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if (try? container.decode(Double.self)) != nil {
            self = .every(try container.decode(ExactDecimal.self))
        } else if (try? container.decode(String.self)) != nil {
            throw DecodingError.problem(decoder, "is no factor; write 2, or {CLASS: 2}")
        } else {
            self = .classes(try container.decode([String: ExactDecimal].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .every(let factor): try container.encode(factor)
        case .classes(let factors): try container.encode(factors)
        }
    }
}
