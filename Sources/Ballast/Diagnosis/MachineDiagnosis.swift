import BallastFormats
import Glibc

/// Processor, cores, memory and limits.
struct MachineDiagnosis {
    private let resources: Resources

    init(_ resources: Resources) { self.resources = resources }

    func lines() -> [DiagnosisReport.Line] {
        let instructions = LibraryVersions.instructions.joined(separator: ", ")
        let path = instructions.isEmpty ? "portable kernels, same results" : instructions + " kernels"
        return [
            .init(.machine, "processor", [Self.processor, path].compactMap { $0 }.joined(separator: "; ")), cores(),
            memory(), openFiles(), umask(),
        ]
    }

    private static var processor: String? {
        let text = (try? FileSystem.read("/proc/cpuinfo")) ?? nil
        let line = text?.split(separator: "\n").first { $0.hasPrefix("model name") }
        return line?.split(separator: ":").last.map { $0.drop { $0 == " " } }.map(String.init)
    }

    private func cores() -> DiagnosisReport.Line {
        let online = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        let allowed = Self.allowedCores ?? online
        var parts = ["\(online) online"]
        if allowed < online { parts.append("\(allowed) allowed to this process") }
        let quota = Self.quota
        if let quota { parts.append("the control group allows \((quota * 10).rounded() / 10)") }
        parts.append("\(resources.threads) threads used")
        let usable = min(Double(allowed), quota ?? .infinity)
        let advice =
            Double(resources.threads) > usable.rounded(.up)
            ? "more threads than cores only wait: --threads \(max(1, Int(usable.rounded(.up))))" : nil
        return .init(.machine, "cores", parts.joined(separator: ", "), advice: advice)
    }

    /// The cores that this process may run on.
    private static var allowedCores: Int? {
        guard let text = (try? FileSystem.read("/proc/self/status")) ?? nil,
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("Cpus_allowed:") })
        else { return nil }
        let digits = line.dropFirst("Cpus_allowed:".count).compactMap(\.hexDigitValue)
        return digits.reduce(0) { $0 + $1.nonzeroBitCount }
    }

    /// Cores' worth of time that the control group grants; nil for no limit.
    private static var quota: Double? {
        guard let text = (try? FileSystem.read("/sys/fs/cgroup/cpu.max")) ?? nil else { return nil }
        let numbers = text.split { $0 == " " || $0 == "\n" }.compactMap { Double($0) }
        return numbers.count == 2 && numbers[1] > 0 ? numbers[0] / numbers[1] : nil
    }

    private func memory() -> DiagnosisReport.Line {
        let text = ((try? FileSystem.read("/proc/meminfo")) ?? nil) ?? ""
        let available = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
            .flatMap { $0.split(separator: " ").dropFirst().first }.flatMap { Int($0) }.map { $0 << 10 }
        var parts = ["\(Size.words(Resources.machineMemory)) of machine or control group"]
        if let available { parts.append("\(Size.words(available)) available") }
        parts.append("\(Size.words(resources.memory)) used at most")
        let advice = available.flatMap { resources.memory > $0 ? "less is free: --memory \($0 >> 20)MiB" : nil }
        return .init(.machine, "memory", parts.joined(separator: ", "), advice: advice)
    }

    private func openFiles() -> DiagnosisReport.Line {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        let advice = limit.rlim_cur < 256 ? "raise it: ulimit -n 1024" : nil
        return .init(.machine, "open files", "\(limit.rlim_cur) at most", advice: advice)
    }

    private func umask() -> DiagnosisReport.Line {
        // It can only be read by setting it.
        let mask = Glibc.umask(0o022)
        _ = Glibc.umask(mask)
        let digits = String(mask, radix: 8)
        let value = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        let advice = mask & 0o400 != 0 ? "files cannot be read by their owner: umask 022" : nil
        return .init(
            .machine, "umask", value + (mask & 0o044 != 0 ? " (others cannot read what is written)" : ""),
            advice: advice)
    }
}
