import Agents
package import Bus
package import Host
import TownModel
import Wire
package import WitnessCore

/// Types into panes, or writes to who reads messages on his stdin.
package protocol NudgeTyping: Sendable {
    /// Nudges, in this order, until something stands in the way.
    func type(_ orders: [TypingOrder], to listener: Listener) async -> TypingReport

    /// The first prompt of a session, once, when its program is ready for it. No obstacle: it was taken.
    func prompt(_ listener: Listener) async -> TypingReport

    /// Tells of the turns of a session whose program says them in its output, until it is called off.
    func followTurns(of listener: Listener) async
}

/// On this host: the text is asked for with the reader's own key, for nobody else is shown it, and in his name the store
/// is told what was seen to arrive.
package struct HostNudges: NudgeTyping {
    let layout: TownLayout
    let bus: any MessageBus

    /// For so long a program is given to take up a message; after that it is looked again later.
    let proof: Duration

    package init(layout: TownLayout, bus: any MessageBus, proof: Duration = HostLimits.typingProof) {
        self.layout = layout
        self.bus = bus
        self.proof = proof
    }

    /// An answer of the store.
    static let patience: Duration = .seconds(10)

    package func type(_ orders: [TypingOrder], to listener: Listener) async -> TypingReport {
        guard let preset = listener.knownPreset, preset.promptLine != nil || preset.stream != nil else {
            return TypingReport(obstacle: "its preset names no line to write in", isForGood: true)
        }
        var report = TypingReport()
        for order in orders {
            do {
                switch try await type(order, into: listener.session, preset) {
                case .submitted: report.typed.append(order.number)
                case .waits(.quiet):
                    // The next may be one that gets through.
                    report.obstacle = TypingObstacle.quiet.rawValue
                case .waits(let obstacle):
                    report.obstacle = obstacle.rawValue
                    return report
                case .gone:
                    report.obstacle = preset.stream == nil ? "it has no pane" : "its session has ended"
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
        _ order: TypingOrder, into session: Incarnation, _ preset: AgentPreset
    ) async throws -> TypingOutcome {
        // A stopped town types nothing: the file is there before anybody is told.
        if Files.exists(layout.stopFile) { return .waits(.stopped) }
        let directory = SessionDirectory(layout.session(session))
        // A session that was cleared away has neither key nor pane.
        guard Files.exists(directory.keyFile) else { return .gone }
        let headers = RequestHeaders(key: try directory.key())
        let reply = try await bus.query(
            NudgeShow(number: order.number), id: FreshID.command(), headers: headers, within: Self.patience
        ).reply
        let nudge = reply.nudge
        // Shown meanwhile, or over.
        guard nudge.state == .sent else { return .submitted }
        if reply.isHeldBack == true { return .waits(.quiet) }
        let hasHooks = preset.hookDialect != nil
        let line =
            hasHooks
            ? NudgeLine(waking: nudge.number, from: nudge.from)
            : NudgeLine(number: nudge.number, from: nudge.from, text: nudge.text ?? "")
        let outcome =
            if let stream = preset.stream {
                try await say(
                    line, ofNudge: nudge.number, in: directory, stream, evenAtWork: order.evenAtWork)
            } else if let prompt = preset.promptLine {
                try await typist.type(line, into: session, prompt, evenAtWork: order.evenAtWork)
            } else {
                TypingOutcome.gone
            }
        // Where hooks are, the hook of the turn that has begun shows it, and says so itself.
        guard outcome == .submitted, !hasHooks else { return outcome }
        try await delivered(nudge.number, by: preset.stream == nil ? .pane : .stdin, in: session, headers)
        return outcome
    }

    func delivered(
        _ number: Int64, by channel: NudgeChannel, in session: Incarnation, _ headers: RequestHeaders
    ) async throws {
        _ = try await bus.command(
            NudgesDelivered(numbers: [number], channel: channel),
            id: CommandID(composed: "nudge-typed", session.text, String(number)), headers: headers,
            within: Self.patience)
    }
}
