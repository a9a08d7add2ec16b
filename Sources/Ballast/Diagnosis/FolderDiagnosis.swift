import BallastFormats
import Glibc
import HDF5

/// Whether a folder takes files as ballast writes them: locks, HDF5, names exchanged, room.
struct FolderDiagnosis {
    private let role: String
    private let folder: String
    private let trial: String

    init(_ role: String, _ folder: String) {
        self.role = role
        self.folder = folder
        trial = folder + "/.ballast-doctor-\(getpid())"
    }

    func lines() -> [DiagnosisReport.Line] {
        do {
            try FileSystem.makeDirectory(trial)
        } catch {
            return [line("", "\(error)", advice: "name a folder that exists and can be written")]
        }
        defer { try? FileSystem.remove(trial) }
        return [line("", folder), space(), hdf5(), lock(), exchange()]
    }

    private func line(_ name: String, _ value: String, advice: String? = nil) -> DiagnosisReport.Line {
        .init(.folders, name.isEmpty ? role : "\(role) \(name)", value, advice: advice)
    }

    private func space() -> DiagnosisReport.Line {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { return line("space", "unknown") }
        let free = Int(clamping: status.f_bavail.multipliedReportingOverflow(by: status.f_frsize).partialValue)
        let advice = free < 1 << 30 ? "little room: `ballast plan` says how much a data set needs" : nil
        return line("space", "\(Size.words(free)) free", advice: advice)
    }

    /// A file is made, closed, opened again and read.
    private func hdf5() -> DiagnosisReport.Line {
        let path = trial + "/trial.h5"
        do {
            try write(path)
            let file = try File(reading: path)
            let values: [Int32] = try file.dataset("x").read()
            guard values == [1, 2, 3] else {
                return line("HDF5", "other values than were written", advice: "do not use this file system")
            }
            return line("HDF5", "a file is written and read")
        } catch {
            return line(
                "HDF5", "\(error)",
                advice: "where the file system cannot lock: export HDF5_USE_FILE_LOCKING=FALSE, or write elsewhere")
        }
    }

    private func write(_ path: String) throws(HDF5Error) {
        let file = try File(creating: path)
        let dataset = try file.createDataset("x", type: .int32, shape: [3])
        try dataset.write([1, 2, 3] as [Int32])
        try dataset.close()
        try file.close()
    }

    private func lock() -> DiagnosisReport.Line {
        let descriptor = open(trial + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return line("locks", String(cString: strerror(errno))) }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            return line(
                "locks", "none: \(String(cString: strerror(errno)))",
                advice: "ballast locks its work directory beside the output, so write to a file system with locks; "
                    + "readers of shards may need HDF5_USE_FILE_LOCKING=FALSE")
        }
        return line("locks", "work")
    }

    private func exchange() -> DiagnosisReport.Line {
        do {
            for name in ["a", "b"] { try FileSystem.makeDirectory("\(trial)/\(name)") }
            if try FileSystem.exchange(trial + "/a", trial + "/b") {
                return line("replacement", "in one step (names are exchanged)")
            }
            return line(
                "replacement", "in two steps: this file system cannot exchange names",
                advice: "a data set that is replaced is absent for a moment; do not read it meanwhile")
        } catch {
            return line("replacement", "\(error)", advice: "write elsewhere")
        }
    }
}
