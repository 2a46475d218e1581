import Agents
package import Bus
package import Host
import TownModel
import Wire
package import WitnessCore

/// Types into panes.
package protocol NudgeTyping: Sendable {
    /// Nudges, in this order, until something stands in the way.
    func type(_ orders: [TypingOrder], to listener: Listener) async -> TypingReport

    /// The first prompt of a session, once, when its program is ready for it. No obstacle: it was taken.
    func prompt(_ listener: Listener) async -> TypingReport
}

/// On this host: the text is asked for with the reader's own key, for nobody else is shown it, and in his name the store
/// is told what was seen to arrive.
package struct HostNudges: NudgeTyping {
    let layout: TownLayout
    let bus: any MessageBus

    package init(layout: TownLayout, bus: any MessageBus) {
        self.layout = layout
        self.bus = bus
    }

    /// An answer of the store.
    private static let patience: Duration = .seconds(10)

    package func type(_ orders: [TypingOrder], to listener: Listener) async -> TypingReport {
        guard let preset = listener.knownPreset, let prompt = preset.promptLine else {
            return TypingReport(obstacle: "its preset names no line to write in", isForGood: true)
        }
        let hasHooks = preset.hookDialect != nil
        var report = TypingReport()
        for order in orders {
            do {
                switch try await type(order, into: listener.session, prompt, hasHooks: hasHooks) {
                case .submitted: report.typed.append(order.number)
                case .waits(let obstacle):
                    report.obstacle = obstacle.rawValue
                    return report
                case .gone:
                    report.obstacle = "it has no pane"
                    report.isForGood = true
                    return report
                }
            } catch {
                report.obstacle = "\(error)"
                return report
            }
        }
        return report
    }

    var typist: PaneTypist {
        PaneTypist(server: TmuxServer(socket: layout.tmuxSocket), locks: layout.paneLocks)
    }

    private func type(
        _ order: TypingOrder, into session: Incarnation, _ prompt: PromptLine, hasHooks: Bool
    ) async throws -> TypingOutcome {
        // A stopped town types nothing: the file is there before anybody is told.
        if Files.exists(layout.stopFile) { return .waits(.stopped) }
        let directory = SessionDirectory(layout.session(session))
        // A session that was cleared away has neither key nor pane.
        guard Files.exists(directory.keyFile) else { return .gone }
        let headers = RequestHeaders(key: try directory.key())
        let nudge = try await bus.query(
            NudgeShow(number: order.number), id: FreshID.command(), headers: headers, within: Self.patience
        ).reply.nudge
        // Shown meanwhile, or over.
        guard nudge.state == .sent else { return .submitted }
        let line =
            hasHooks
            ? NudgeLine(waking: nudge.number, from: nudge.from)
            : NudgeLine(number: nudge.number, from: nudge.from, text: nudge.text ?? "")
        let outcome = try await typist.type(line, into: session, prompt, evenAtWork: order.evenAtWork)
        // Where hooks are, the hook of the turn that has begun shows it, and says so itself.
        guard outcome == .submitted, !hasHooks else { return outcome }
        _ = try await bus.command(
            NudgesDelivered(numbers: [nudge.number], channel: .pane),
            id: CommandID(composed: "nudge-typed", session.text, String(nudge.number)), headers: headers,
            within: Self.patience)
        return outcome
    }
}
