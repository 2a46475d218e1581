import TownModel

// From a candidate to a proof.
extension State {
    mutating func gated(_ candidate: Candidate, _ report: GateReport, at now: Timestamp) -> [Effect] {
        guard lanes[candidate.target]?.work == .testing(candidate) else { return [] }
        guard requests[candidate.request] != nil else {
            // Withdrawn or superseded meanwhile: the verdict concerns nobody.
            self[lane: candidate.target].work = .idle
            return []
        }
        switch report {
        case .green(let results):
            self[lane: candidate.target].trouble = nil
            self[lane: candidate.target].work = .green(candidate, results)
            return []
        case .red(let failure):
            self[lane: candidate.target].trouble = nil
            self[lane: candidate.target].work = .reporting(candidate.request)
            return returned(candidate, failure)
        case .cutShort:
            self[lane: candidate.target].work = .idle
            return []
        case .disturbed(let reason):
            return trouble(.disturbed, reason, target: candidate.target, at: now)
        }
    }

    private func returned(_ candidate: Candidate, _ failure: GateFailure) -> [Effect] {
        let verdict = "gate \"\(SafeText.line(failure.gate))\" \(failure.verdict.sentence)"
        let reason =
            "\(verdict) on \(candidate.tip.short), which is this work merged into \(candidate.target) at "
            + "\(candidate.base.short)" + (failure.excerpt.isEmpty ? "" : "\n\(failure.excerpt)")
        let said = Effect.sayReturned(
            candidate.request, .failure, reason: reason, log: failure.log, candidate: candidate)
        guard failure.verdict.isLoud, let rig else { return [said] }
        return [said, .escalate(.gateUnjudged(failure, candidate: candidate, rig: rig.name))]
    }
}
