/// What a machine offers, and what stands in the way.
public struct DiagnosisReport: Codable, Sendable {
    /// In the order of ``DiagnosisTopic``.
    public var lines: [Line]
    /// No line is a warning.
    public var isReady: Bool { lines.allSatisfy { $0.advice == nil } }

    /// One fact.
    public struct Line: Codable, Equatable, Sendable {
        public var topic: DiagnosisTopic
        public var name: String
        public var value: String
        /// What to do about it; nil where all is well.
        public var advice: String?

        init(_ topic: DiagnosisTopic, _ name: String, _ value: String, advice: String? = nil) {
            self.topic = topic
            self.name = name
            self.value = value
            self.advice = advice
        }
    }
}

public enum DiagnosisTopic: String, Codable, CaseIterable, Sendable {
    case versions, machine, folders, environment
}
