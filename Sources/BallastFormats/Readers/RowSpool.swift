internal import BallastCore

/// Where rows of text go as numbers when their count is known only at the end: a segment sized by an estimate, and more
/// of them should it have been too small.
///
/// Rows are reserved in order by one caller at a time; what is reserved may then be written by any thread.
final class RowSpool: @unchecked Sendable {
    // Sendable: `reserve` is called by one thread at a time, under the pipeline's loading turn.

    /// An array of rows: `width` elements of four bytes each.
    struct Plane: Sendable {
        var name: String
        var width: Int
    }

    final class Segment: @unchecked Sendable {
        let capacity: Int
        fileprivate(set) var used = 0
        fileprivate let regions: [Region?]

        fileprivate init(capacity: Int, regions: [Region?]) {
            self.capacity = capacity
            self.regions = regions
        }
    }

    /// Rows that belong to one block of text.
    struct Slot: Sendable {
        fileprivate let segment: Segment
        fileprivate let row: Int
        fileprivate let planes: [Plane]

        /// Says that `rows` rows are written: pages that storage keeps in a file need not stay resident.
        func discard(rows: Int) {
            for (plane, region) in zip(planes, segment.regions) {
                guard let region else { continue }
                let start = row * plane.width * 4
                let end = start + rows * plane.width * 4
                region.discard(start..<end)
            }
        }

        /// The first byte of the rows' part of a plane; the plane's width must not be 0.
        func start(ofPlane plane: Int) -> UnsafeMutableRawPointer? {
            segment.regions[plane].map { $0.start + row * planes[plane].width * 4 }
        }
    }

    private let planes: [Plane]
    /// For messages.
    private let path: String
    private let storage: any Storage
    private var segments: [Segment] = []
    private(set) var rowCount = 0

    init(planes: [Plane], path: String, estimatedRows: Int, storage: any Storage) throws {
        self.planes = planes
        self.path = path
        self.storage = storage
        try addSegment(capacity: estimatedRows)
    }

    func reserve(_ rows: Int) throws -> Slot {
        if segments[segments.count - 1].capacity - segments[segments.count - 1].used < rows {
            try addSegment(capacity: max(rows, rowCount))
        }
        let segment = segments[segments.count - 1]
        defer {
            segment.used += rows
            rowCount += rows
        }
        return Slot(segment: segment, row: segment.used, planes: planes)
    }

    private func addSegment(capacity: Int) throws {
        let regions = try planes.map { plane -> Region? in
            let (bytes, overflow) = capacity.multipliedReportingOverflow(by: plane.width * 4)
            if overflow { throw InputError(path, "holds more values than this machine can address") }
            if plane.width == 0 { return nil }
            return try storage.makeRegion(named: RegionName.unique("text-\(plane.name)"), byteCount: bytes)
        }
        segments.append(Segment(capacity: capacity, regions: regions))
    }

    /// All rows of a plane in one region, which may be longer than they are; nil if the plane has no elements.
    func region(ofPlane plane: Int) throws -> Region? {
        let width = planes[plane].width
        if width == 0 { return nil }
        let filled = segments.filter { $0.used > 0 }
        if filled.count <= 1 { return (filled.first ?? segments[0]).regions[plane] }
        let whole = try storage.makeRegion(
            named: RegionName.unique("text-\(planes[plane].name)"), byteCount: rowCount * width * 4)
        var offset = 0
        for segment in filled {
            let bytes = segment.used * width * 4
            if let region = segment.regions[plane] {
                (whole.start + offset).copyMemory(from: region.start, byteCount: bytes)
                region.discard()
                whole.discard(offset..<offset + bytes)
            }
            offset += bytes
        }
        return whole
    }
}
