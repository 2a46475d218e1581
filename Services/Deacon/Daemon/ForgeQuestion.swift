import TownModel
import Wire

/// A question to the forge's own program (GitHub's `gh`, or one that answers as it does), and what its answer means.
struct ForgeQuestion: Hashable, Sendable {
    let kind: StepGate.Kind
    let subject: String

    /// nil when this is the name of no run and no pull request: a run is a number; a pull request that, an address or a
    /// branch, and never an option.
    init?(_ kind: StepGate.Kind, _ subject: String) {
        let isNumber = !subject.isEmpty && subject.utf8.allSatisfy { (0x30...0x39).contains($0) }
        let isPlain = !subject.isEmpty && !subject.hasPrefix("-") && subject.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
        switch kind {
        case .forgeRun where isNumber, .forgePull where isPlain: break
        default: return nil
        }
        self.kind = kind
        self.subject = subject
    }

    var arguments: [String] {
        kind == .forgeRun
            ? ["run", "view", subject, "--json", "status,conclusion"]
            : ["pr", "view", subject, "--json", "state,mergedAt"]
    }

    /// Read strictly: what is not exactly a success is none.
    func finding(_ answer: [UInt8]) -> GateFinding {
        do throws(WireError) {
            if kind == .forgeRun {
                let run = try JSONText.decode(Run.self, from: answer)
                guard run.status == "completed" else { return .shut("the run is \(run.status)") }
                return run.conclusion == "success"
                    ? .open : .shut("the run has ended: \(run.conclusion ?? "no conclusion")")
            }
            let pull = try JSONText.decode(Pull.self, from: answer)
            if pull.state == "MERGED", pull.mergedAt.flatMap(Timestamp.init) != nil { return .open }
            return .shut("the pull request is \(pull.state)")
        } catch {
            return .shut("the forge's answer is not understood: \(error.message)")
        }
    }

    private struct Run: Decodable {
        var status: String
        /// Empty or absent while it runs.
        var conclusion: String?
    }

    private struct Pull: Decodable {
        var state: String
        var mergedAt: String?
    }
}
