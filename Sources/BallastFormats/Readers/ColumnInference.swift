/// What a column of texts is, once the whole file has been seen.
enum ColumnInference {
    /// As many different values make a column categorical even where some of them are numbers.
    static let fewCategories = 20
    /// More different values than this are no categories that anybody asked for.
    static let mostCategories = 65_536

    enum Verdict: Equatable {
        case categorical
        /// Ids, dates, free text.
        case nearlyUnique
        /// Numbers with some texts among them: nothing says which of the two is meant.
        case mixed
    }

    /// Nearly unique: more than half of the values differ, and most of them are no numbers. Missing cells do not count.
    static func verdict(_ found: TextFindings, distinct: Int) -> Verdict {
        let cells = found.numbers + found.texts
        let isMostlyText = found.texts * 2 > cells
        if distinct > mostCategories { return isMostlyText ? .nearlyUnique : .mixed }
        if distinct > fewCategories, isMostlyText, distinct * 2 > cells { return .nearlyUnique }
        return distinct <= fewCategories || found.numbers == 0 ? .categorical : .mixed
    }
}

extension CSVLayout.TextColumn {
    /// How many different values are kept apart.
    var limit: Int {
        switch role {
        case .feature: declared ? Int(Int32.max) : ColumnInference.mostCategories
        case .label: ColumnInference.mostCategories
        case .group, .fold: Int(Int32.max)
        }
    }
}
