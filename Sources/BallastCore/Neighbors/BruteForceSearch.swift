/// The plain search that every other must equal: all distances in the defined arithmetic, nothing skipped.
///
/// - Complexity: O(queries · references · width)
struct BruteForceSearch {
    let task: NeighborTask

    func run() throws {
        let task = task
        try Parallel.forEach(task.queries.count, threads: task.threads) { query in
            Self.search(query: query, for: task)
        }
    }

    /// Offers every reference to one query.
    static func search(query: Int, for task: NeighborTask) {
        let row = task.queries[query]
        for reference in task.references.elements where reference != row {
            _ = task.lists.offer(reference, at: task.distance.squared(row, reference), to: task.list(of: query))
        }
    }
}
