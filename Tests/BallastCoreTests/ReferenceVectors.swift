import Foundation

/// The vectors of Tests/Vectors: what NumPy, scikit-learn and imbalanced-learn say, to the bit.
enum ReferenceVectors {
    /// The cases of one group of one file.
    static func cases<Case: Decodable>(_ file: String, _ group: String, as type: Case.Type = Case.self) throws -> [Case]
    {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appending(path: "Vectors/\(file).json"))
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode([String: Group<Case>].self, from: data)[group]?.cases ?? []
    }

    /// A group of another shape than the one asked for is passed over.
    private struct Group<Case: Decodable>: Decodable {
        let cases: [Case]

        init(from decoder: any Decoder) throws {
            cases = (try? decoder.singleValueContainer().decode([Case].self)) ?? []
        }
    }
}

/// A float64 written as hexadecimal text.
struct Hexadecimal: Decodable, Equatable, CustomStringConvertible {
    let value: Double

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Double(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no hexadecimal number")
        }
        self.value = value
    }

    var description: String { "\(value)" }
}
