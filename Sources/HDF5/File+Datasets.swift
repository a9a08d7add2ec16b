internal import CHDF5

extension File {
    /// The names of the data sets of a group, sorted by bytes; links that lead nowhere are left out.
    ///
    /// - Parameter group: a path inside the file, by default its root.
    /// - Throws: ``HDF5Error`` where the group is missing or damaged.
    /// - Complexity: opens every object of the group once.
    public func datasetNames(in group: String = "/") throws(HDF5Error) -> [String] {
        let operation = "list group '\(group)' of '\(path)'"
        try requireLinks(along: group, for: operation)
        let id = handle.id
        let opened = try Handle(.object, operation) { H5Oopen(id, group, hid_t(H5P_DEFAULT)) }
        var names: [String] = []
        for name in try File.linkNames(of: opened, for: operation) {
            if try File.isDataset(name, in: opened, for: operation) { names.append(name) }
        }
        return names
    }

    private static func linkNames(of group: borrowing Handle, for operation: String) throws(HDF5Error) -> [String] {
        let id = group.id
        var names: [String] = []
        // A C callback captures nothing, so the array travels as the context; it outlives the call.
        let append: H5L_iterate_t = { _, name, _, context in
            guard let name, let context else { return 0 }
            context.assumingMemoryBound(to: [String].self).pointee.append(String(cString: name))
            return 0
        }
        try Library.call(operation) { withUnsafeMutablePointer(to: &names) { h5_each_link(id, append, $0) } }
        return names
    }

    private static func isDataset(
        _ name: String, in group: borrowing Handle, for operation: String
    ) throws(HDF5Error) -> Bool {
        let id = group.id
        // No object where the link points: a soft or external link whose target is gone.
        let exists = try? Library.call(operation) { H5Oexists_by_name(id, name, hid_t(H5P_DEFAULT)) }
        guard let exists, exists > 0 else { return false }
        let object = try Handle(.object, operation) { H5Oopen(id, name, hid_t(H5P_DEFAULT)) }
        let objectID = object.id
        return try Library.call(operation) { H5Iget_type(objectID).rawValue } == H5I_DATASET.rawValue
    }

    /// How many links the root holds, whatever they lead to. Unlike listing them this walks through no table, which the
    /// library (1.10.8) may crash on where it is damaged.
    public func linkCount() throws(HDF5Error) -> Int {
        let id = handle.id
        var information = H5G_info_t()
        try Library.call("count the links of '\(path)'") { H5Gget_info(id, &information) }
        return Int(clamping: information.nlinks)
    }

    /// Whether the root has a link of this name.
    public func hasLink(_ name: String) throws(HDF5Error) -> Bool {
        let id = handle.id
        return try Library.call("look for '\(name)' in '\(path)'") { H5Lexists(id, name, hid_t(H5P_DEFAULT)) } > 0
    }

    /// Makes sure that each part of `path` is there, so that a missing one is told from a damaged one.
    private func requireLinks(along path: String, for operation: String) throws(HDF5Error) {
        let id = handle.id
        var found = ""
        for part in path.split(separator: "/") {
            found += "/\(part)"
            let link = found
            if try Library.call(operation, { H5Lexists(id, link, hid_t(H5P_DEFAULT)) }) == 0 {
                throw HDF5Error(.missingObject, operation: operation, problem: "there is no '\(found)'")
            }
        }
    }

    /// Opens the data set at `name`, a path inside the file such as `/x` or `train/images`.
    ///
    /// - Parameter cacheLimit: the most bytes the library may keep unpacked of a chunked data set. It takes as much of
    ///   them as one row of chunks needs.
    /// - Throws: ``HDF5Error`` of kind ``HDF5Error/Kind/missingObject``, naming the data sets that are there, or any
    ///   other where the data set is damaged.
    public func dataset(_ name: String, cacheLimit: Int = 256 << 20) throws(HDF5Error) -> Dataset {
        let operation = "open data set '\(name)' of '\(path)'"
        do throws(HDF5Error) {
            try requireLinks(along: name, for: operation)
        } catch {
            guard error.kind == .missingObject, let names = try? datasetNames(), !names.isEmpty else { throw error }
            var explained = error
            explained.problem += "; at the root are: \(names.joined(separator: ", "))"
            throw explained
        }
        return try Dataset.open(name, of: self, cacheLimit: cacheLimit)
    }

    /// Makes a data set of little-endian numbers at the root. Its elements are undefined until they are written.
    ///
    /// - Parameters:
    ///   - name: must be new.
    ///   - shape: extents in elements.
    ///   - chunkShape: extents of a chunk in elements, each at least 1, as many as `shape` has; nil for one piece.
    ///   - filters: applied to each chunk in this order; none without chunks.
    /// - Throws: ``HDF5Error`` where the library refuses.
    public func createDataset(
        _ name: String, type: NumberType, shape: [Int], chunkShape: [Int]? = nil, filters: [Filter] = []
    ) throws(HDF5Error) -> Dataset {
        precondition(chunkShape == nil || chunkShape?.count == shape.count, "a chunk has the rank of its data set")
        precondition((shape + (chunkShape ?? [])).allSatisfy { $0 >= 0 }, "extents are not negative")
        let operation = "create data set '\(name)' in '\(path)'"
        let space = try Dataspace(shape: shape, for: operation)
        let fileType = try type.makeFileType(for: operation)
        let creation = try PropertyList(h5_class_dataset_create, for: operation)
        // Every element is written, so a first round of zeros would be wasted.
        try creation.set { H5Pset_fill_time($0, H5D_FILL_TIME_NEVER) }
        try creation.set { H5Pset_obj_track_times($0, false) }
        if let chunkShape {
            let extents = chunkShape.map(hsize_t.init)
            try creation.set { H5Pset_chunk($0, Int32(extents.count), extents) }
        }
        for filter in filters { try filter.add(to: creation, for: operation) }
        let id = handle.id
        let opened = try Handle(.dataset, operation) {
            H5Dcreate2(
                id, name, fileType.id, space.id, hid_t(H5P_DEFAULT), creation.id, hid_t(H5P_DEFAULT))
        }
        return try Dataset(opened, name, of: self, for: operation)
    }
}
