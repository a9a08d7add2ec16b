/// What a machine offers, and what stands in the way.
public struct DiagnosisReport: Codable, Sendable {
    /// In the order of ``DiagnosisTopic``.
    public var lines: [Line]

    /// One fact.
    public struct Line: Codable, Equatable, Sendable {
        /// Under which heading it stands.
        public var topic: DiagnosisTopic
        /// What was looked at; unique in a report.
        public var name: String
        /// What was found, in words.
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

/// What a line of a diagnosis is about.
public enum DiagnosisTopic: String, Codable, CaseIterable, Sendable {
    case versions, machine, folders, environment
}
