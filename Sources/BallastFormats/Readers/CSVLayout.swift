internal import BallastCore
internal import CKernels

/// What is done with each column of a text while it is parsed.
struct CSVLayout: Sendable {
    /// A column of numbers, in the order of the feature rows.
    struct NumberColumn: Sendable {
        var column: Int
        /// The kind the user gave; nil if it is inferred.
        var declared: ColumnKind?
    }

    /// A column kept as codes.
    struct TextColumn: Sendable {
        var column: Int
        var role: Role
        var declared: Bool
        /// Where codes go: the plane, and the place in its rows.
        var plane: Int
        var offset: Int
        var stride: Int
    }

    enum Role: Sendable { case feature, label, group, fold }

    /// Planes of the spool.
    enum Plane { static let features = 0, codes = 1, labels = 2, groups = 3, folds = 4 }

    var names: [String]
    var numbers: [NumberColumn] = []
    var texts: [TextColumn] = []
    var actions: [UInt8]

    /// - Parameters:
    ///   - roles: label, group and fold by column index.
    ///   - declared: kinds given by the user, by column index.
    ///   - inferred: `true` for the columns that are taken for numbers.
    init(names: [String], roles: [Int: Role], declared: [Int: ColumnKind], looksNumeric: [Bool]) {
        self.names = names
        actions = [UInt8](repeating: UInt8(BALLAST_CSV_SKIP), count: names.count)
        for column in names.indices {
            if let role = roles[column] {
                texts.append(TextColumn(column: column, role: role, declared: true, plane: 0, offset: 0, stride: 1))
                continue
            }
            let kind = declared[column]
            if kind == .ignore { continue }
            if kind == .categorical || (kind == nil && !looksNumeric[column]) {
                texts.append(
                    TextColumn(column: column, role: .feature, declared: kind != nil, plane: 0, offset: 0, stride: 1))
            } else {
                numbers.append(NumberColumn(column: column, declared: kind))
            }
        }
        placeTexts()
        for number in numbers { actions[number.column] = UInt8(BALLAST_CSV_NUMBER) }
        for text in texts { actions[text.column] = UInt8(BALLAST_CSV_TEXT) }
    }

    private mutating func placeTexts() {
        let width = texts.count { $0.role == .feature }
        var next = 0
        for index in texts.indices {
            switch texts[index].role {
            case .feature:
                (texts[index].plane, texts[index].offset, texts[index].stride) = (Plane.codes, next, width)
                next += 1
            case .label: texts[index].plane = Plane.labels
            case .group: texts[index].plane = Plane.groups
            case .fold: texts[index].plane = Plane.folds
            }
        }
    }

    var planes: [RowSpool.Plane] {
        func has(_ role: Role) -> Int { texts.contains { $0.role == role } ? 1 : 0 }
        return [
            RowSpool.Plane(name: "features", width: numbers.count),
            RowSpool.Plane(name: "codes", width: texts.count { $0.role == .feature }),
            RowSpool.Plane(name: "labels", width: has(.label)),
            RowSpool.Plane(name: "groups", width: has(.group)),
            RowSpool.Plane(name: "folds", width: has(.fold)),
        ]
    }
}
