internal import CHDF5

/// The library's account of a failure: one frame per function, from the function that was called to the root cause.
enum ErrorStack {
    struct Frame: Sendable {
        var function: String
        var message: String
    }

    /// The frames of this thread's last failure. Only inside ``Library/call(_:_:)``, before the lock is let go.
    static func read() -> [Frame] {
        var frames: [Frame] = []
        _ = withUnsafeMutablePointer(to: &frames) { frames in
            H5Ewalk2(hid_t(H5E_DEFAULT), H5E_WALK_DOWNWARD, append, frames)
        }
        return frames
    }

    /// Called back by the library for each frame; `context` points to the array above, which outlives the walk.
    private static let append: H5E_walk2_t = { _, record, context in
        guard let record = record?.pointee, let context else { return 0 }
        let function = record.func_name.map { String(cString: $0) } ?? "?"
        let message = record.desc.map { String(cString: $0) } ?? ""
        context.assumingMemoryBound(to: [Frame].self).pointee.append(Frame(function: function, message: message))
        return 0
    }
}
