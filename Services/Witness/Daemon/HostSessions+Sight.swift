import Agents
import Host
package import SessionHost
package import TownModel
package import WitnessCore

/// Looking at sessions: processes by one look at all of them, output by its length, a screen's text only on suspicion.
extension HostSessions {
    package func look(at targets: [SweepTarget]) async -> [Look] {
        let here = targets.filter { Processes.isAlive($0.shim) }
        guard !here.isEmpty else { return [] }
        let withAgents = Processes.shimsWithAgents(here.map(\.shim))
        var panes: Panes?
        var looks: [Look] = []
        for target in here {
            let bytes = Files.size(of: directory(of: target.assignment).outputFile).map(Int64.init)
            var screen = Look.Screen.notRead
            if target.wantsText(at: bytes) {
                let known = if let panes { panes } else { await allPanes() }
                panes = known
                screen = await read(target.assignment, known)
            }
            looks.append(
                Look(
                    number: target.assignment.number, hasAgent: withAgents?.contains(target.shim), outputBytes: bytes,
                    screen: screen))
        }
        return looks
    }

    package func limitLine(of assignment: Assignment) async -> String? {
        guard let preset = assignment.knownPreset, preset.rateLimitSigns != nil, preset.stream == nil else {
            return nil
        }
        // An output that can't be read says nothing of a limit.
        guard let text = try? end(of: assignment) else { return nil }
        return ScreenSigns(of: text, by: preset).limitLine
    }

    /// The sessions that have a pane, as the server says.
    private enum Panes {
        case of(Set<Incarnation>)
        case unknown
    }

    private func allPanes() async -> Panes {
        let server = TmuxServer(socket: layout.tmuxSocket)
        guard let found = await server.incarnations() else { return .unknown }
        return .of(found)
    }

    /// What the signs of its preset say; one without signs is not read.
    private func read(_ assignment: Assignment, _ panes: Panes) async -> Look.Screen {
        // What a program says in lines of JSON is no screen: its turns are told, and words in it are anybody's.
        guard let preset = assignment.knownPreset, preset.stream == nil,
            preset.idleSign != nil || preset.readySign != nil || preset.rateLimitSigns != nil
                || preset.promptLine?.askingSigns.isEmpty == false
        else { return .notRead }
        do throws(HostError) {
            let text = try await preset.readsTerminal ? screen(of: assignment, panes) : end(of: assignment)
            guard let text else { return .away("the tmux server does not say what its pane shows") }
            let signs = ScreenSigns(of: text, by: preset)
            return .read(isAtPrompt: signs.isAtPrompt, limitLine: signs.limitLine, question: signs.question)
        } catch {
            return .away("what it shows can't be read: \(error)")
        }
    }

    /// nil: nobody says it.
    private func screen(of assignment: Assignment, _ panes: Panes) async throws(HostError) -> String? {
        switch panes {
        case .unknown: return nil
        case .of(let incarnations):
            // Without a pane it was started detached, while no server was there.
            guard incarnations.contains(assignment.incarnation) else { return try end(of: assignment) }
            return try await TmuxServer(socket: layout.tmuxSocket).lines(of: assignment.incarnation, limit: 0)
        }
    }

    private func end(of assignment: Assignment) throws(HostError) -> String {
        let file = directory(of: assignment).outputFile
        guard Files.exists(file) else { return "" }
        return String(decoding: try Files.end(of: file, bytesMax: Self.endBytes), as: UTF8.self)
    }

    /// More than the lines that are looked at.
    private static let endBytes = 8 << 10
}
