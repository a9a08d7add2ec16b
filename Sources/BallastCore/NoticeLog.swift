import Synchronization

/// Collects notices from any thread, each text once, in the order of first appearance.
public final class NoticeLog: Sendable {
    private let collected = Mutex<[Notice]>([])

    public init() {}

    public func add(_ text: String) {
        let notice = Notice(text)
        collected.withLock { if !$0.contains(notice) { $0.append(notice) } }
    }

    public var notices: [Notice] { collected.withLock { $0 } }
}
