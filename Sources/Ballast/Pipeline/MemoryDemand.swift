import BallastCore
import BallastFormats

/// What the memory of a run depends on: known as soon as rows are counted by class, before any list of them is made.
struct MemoryDemand: Sendable {
    let rowCount: Int
    /// Columns of a row, and bytes of its numbers and of its codes.
    let width: Int
    let rowBytes: Int
    let codeBytes: Int
    /// Whether rows are not all training rows, so that each part has a list of its own.
    let hasParts: Bool
    /// Training rows of each class.
    var counts: [Int64]
    /// Synthetic rows of each stratum of the method, and at most.
    var quotas: [Int64] = []
    var mostQuotas: [Int64] = []
    let method: any SynthesisMethod
    let weighting: RowWeighting
    let labelRules: [any LabelRule]
    let search: SearchDesign
    /// Whether originals are chosen by comparing them.
    let selectionCompares: Bool
    /// Whether synthetic rows are judged.
    let judges: Bool
    /// Whether values that are missing are filled in.
    let imputes: Bool
    /// Bytes of the rows as read, where others are made of them.
    let replacedBytes: Int

    /// - Parameter parts: the part of each row; nil: every row is training data.
    init(
        _ table: InputTable, parts: StoredArray<UInt8>?, counts: [Int64], recipe: Recipe, search: SearchDesign,
        selection: OriginalSelection
    ) {
        rowCount = table.rowCount
        width = table.features?.width ?? 0
        rowBytes = width * (recipe.output.element.type ?? table.features?.elementType ?? .float32).byteCount
        codeBytes = 4 * (table.categorical?.width ?? 0)
        hasParts = parts != nil
        self.counts = counts
        method = recipe.method.settings
        weighting = recipe.weights.kind
        labelRules = recipe.labelRules
        self.search = search
        selectionCompares = selection.comparesRows
        imputes = recipe.input.missing.imputation != nil
        let given = table.features?.elementType
        let converts = recipe.output.element.type.map { $0 != given } ?? false
        replacedBytes = imputes || converts ? table.rowCount * (table.features?.bytesPerRow ?? 0) : 0
        judges = recipe.guards.contains { $0.settings.applyTo.includesSynthetic }
    }

    var classCount: Int { counts.count }

    var trainingRows: Int { Int(counts.reduce(0, +)) }

    var searches: SearchKind { type(of: method).search }

    /// Rows whose neighbours are looked for at one time, at most: those of the largest class that gets rows, or all.
    var searchedRows: Int {
        guard searches != .none else { return 0 }
        // A method of one stratum looks for those of every row.
        if type(of: method).strata == .everything || searches == .ofTraining { return trainingRows }
        return Int(zip(counts, quotas).map { $1 > 0 ? $0 : 0 }.max() ?? 0)
    }

    /// Rows of which lists of neighbours are kept.
    var listedRows: Int {
        guard searches != .none else { return 0 }
        if type(of: method).strata == .everything || searches == .ofTraining { return trainingRows }
        return Int(zip(counts, quotas).reduce(0) { $0 + ($1.1 > 0 ? $1.0 : 0) })
    }

    /// Whether all training rows take part in a search.
    var searchesAllRows: Bool { searchedRows > 0 && searches != .sameClass && searches != .clusters }

    /// Whether rows are compared in ways that passes over disk have no form for: guards, under-sampling by distances, label
    /// rules that look at rows, steps that depend on both.
    var needsRowsAtHand: Bool {
        selectionCompares || judges || method.comparesPairs || labelRules.contains { $0.looksAtRows }
    }
}

extension MemoryDemand {
    /// Classes whose rows stay in memory while output is made by passes.
    struct KeptClasses: Sendable {
        var keepsClass: [Bool]
        /// Whether those are all classes that get rows.
        var isAll: Bool
        var bytes: Int
    }

    /// Classes that fit into `bytes`, those first of which a row is needed most often.
    func keptClasses(bytes: Int) -> KeptClasses {
        var kept = KeptClasses(keepsClass: counts.map { _ in false }, isAll: false, bytes: 0)
        guard type(of: method).strata == .classes else { return kept }
        let growing = counts.indices.filter { mostQuotas[$0] > 0 }
        func uses(_ c: Int) -> Double { Double(mostQuotas[c]) / Double(counts[c]) }
        // Which rows stay, at eight to a byte with counts; of a row its number and class.
        let marks = rowCount / 7
        for c in growing.sorted(by: { uses($0) > uses($1) }) {
            let total = max(kept.bytes, marks) + Int(counts[c]) * (rowBytes + 12)
            if total > bytes { continue }
            kept.keepsClass[c] = true
            kept.bytes = total
        }
        kept.isAll = growing.allSatisfy { kept.keepsClass[$0] }
        return kept
    }
}

extension Recipe.Element {
    /// Nil where it is that of the input.
    fileprivate var type: ElementType? {
        switch self {
        case .auto: nil
        case .float32: .float32
        case .uint8: .uint8
        }
    }
}
