import BallastCore

extension MemoryDemand {
    /// Takes note of the rows to add. Where the goal is label mass, how many it takes is known only once neighbours are: a
    /// base gives at most half of its label away on average, so twice as many are enough.
    mutating func setQuotas(_ quotas: [Int64], areFinal: Bool) {
        self.quotas = quotas
        mostQuotas = areFinal || searches != .training ? quotas : quotas.map { 2 * $0 }
    }
}

extension Preparation {
    /// Fixes how many rows it takes to reach the goal in label mass: `rint((target − n_c) / m_c)`, m_c the share of its own
    /// class that is expected of a candidate.
    ///
    /// - Parameter sampler: prepared for the quotas in rows.
    mutating func settleQuotas(_ sampler: any Sampler) {
        settle(
            quotas.enumerated().map { c, quota in
                guard quota > 0 else { return 0 }
                let share = max(0.5, sampler.expectedOwnShare(ofClass: c))
                return Int64((Double(quota) / share).rounded(.toNearestOrEven))
            })
    }
}

extension Run {
    /// The context for the quotas that reach the goal in label mass; searches are done once.
    func reachingMass(_ context: SynthesisContext, _ preparation: inout Preparation) throws -> SynthesisContext {
        guard type(of: preparation.method).search == .training else {
            // Partners of the same class, or none: mass is rows.
            preparation.settle(preparation.quotas)
            return context
        }
        let keeping = context.keepingTables()
        preparation.settleQuotas(
            try preparation.method.prepare(keeping.with(quotas: preparation.quotas, inverses: false)))
        return keeping.with(quotas: preparation.quotas, inverses: context.inverses)
    }
}
