package import TownModel

/// Types one line into a pane of the town's tmux server and sees that it was sent; a person's unfinished line there stays
/// as it is.
///
/// All keys go by one command of the server, which compares first whose pane it is: C-e, a space, C-u cut away what
/// stands there (the space, so that there is always something to cut), the text comes as one bracketed paste, Enter sends
/// it, C-y and a backspace bring the line back. The program reads these bytes one behind the other, so a key that a
/// person presses meanwhile comes before them, and is cut and brought back, or after them: nothing of his is ever sent,
/// lost or mixed in, whatever the moment. What a screen shows is needed only to know when to wait, and for the evidence.
package struct PaneTypist: Sendable {
    let server: TmuxServer
    /// One typist at a time in a pane, of all processes of the town. A few locks serve all panes, so that sessions leave
    /// nothing behind: two that share one wait for each other.
    let locks: String
    /// For so long a person's line must have been left alone.
    let quiet: Duration
    /// For so long it waits for its turn and for a quiet line; after that whoever called tries again.
    let patience: Duration
    /// For so long the screen is asked whether the line was sent.
    let proof: Duration

    package init(
        server: TmuxServer, locks: String, quiet: Duration = HostLimits.lineQuiet,
        patience: Duration = HostLimits.typingPatience, proof: Duration = HostLimits.typingProof
    ) {
        self.server = server
        self.locks = locks
        self.quiet = quiet
        self.patience = patience
        self.proof = proof
    }

    /// A line that was typed before, by a predecessor that did not live to say so, is not typed again.
    ///
    /// - Parameter evenAtWork: also while a turn is in progress.
    package func type(
        _ line: NudgeLine, into incarnation: Incarnation, _ prompt: PromptLine, evenAtWork: Bool = false
    ) async throws(HostError) -> TypingOutcome {
        let deadline = ContinuousClock.now.advanced(by: patience)
        // Nothing of ours is there, or it ends this very moment.
        guard let before = try await look(incarnation),
            let program = Processes.identities(of: [before.process]).first
        else { return .gone }
        guard let lock = try await turn(incarnation, program, until: deadline) else { return .waits(.otherTypist) }
        defer { withExtendedLifetime(lock) {} }
        guard var sight = try await look(incarnation) else { return .gone }
        if sight.hasSubmitted(line.mark, prompt) { return .submitted }
        if sight.holds(line.mark, prompt) { return .waits(.notTaken) }

        var since = ContinuousClock.now
        while true {
            if let obstacle = sight.obstacle(prompt, evenAtWork: evenAtWork) { return .waits(obstacle) }
            guard let stands = sight.line(prompt) else { return .waits(.noPrompt) }
            if stands.isEmpty { break }
            guard prompt.hasLineEditor else { return .waits(.lineStands) }
            // Lines of more than one row may have line ends in them, and C-u cuts to the nearest.
            let isOneRow = stands.rows.count == 1
            if isOneRow, since.duration(to: .now) >= quiet { break }
            guard ContinuousClock.now < deadline else { return .waits(isOneRow ? .lineIsEdited : .lineStands) }
            await pause(program)
            guard let next = try await look(incarnation) else { return .gone }
            if next.line(prompt) != stands { since = .now }
            sight = next
        }
        guard try await send(line, into: incarnation, prompt, seen: sight) else { return .waits(.changed) }
        return try await evidence(of: line, incarnation, program, prompt, before: sight.line(prompt)?.text ?? "")
    }

    package func lockFile(_ incarnation: Incarnation) -> String {
        "\(locks)/pane-\((Int(incarnation.text.dropFirst()) ?? 0) % HostLimits.paneLocks).lock"
    }

    /// nil: others have held it all the time.
    private func turn(
        _ incarnation: Incarnation, _ program: ProcessIdentity, until deadline: ContinuousClock.Instant
    ) async throws(HostError) -> FileLock? {
        try Files.makePrivateDirectory(locks)
        while true {
            if let lock = try FileLock.take(lockFile(incarnation)) { return lock }
            guard ContinuousClock.now < deadline else { return nil }
            await pause(program)
        }
    }

    /// Until a program that was just started shows the line that it begins with, or asks a person something, or so much
    /// time is over. Whatever it shows then, `type` looks for itself.
    ///
    /// - Parameter ready: what the line begins with when it waits for a prompt for the first time.
    package func waitUntilReady(
        _ incarnation: Incarnation, _ ready: PromptLine, within limit: Duration
    ) async throws(HostError) {
        let deadline = ContinuousClock.now.advanced(by: limit)
        while ContinuousClock.now < deadline, let sight = try await look(incarnation),
            let program = Processes.identities(of: [sight.process]).first, sight.line(ready) == nil,
            !sight.isAsking(ready)
        {
            await pause(program, HostLimits.readyLook)
        }
    }

    /// Until it is time for another look, or there is nothing to look at any more: tmux tells nobody of a pane's changes.
    private func pause(_ program: ProcessIdentity, _ time: Duration = HostLimits.paneLook) async {
        _ = await ProcessWatch.shared.waitForEnd(of: program, within: time)
    }

    /// nil: no such pane, or somebody else's.
    package func look(_ incarnation: Incarnation) async throws(HostError) -> PaneSight? {
        let pane = Self.pane(incarnation)
        let result = try await server.run([
            "display-message", "-p", "-t", pane, PaneSight.format, ";",
            "capture-pane", "-p", "-t", pane, "-S", "-\(HostLimits.paneHistoryRows)",
        ])
        guard result.ending.isSuccess, let sight = PaneSight(output: result.outputText),
            sight.incarnation == incarnation
        else { return nil }
        return sight
    }

    private static func pane(_ incarnation: Incarnation) -> String { "gt-\(incarnation):" }

    /// Until the screen shows that the line was sent.
    private func evidence(
        of line: NudgeLine, _ incarnation: Incarnation, _ program: ProcessIdentity, _ prompt: PromptLine,
        before words: String
    ) async throws(HostError) -> TypingOutcome {
        let deadline = ContinuousClock.now.advanced(by: proof)
        while true {
            guard let sight = try await look(incarnation) else { return .gone }
            if sight.hasSubmitted(line.mark, prompt) { return .submitted }
            guard ContinuousClock.now < deadline else {
                try await takeBack(line, sight, incarnation, prompt, leaving: words)
                return .waits(.notTaken)
            }
            await pause(program)
        }
    }
}

