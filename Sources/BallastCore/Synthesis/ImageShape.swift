/// How the elements of a row lie in an image: `[height, width, channels]`, `[channels, height, width]` or
/// `[height, width]`.
struct ImageShape: Equatable, Sendable {
    let height: Int
    let width: Int
    /// Elements that stand together for one pixel: the channels where they are last, else 1.
    let pixelElements: Int
    /// Images of one channel that follow each other: the channels where they are first, else 1.
    let planes: Int

    /// Nil for rows of another number of axes.
    ///
    /// - Parameter rowShape: that of a ``RowStore``.
    init?(_ rowShape: [Int], _ channels: ImageChannels) {
        guard (2...3).contains(rowShape.count), rowShape.allSatisfy({ $0 <= Int(Int32.max) }) else { return nil }
        let hasChannels = rowShape.count == 3
        planes = hasChannels && channels == .first ? rowShape[0] : 1
        pixelElements = hasChannels && channels == .last ? rowShape[2] : 1
        height = rowShape[hasChannels && channels == .first ? 1 : 0]
        width = rowShape[hasChannels && channels == .first ? 2 : 1]
    }

    /// - Throws: ``SynthesisError`` for rows that are no images; `method` is who needs them.
    init(of features: RowStore?, _ channels: ImageChannels, method: String) throws {
        guard let image = features.flatMap({ ImageShape($0.rowShape, channels) }) else {
            let found = features.map { "these have the shape \($0.rowShape)" } ?? "these have no numeric column"
            throw SynthesisError(
                "'\(method)' needs images, rows of the shape [height, width, channels] or [height, width]; \(found)")
        }
        self = image
    }
}

/// Which axis of a row of three axes holds the channels.
public enum ImageChannels: String, Codable, CaseIterable, Sendable {
    /// `[height, width, channels]`.
    case last
    /// `[channels, height, width]`.
    case first
}

extension SynthesisMethod {
    /// - Parameter features: the rows that are to be augmented.
    /// - Throws: ``SynthesisError`` for rows that are no images where the method needs them.
    public static func checkRows(_ features: RowStore?) throws {
        if rowForm == .images { _ = try ImageShape(of: features, .last, method: name) }
    }
}
