package import Host
package import MayorCore
import TownModel

/// Tells of an escalation outside the ledger.
package protocol EscalationTeller: Sendable {
    /// Ends with the errand, or when its time is over.
    func tell(_ errand: Errand, attempt: Int) async -> ErrandOutcome

    /// What a process that is gone has left of it; what still runs of it is ended first.
    func trace(_ key: ErrandKey, attempt: Int) async -> ErrandTrace

    /// The ledger knows what came of it.
    func forget(_ key: ErrandKey) async
}

/// Runs programs on this host, with a file beside each errand that says how far it is: who comes after a kill reads it.
package struct HostTeller: EscalationTeller {
    let layout: TownLayout
    /// What the programs see beside the facts of the escalation.
    let environment: [String: String]

    package init(layout: TownLayout, environment: [String: String] = HostEnvironment.own) {
        self.layout = layout
        self.environment = environment
    }

    package func tell(_ errand: Errand, attempt: Int) async -> ErrandOutcome {
        let mark = ErrandMarkFile(layout, errand.key)
        do throws(HostError) {
            guard let words = words(of: errand) else {
                return ErrandOutcome(.skipped, "there is no \(EscalationRoute.desktopProgram) here")
            }
            try mark.write(ErrandMark(attempt: attempt))
            let outcome = await run(words, errand, attempt, mark)
            try mark.write(ErrandMark(attempt: attempt, outcome: outcome))
            return outcome
        } catch {
            return ErrandOutcome(.failed, "\(error)")
        }
    }

    package func trace(_ key: ErrandKey, attempt: Int) async -> ErrandTrace {
        let mark: ErrandMark?
        do throws(HostError) {
            mark = try ErrandMarkFile(layout, key).read()
        } catch {
            return .cutShort
        }
        guard let mark, mark.attempt >= attempt else { return .notBegun }
        if let outcome = mark.outcome { return .ended(outcome) }
        if let process = mark.process { _ = await Processes.endGroup(process, grace: .zero) }
        return .cutShort
    }

    package func forget(_ key: ErrandKey) async { ErrandMarkFile(layout, key).remove() }

    /// nil: a notice, on a machine that shows none.
    private func words(of errand: Errand) -> [String]? {
        if let command = errand.command { return command.words }
        let path = environment["PATH"] ?? HostEnvironment.path
        guard let program = HostEnvironment.executable(EscalationRoute.desktopProgram, path: path) else { return nil }
        let escalation = errand.escalation
        let urgency =
            switch escalation.severity {
            case .critical: "critical"
            case .high, .medium: "normal"
            case .low: "low"
            }
        return [
            program, "--urgency=\(urgency)", "--app-name=Gas Town", "--", UntrustedText.line(escalation.title),
            "\(escalation.severity.rawValue): gt escalate show \(escalation.bead)",
        ]
    }

    private func run(
        _ words: [String], _ errand: Errand, _ attempt: Int, _ mark: ErrandMarkFile
    ) async -> ErrandOutcome {
        let variables = variables(errand, attempt)
        guard HostEnvironment.executable(words[0], path: variables["PATH"] ?? "") != nil else {
            return ErrandOutcome(.failed, "there is no program \(UntrustedText.line(words[0]))")
        }
        // The text comes from a file: who ends without reading it would end whoever writes it into a pipe.
        var spec = CommandSpec(
            program: "/bin/sh", arguments: ["-c", "text=$1; shift; exec \"$@\" <\"$text\"", "sh", mark.text] + words,
            environment: variables, directory: layout.config,
            output: .appended(to: mark.output, bytesMax: Self.outputBytesMax),
            limit: .seconds(errand.command?.timeoutSeconds ?? EscalationCommand.standardTimeoutSeconds))
        spec.grace = .seconds(1)
        defer { mark.removeBeside() }
        let leader = Leader()
        do throws(HostError) {
            try Files.writeAtomically(errand.escalation.text ?? "", to: mark.text)
            let result = try await CommandRunner().run(spec) { process in
                leader.began(process)
                // Without it a successor begins again and does not end this one: it is no reason not to tell.
                try? mark.write(ErrandMark(attempt: attempt, process: process))
            }
            await leader.endGroup()
            guard !result.ending.isSuccess else { return ErrandOutcome(.sent) }
            let said = mark.lastLine(bytesMax: Self.noteBytesMax)
            let ending = Self.sentence(result.ending)
            return ErrandOutcome(.failed, said.isEmpty ? ending : "\(ending): \(said)")
        } catch {
            await leader.endGroup()
            return ErrandOutcome(.failed, Self.reason(error))
        }
    }

    private func variables(_ errand: Errand, _ attempt: Int) -> [String: String] {
        let escalation = errand.escalation
        var all = environment.filter { !$0.key.hasPrefix("GT_") && $0.key != "NOTIFY_SOCKET" }
        all["PATH"] = all["PATH"] ?? HostEnvironment.path
        all["GT_TOWN"] = layout.root
        all["GT_ESCALATION_ID"] = escalation.bead.text
        all["GT_ESCALATION_SEVERITY"] = escalation.severity.rawValue
        all["GT_ESCALATION_TITLE"] = UntrustedText.line(escalation.title)
        all["GT_ESCALATION_SOURCE"] = escalation.source.map(UntrustedText.line)
        all["GT_ESCALATION_ABOUT"] = escalation.about?.text
        all["GT_ESCALATION_BY"] = escalation.raisedBy.description
        all["GT_ESCALATION_COUNT"] = String(escalation.count)
        all["GT_ESCALATION_RERAISED"] = String(escalation.reraised)
        all["GT_ESCALATION_ATTEMPT"] = String(attempt)
        return all
    }

    private static func sentence(_ ending: CommandEnding) -> String {
        switch ending {
        case .exited(let status): "it ended with \(status)"
        case .signaled(let signal): "it was ended by signal \(signal)"
        }
    }

    private static func reason(_ error: HostError) -> String {
        guard case .timedOut(_, let limit) = error else { return "\(error)" }
        return "it took more than \(limit.components.seconds) s"
    }

    /// Of what a program writes its last line is kept, when it fails.
    private static let outputBytesMax = 1 << 20
    private static let noteBytesMax = 300
}
