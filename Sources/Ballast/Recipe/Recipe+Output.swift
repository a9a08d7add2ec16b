import BallastCore

extension Recipe {
    /// What is written, and how.
    public struct Output: Codable, Hashable, Sendable {
        /// Rows of each file of a part but its last.
        public var rowsPerShard = RowsPerShard.auto
        /// The deflate level, 0 … 9; 0 stores.
        public var compression = 1
        /// Which data sets hold the soft labels.
        public var softLabels = SoftLabelForm.auto
        /// The number type of `x`.
        public var element = Element.auto
        /// Whether the original training rows are written beside the synthetic ones.
        public var originals = true
        /// Whether the manifest says how the spread of each class's added rows compares with that of its rows.
        public var varianceRatio = false

        func validate() throws {
            if case .rows(let rows) = rowsPerShard, rows < 1 {
                throw SettingError("output.rows_per_shard", "\(rows) is out of range; auto, or at least 1")
            }
            guard (0...9).contains(compression) else {
                throw SettingError("output.compression", "\(compression) is out of range; 0 to 9")
            }
        }
    }

    /// Where one shard ends and the next begins.
    public enum RowsPerShard: Hashable, Sendable, Codable {
        /// As many whole rows as make 256 MiB of `x`, at most 100,000.
        case auto
        case rows(Int64)

        public init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if (try? container.decode(Double.self)) != nil {
                self = .rows(try container.decode(Int64.self))
            } else if (try? container.decode(String.self)) == "auto" {
                self = .auto
            } else {
                throw DecodingError.problem(decoder, "is not a number of rows; write auto, or one such as 100000")
            }
        }

        public func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .auto: try container.encode("auto")
            case .rows(let rows): try container.encode(rows)
            }
        }
    }

    /// How soft labels are stored.
    public enum SoftLabelForm: String, Codable, CaseIterable, Sendable {
        /// Dense up to 128 classes, sparse above.
        case auto
        case dense, sparse, both
    }

    /// The number type of `x`.
    public enum Element: String, Codable, CaseIterable, Sendable {
        /// As the input says.
        case auto
        case float32, uint8
    }
}