// The keys.
extension PaneTypist {
    private func send(
        _ line: NudgeLine, into incarnation: Incarnation, _ prompt: PromptLine, seen sight: PaneSight
    ) async throws(HostError) -> Bool {
        // Without the keys to put a line aside it must be the empty one that was seen.
        let place: [(String, String)] =
            prompt.hasLineEditor
            ? [] : [("cursor_x", String(sight.cursorColumn)), ("cursor_y", String(sight.cursorRow))]
        return try await press(
            incarnation, before: prompt.hasLineEditor ? "C-e Space C-u" : nil, pasting: line.text,
            after: prompt.hasLineEditor ? "Enter C-y BSpace" : "Enter", only: place)
    }

    /// The program has not taken Enter: where its line has the text and a person's words behind it, and nothing else, the
    /// text is taken out again. Anything else is left to whoever looks at that screen.
    private func takeBack(
        _ line: NudgeLine, _ sight: PaneSight, _ incarnation: Incarnation, _ prompt: PromptLine, leaving words: String
    ) async throws(HostError) {
        func solid(_ text: String) -> [Character] { text.filter { !$0.isWhitespace }.map(\.self) }
        guard prompt.hasLineEditor, !sight.isInMode, sight.holds(line.mark, prompt),
            let stands = sight.line(prompt), solid(stands.text) == solid(line.text + words)
        else { return }
        let place = [("cursor_x", String(sight.cursorColumn)), ("cursor_y", String(sight.cursorRow))]
        _ = try await press(incarnation, before: "C-e C-u", pasting: words, after: nil, only: place)
    }

    /// One command of the server: compares, then presses. False: it was not as it should be, and nothing was pressed.
    private func press(
        _ incarnation: Incarnation, before: String?, pasting text: String, after: String?,
        only place: [(String, String)]
    ) async throws(HostError) -> Bool {
        let pane = Self.pane(incarnation)
        let buffer = "gt-\(incarnation)"
        let facts =
            [("@gt_incarnation", incarnation.text), ("pane_in_mode", "0"), ("pane_dead", "0")] + place
        let condition = facts.map { "#{==:#{\($0.0)},\($0.1)}" }.reduce("1") { "#{&&:\($0),\($1)}" }
        let steps = [
            before.map { "send-keys -t \(pane) \($0)" },
            text.isEmpty ? "delete-buffer -b \(buffer)" : "paste-buffer -p -d -b \(buffer) -t \(pane)",
            after.map { "send-keys -t \(pane) \($0)" }, "display-message -p \(buffer)",
        ]
        // An empty buffer is none.
        let result = try await server.run(
            [
                "load-buffer", "-b", buffer, "-", ";", "if-shell", "-F", "-t", pane, condition,
                steps.compactMap(\.self).joined(separator: " ; "), "delete-buffer -b \(buffer)",
            ], input: Array((text.isEmpty ? " " : text).utf8))
        return result.ending.isSuccess && result.outputText.contains(buffer)
    }
}
