public import BallastCore

extension Recipe {
    /// How rows are compared when neighbours are looked for. New rows are mixed from the rows as they are, whatever this
    /// says.
    public struct Distance: Codable, Hashable, Sendable {
        /// ``Scaling/none`` where an embedding or the cosine is asked for and no scale is given.
        public var scale = Scaling.standard
        /// A matrix in which neighbours are looked for instead of the numeric columns.
        public var embedding = EmbeddingChoice.none
        /// Which rows count as near.
        public var metric = Metric.euclidean
        /// How many principal components of the training rows neighbours are looked for in.
        public var components = ComponentChoice.none

        func validate() throws {
            if embedding == .file("") {
                throw SettingError("distance.embedding", "is empty; name an NPY file, or write null")
            }
            if metric == .cosine, scale != .none {
                throw SettingError(
                    "distance.scale",
                    "'\(scale.rawValue)' does not go with metric cosine, which scales each row to length 1; write none")
            }
            if case .count(let count) = components, !(1...Self.mostComponents).contains(count) {
                throw SettingError(
                    "distance.components", "\(count) is out of range; 1 to \(Self.mostComponents), or null")
            }
        }

        /// The first setting that makes neighbours be looked for elsewhere than in the columns themselves.
        var settingElsewhere: String? {
            embedding != .none
                ? "embedding" : metric != .euclidean ? "metric" : components != .none ? "components" : nil
        }

        static let mostComponents = Int64(PrincipalAxes.mostColumns)
    }

    /// What is near.
    public enum Metric: String, Codable, CaseIterable, Sendable {
        case euclidean
        /// The angle between rows: the euclidean distance of the rows scaled to length 1.
        case cosine
    }

    /// An NPY file, or none: a text or null.
    public enum EmbeddingChoice: Hashable, Sendable, Codable {
        case none
        case file(String)

        public init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            self = container.decodeNil() ? .none : .file(try container.decode(String.self))
        }

        public func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .none: try container.encodeNil()
            case .file(let path): try container.encode(path)
            }
        }
    }

    /// A number of components, or none: a whole number or null.
    public enum ComponentChoice: Hashable, Sendable, Codable {
        case none
        case count(Int64)

        public init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            self = container.decodeNil() ? .none : .count(try container.decode(Int64.self))
        }

        public func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .none: try container.encodeNil()
            case .count(let count): try container.encode(count)
            }
        }
    }
}
