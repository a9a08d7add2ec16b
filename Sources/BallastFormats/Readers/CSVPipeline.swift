internal import BallastCore

/// Loads, hashes and parses the blocks of a text on several threads.
///
/// Loading is one thread's turn at a time, in order, and so is hashing; parsing is not. Whoever has loaded a block parses
/// it while it is in the cache. But where loading is unpacking, it is what everybody waits for: whoever does that goes on
/// with it and leaves the blocks to others. Whoever has parsed hashes what waits to be hashed. No thread ever waits while
/// there is work it may do, and no more than `threads` + 2 blocks exist.
final class CSVPipeline: @unchecked Sendable {
    // Sendable: `monitor` guards every property that changes, and the turns of loading and hashing what they touch.
    private let loader: CSVLoader
    private let monitor = Monitor()
    private let hashes: [FileHash]
    private var free: [CSVBlock]
    private var isLoading = false
    private var isHashing = false
    private var hasEnded = false
    /// Loaded, and left to whoever comes, in order.
    private var left: [CSVBlock] = []
    /// Loaded and not yet hashed, in order.
    private var unhashed: [CSVBlock] = []
    /// Numbers of those loaded and not yet parsed.
    private var unparsed: Set<Int> = []
    private var failure: (block: Int, error: any Error)?

    init(loader: CSVLoader, files: Int, threads: Int, blockSize: Int) {
        self.loader = loader
        hashes = (0..<files).map { _ in FileHash() }
        free = (0..<threads + 2).map { _ in CSVBlock(capacity: blockSize) }
    }

    /// Runs on as many threads as there are parsers.
    ///
    /// - Throws: the error of the first block that has one, in the order of the input.
    func run(_ parsers: [CSVBlockParser]) throws {
        nonisolated(unsafe) let parsers = parsers  // one per thread
        try Parallel.forEach(parsers.count, threads: parsers.count) { work(parsers[$0]) }
        if let failure { throw failure.error }
    }

    /// The digest of each file, once `run` has returned.
    func hexadecimalHashes() -> [String] { hashes.map(\.hexadecimal) }

    private func work(_ parser: CSVBlockParser) {
        monitor.lock()
        defer { monitor.unlock() }
        while let block = nextToParse() {
            monitor.unlock()
            let result = Result { try parser.parse(block) }
            monitor.lock()
            if case .failure(let error) = result { fail(block.index, error) }
            finishParsing(block)
            while hashNext() {}
        }
        while hashNext() {}
    }

    /// A block loaded here, or one that was left; nil when there is nothing more to parse. With the lock held.
    private func nextToParse() -> CSVBlock? {
        while true {
            if !hasEnded, !isLoading, let block = free.popLast() {
                guard load(block) else { continue }
                if block.packed == nil { return block }
                left.append(block)
            } else if !left.isEmpty {
                return left.removeFirst()
            } else if hasEnded, !isLoading {
                return nil
            } else if !hashNext() {
                monitor.wait()
            }
        }
    }

    /// Takes the turn of loading, with the lock held; false, and the end, when there is nothing more to load.
    private func load(_ block: CSVBlock) -> Bool {
        isLoading = true
        monitor.unlock()
        let result = Result { try loader.load(block) }
        monitor.lock()
        isLoading = false
        monitor.wakeAll()
        switch result {
        case .success(true):
            unhashed.append(block)
            unparsed.insert(block.index)
            return true
        case .success(false): hasEnded = true
        case .failure(let error): fail(Int.max, error)
        }
        return false
    }

    private func fail(_ block: Int, _ error: any Error) {
        hasEnded = true
        if failure.map({ block < $0.block }) ?? true { failure = (block, error) }
    }

    private func finishParsing(_ block: CSVBlock) {
        unparsed.remove(block.index)
        if !unhashed.contains(where: { $0 === block }) { free.append(block) }
        monitor.wakeAll()
    }

    /// Takes the turn of hashing, with the lock held, if nobody has it and a block waits.
    private func hashNext() -> Bool {
        guard !isHashing, let block = unhashed.first else { return false }
        isHashing = true
        monitor.unlock()
        block.hash(into: hashes[block.file])
        monitor.lock()
        isHashing = false
        unhashed.removeFirst()
        if !unparsed.contains(block.index) { free.append(block) }
        monitor.wakeAll()
        return true
    }
}
