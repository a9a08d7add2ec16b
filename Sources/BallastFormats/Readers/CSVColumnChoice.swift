internal import BallastCore

/// Which columns the user named, and for what.
struct CSVColumnChoice: Sendable {
    /// By column index.
    var roles: [Int: CSVLayout.Role] = [:]
    var declared: [Int: ColumnKind] = [:]

    /// - Throws: ``InputError`` for a column that does not exist, listing those that do, or that is named twice.
    init(names: [String], request: InputRequest, path: String) throws {
        let wanted: [(ColumnReference?, CSVLayout.Role, String)] = [
            (request.label, .label, "label"), (request.group, .group, "group"), (request.fold, .fold, "fold"),
        ]
        for (reference, role, what) in wanted {
            guard let reference else { continue }
            let column = try Self.index(of: reference, what: what, names: names, path: path)
            if roles.updateValue(role, forKey: column) != nil {
                throw InputError(path, "column '\(names[column])' is asked for twice; name another \(what) column")
            }
        }
        for (name, kind) in request.columns.sorted(by: { $0.key < $1.key }) {
            let column = try Self.index(of: .name(name), what: "input", names: names, path: path)
            declared[column] = kind
        }
    }

    static func index(of reference: ColumnReference, what: String, names: [String], path: String) throws -> Int {
        switch reference {
        case .name(let name):
            if let index = names.firstIndex(of: name) { return index }
            throw InputError(path, "no \(what) column '\(name)'; the columns are \(list(names))")
        case .index(let index):
            let column = index < 0 ? names.count + index : index
            if names.indices.contains(column) { return column }
            throw InputError(
                path, "no \(what) column with index \(index); there are \(names.count) columns: \(list(names))")
        }
    }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(40).joined(separator: ", ")
        return names.count > 40 ? "\(shown) and \(names.count - 40) more" : shown
    }
}
