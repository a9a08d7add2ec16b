extension RowStore {
    /// The same rows with another element type.
    ///
    /// - Throws: ``SynthesisError`` at the first value that the type does not hold exactly (integers) or that would become
    ///   infinite (float32).
    /// - Complexity: O(rows · width).
    public func converted(to type: ElementType, storage: some Storage) throws -> RowStore {
        guard type != elementType else { return self }
        let bytes = count * width * type.byteCount
        let region = try storage.makeRegion(named: "converted", byteCount: bytes)
        let result = RowStore(
            elementType: type, rowShape: rowShape, count: count, region: region, dropsPages: dropsPages)
        try elementType.withSwiftType { source in
            try type.withSwiftType { target in try Self.convert(self, source, result, target) }
        }
        return result
    }

    private static func convert<Source: RowElement, Target: RowElement>(
        _ source: RowStore, _ sourceType: Source.Type, _ target: RowStore, _ targetType: Target.Type
    ) throws {
        let (from, to) = (source.elements(as: sourceType), target.elements(as: targetType))
        let elementsPerDrop = source.width * source.rowsPerDrop
        for index in from.indices {
            if index % elementsPerDrop == 0 { source.dropBoth(with: target, before: index / source.width) }
            let value = from[index].double
            to[index] = Target(rounding: value)
            let isKept = Target.elementType.isInteger ? to[index].double == value : to[index].double.isFinite
            guard isKept else {
                let (row, element) = index.quotientAndRemainder(dividingBy: source.width)
                throw SynthesisError(
                    "row \(row), element \(element): \(value) is no \(Target.elementType.rawValue); "
                        + "leave output.element on auto")
            }
        }
        source.dropBoth(with: target, before: source.count)
    }

    /// Says that a pass is done with the rows just before `row` here, for good, and in another store.
    private func dropBoth(with other: RowStore, before row: Int) {
        let rows = max(0, row - rowsPerDrop)..<row
        discard(rows)
        other.drop(rows)
    }
}
