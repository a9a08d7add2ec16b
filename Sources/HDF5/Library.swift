internal import CHDF5
internal import Synchronization

/// The one door to libhdf5: every call of the library in this module happens inside ``call(_:_:)``.
enum Library {
    /// Whether the library was prepared. Debian's build has a lock of its own, others have none; we never ask.
    private static let prepared = Mutex(false)

    /// Runs `body` while no other thread is in the library, and turns a negative result into an error.
    ///
    /// - Parameters:
    ///   - operation: what is being done, to be read after "cannot": `open 'x.h5'`.
    ///   - body: calls of the library and nothing else. It must not come back through this door (the lock is not
    ///     recursive), so no ``Handle`` may end its life in it.
    /// - Returns: what `body` returned, zero or more.
    /// - Throws: ``HDF5Error`` with the library's own words, which lie on a stack per thread that the next call clears.
    @discardableResult
    static func call<Code: SignedInteger & Sendable>(
        _ operation: @autoclosure () -> String, _ body: () -> Code
    ) throws(HDF5Error) -> Code {
        let (code, frames) = prepared.withLock { prepared in
            prepare(&prepared)
            let code = body()
            return (code, code < 0 ? ErrorStack.read() : [])
        }
        guard code >= 0 else { throw HDF5Error(operation: operation(), frames: frames) }
        return code
    }

    private static func prepare(_ prepared: inout Bool) {
        if !prepared {
            // The exit handler may loop forever once several threads have seen errors ("infinite loop closing library").
            // It has to be declined before anything else; that it was too late is no reason to stop.
            _ = H5dont_atexit()
            prepared = true
        }
        // "Print errors" is a setting of the thread, so it is made on each.
        _ = H5Eset_auto2(hid_t(H5E_DEFAULT), nil, nil)
    }
}
