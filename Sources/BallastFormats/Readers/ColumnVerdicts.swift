internal import BallastCore

/// Messages about cells that cannot stand where they stand.
enum ColumnVerdicts {
    static func error(_ place: CellPlace, _ paths: [String], _ problem: String) -> InputError {
        InputError(paths[place.file], line: place.line, column: place.column, problem)
    }

    static func notANumber(_ place: CellPlace, _ paths: [String]) -> InputError {
        if place.text.isEmpty {
            return error(
                place, paths,
                "value is empty, not a number; say how missing values are written with input.missing_tokens")
        }
        return error(
            place, paths,
            "'\(shown(place.text))' is not a number; say how missing values are written with input.missing_tokens")
    }

    /// A column with numbers and texts, of which nothing says what it is.
    static func mixed(_ place: CellPlace, _ paths: [String], name: String) -> InputError {
        error(
            place, paths,
            "'\(shown(place.text))' is not a number; say how missing values are written with input.missing_tokens, "
                + "or set input.columns '\(name)' to categorical or ignore")
    }

    static func notWhole(_ place: CellPlace, _ paths: [String]) -> InputError {
        error(place, paths, "'\(shown(place.text))' is not a whole number; set the column's kind to numeric")
    }

    static func missing(_ place: CellPlace, _ paths: [String]) -> InputError {
        error(place, paths, "value is missing; set input.missing to mean, median, most_frequent or drop")
    }

    static func special(_ place: CellPlace, _ paths: [String]) -> InputError {
        error(
            place, paths,
            "'\(shown(place.text))' is not a finite number; add it to input.missing_tokens if it stands for a missing value"
        )
    }

    static func notText(_ place: CellPlace, _ paths: [String]) -> InputError {
        error(place, paths, "value is not UTF-8 text; convert the file to UTF-8")
    }

    static func overflow(_ place: CellPlace, _ paths: [String]) -> InputError {
        error(place, paths, "'\(shown(place.text))' is beyond the range of float32; scale the column")
    }

    static func missingLabel(
        _ place: CellPlace, _ paths: [String], _ role: CSVLayout.Role, _ name: String
    ) -> InputError {
        let what = role == .label ? "label" : "'\(name)'"
        return error(place, paths, "\(what) is missing; fill it in, or set input.missing to drop")
    }

    static func tooManyClasses(_ place: CellPlace, _ paths: [String], _ name: String, _ limit: Int) -> InputError {
        error(place, paths, "label '\(name)' has more than \(limit) different values; name a column of classes")
    }

    /// Texts of any length, cut where a reader would stop reading.
    private static func shown(_ text: String) -> String { text.count > 60 ? text.prefix(57) + "..." : text }
}
