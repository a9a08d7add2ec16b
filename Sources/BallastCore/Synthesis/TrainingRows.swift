import Synchronization

/// All training rows as one ascending array, made when a search first asks for it.
final class TrainingRows: Sendable {
    private let list: RowList
    private let storage: any Storage
    private let made = Mutex<StoredArray<Int64>?>(nil)

    init(_ list: RowList, _ storage: any Storage) {
        self.list = list
        self.storage = storage
    }

    func array() throws -> StoredArray<Int64> {
        try made.withLock { made in
            if let made { return made }
            let rows = try Self.array(list, storage)
            made = rows
            return rows
        }
    }

    private static func array(_ list: RowList, _ storage: any Storage) throws -> StoredArray<Int64> {
        if case .listed(let rows) = list { return rows }
        let rows = try StoredArray<Int64>(named: "rows-training", count: list.count, in: storage)
        for index in 0..<list.count { rows[index] = Int64(index) }
        return rows
    }
}
