public import BallastCore
public import BallastFormats

extension Recipe {
    /// What to read, and how.
    public struct Input: Codable, Hashable, Sendable {
        /// The files with the rows; read in order, as one table.
        public var path = InputPaths()
        /// A name from ``InputFormats``, or `auto`: by extension, then by the first bytes.
        public var format = "auto"
        /// Whether the first line of a text names the columns.
        public var header = HeaderChoice.auto
        /// What stands between the cells of a text.
        public var delimiter = Delimiter.auto
        /// The label column of a table.
        public var label = ColumnChoice.none
        /// Files with the labels of array inputs.
        public var labels = InputPaths()
        /// Paths of the data sets inside an HDF5 input.
        public var x = "/x"
        /// The same for the labels.
        public var y = "/y"
        /// Kinds of columns by name; the others are inferred.
        public var columns: [String: ColumnKind] = [:]
        /// What to do with numeric cells without a value.
        public var missing = MissingPolicy.error
        /// Cells that stand for no value, compared as a whole; spaces around a cell do not count.
        public var missingTokens = ["", "NA", "?"]

        func validate() throws {
            let formats = ["auto"] + InputFormats.all.map { $0.name }.sorted()
            guard formats.contains(format) else {
                throw SettingError(
                    "input.format", "'\(format)' is not known; known: \(formats.joined(separator: ", "))")
            }
            for (name, text) in [("x", x), ("y", y)] where text.isEmpty {
                throw SettingError("input.\(name)", "is empty; the default is /\(name)")
            }
        }
    }

    /// Whether the first line of a text file names the columns; `auto`, `true` or `false`.
    public enum HeaderChoice: Hashable, Sendable, Codable {
        case auto, present, absent

        public init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let isPresent = try? container.decode(Bool.self) {
                self = isPresent ? .present : .absent
            } else if (try? container.decode(String.self)) == "auto" {
                self = .auto
            } else {
                throw DecodingError.problem(decoder, "is not known; known: auto, true, false")
            }
        }

        public func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            if self == .auto { try container.encode("auto") } else { try container.encode(self == .present) }
        }
    }

    /// What separates the cells of a text file: `auto`, `tab`, or one ASCII character.
    public enum Delimiter: Hashable, Sendable, Codable {
        case auto
        case byte(UInt8)

        public init(from decoder: any Decoder) throws {
            let text = try? decoder.singleValueContainer().decode(String.self)
            if text == "auto" {
                self = .auto
            } else if text == "tab" {
                self = .byte(9)
            } else if let byte = text?.utf8.first, text?.utf8.count == 1, DelimitedText.canSeparate(byte) {
                self = .byte(byte)
            } else {
                throw DecodingError.problem(decoder, "is no delimiter; write auto, tab, or one character such as \";\"")
            }
        }

        public func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .auto: try container.encode("auto")
            case .byte(let byte): try container.encode(String(UnicodeScalar(byte)))
            }
        }
    }

    /// A column by name or index, or none: a text, a whole number or null.
    public enum ColumnChoice: Hashable, Sendable, Codable {
        case none
        case column(ColumnReference)

        public init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .none
            } else if (try? container.decode(Double.self)) != nil {
                self = .column(.index(try container.decode(Int.self)))
            } else {
                self = .column(.name(try container.decode(String.self)))
            }
        }

        public func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .none: try container.encodeNil()
            case .column(.index(let index)): try container.encode(index)
            case .column(.name(let name)): try container.encode(name)
            }
        }

        var reference: ColumnReference? {
            if case .column(let reference) = self { reference } else { nil }
        }
    }
}

extension DecodingError {
    /// `'VALUE' problem` at the place of the decoder.
    static func problem(_ decoder: any Decoder, _ problem: String) -> DecodingError {
        let value = (try? decoder.singleValueContainer().decode(JSONValue.self))?.quoted ?? "the value"
        return .dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "\(value) \(problem)"))
    }
}
