import Agents
import Host
import TownModel
package import WitnessCore

extension HostNudges {
    /// A file beside the session's key says that it was taken: the pane shows it only until a turn or two have passed.
    package func prompt(_ listener: Listener) async -> TypingReport {
        guard let preset = listener.knownPreset, let prompt = preset.promptLine else {
            return TypingReport(obstacle: "its preset names no line to write in", isForGood: true)
        }
        let directory = SessionDirectory(layout.session(listener.session))
        if Files.exists(directory.promptedFile) { return TypingReport() }
        if Files.exists(layout.stopFile) { return TypingReport(obstacle: TypingObstacle.stopped.rawValue) }
        do throws(HostError) {
            guard let shim = try directory.shim() else { return Self.withoutPane }
            var ready = prompt
            ready.sign = preset.readySign ?? prompt.sign
            try await typist.waitUntilReady(
                listener.session, ready,
                within: preset.readySeconds.map { .seconds($0) } ?? HostLimits.readyPatience)
            let said = AgentPrompt.first(
                for: listener.agent, listener.session, on: listener.bead, note: listener.note)
            let named = String(decoding: SessionSpec.naming(shim.pid, in: Array(said.utf8)), as: UTF8.self)
            switch try await typist.type(NudgeLine(firstPrompt: named), into: listener.session, prompt) {
            case .submitted:
                try Files.writeAtomically("", to: directory.promptedFile)
                return TypingReport()
            case .waits(let obstacle): return TypingReport(obstacle: obstacle.rawValue)
            case .gone: return Self.withoutPane
            }
        } catch {
            return TypingReport(obstacle: "\(error)")
        }
    }

    private static var withoutPane: TypingReport { TypingReport(obstacle: "it has no pane", isForGood: true) }
}

extension Listener {
    /// As an assignment's.
    var knownPreset: AgentPreset? { definition ?? AgentPreset.shipped[preset] }
}
