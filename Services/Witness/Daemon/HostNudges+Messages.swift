import Agents
import Bus
import Host
import TownModel
import Wire
package import WitnessCore

/// Agents whose program reads messages on its stdin.
extension HostNudges {
    /// Said once, whatever becomes of this Witness; submitted only when the program's output says that it has taken it up.
    func say(
        _ line: NudgeLine, ofNudge number: Int64, in directory: SessionDirectory, _ stream: StreamForm,
        evenAtWork: Bool
    ) async throws(HostError) -> TypingOutcome {
        guard case .running = try directory.observe() else { return .gone }
        let name = SessionDirectory.messageName(ofNudge: number)
        let id = SessionDirectory.messageID(name)
        if !directory.hasSaid(name) {
            // The program would keep it until its turn is over; here it can still come to nothing in its time.
            if !evenAtWork, try isAtWork(directory, stream) { return .waits(.atWork) }
            try directory.say(stream.line(line.text, id: id), as: name)
        }
        let isTaken = try await directory.output(after: name, within: proof) {
            stream.sign(of: $0) == .taken(id)
        }
        return isTaken ? .submitted : .waits(.unread)
    }

    private func isAtWork(_ directory: SessionDirectory, _ stream: StreamForm) throws(HostError) -> Bool {
        guard Files.exists(directory.outputFile) else { return false }
        let end = try Files.end(of: directory.outputFile, bytesMax: HostLimits.turnSignBytes)
        return stream.isInTurn(end)
    }

    /// Tells the store, in the agent's name, of the turns that its output speaks of: what hooks do elsewhere. Until it is
    /// called off. A turn's name is the place of its line, so that one that is told again is told once.
    package func followTurns(of listener: Listener) async {
        guard let stream = listener.knownPreset?.streamOfTurns else { return }
        let directory = SessionDirectory(layout.session(listener.session))
        while !Task.isCancelled {
            do {
                // None was told yet, or it can't be read, which is the same: then all are told again.
                let told = (try? Files.readText(directory.heardFile))?.trimmed
                let lines = try OutputLines(of: directory, from: told.flatMap { Int($0) } ?? 0)
                repeat {
                    while case let found = try lines.next(), !found.isEmpty {
                        for line in found {
                            guard let sign = stream.sign(of: line.bytes) else { continue }
                            do {
                                try await tell(sign, endingAt: line.end, of: listener, key: try directory.key())
                            } catch BusFailure.refused(let refusal) where Self.forGood.contains(refusal.code) {
                                // Said again it would be refused again, and what comes behind it never be told.
                            }
                            try Files.writeAtomically(
                                Array("\(line.end)\n".utf8), to: directory.heardFile, isDurable: false)
                        }
                    }
                } while await lines.waitForMore(within: nil)
            } catch {
                // The store is away, or the disk: read on from the last that was told, as long as there is somebody.
                // A record that can't be read names no process.
                guard let shim = try? directory.shim() else { return }
                if await ProcessWatch.shared.waitForEnd(of: shim, within: Self.turnPause) { return }
            }
        }
    }

    private static let forGood: Set<ErrorCode> = [.invalid, .notFound, .conflict, .already, .tooLarge]

    /// Before turns are tried to be told again.
    private static let turnPause: Duration = .seconds(5)

    private func tell(
        _ sign: StreamSign, endingAt place: Int, of listener: Listener, key: String
    ) async throws {
        let session = listener.session
        let headers = RequestHeaders(key: key)
        switch sign {
        case .taken(let id):
            // Before its turn's end is told, or it would come too late for that.
            guard let number = SessionDirectory.nudge(ofMessage: id) else { return }
            try await delivered(number, by: .stdin, in: session, headers)
        case .turnStarted:
            _ = try await bus.command(
                TurnStart(incarnation: session), id: CommandID(composed: "turn-start", session.text, String(place)),
                headers: headers, within: Self.patience)
        case .turnEnded: try await tellEnd(of: session, at: place, headers)
        case .turnRefused(let words):
            let signs = listener.knownPreset?.rateLimitSigns ?? []
            let until = LimitTime.end(of: words, at: .now, offsetSeconds: LocalTime.offsetSeconds())
            let isLimit = signs.contains { words.lowercased().contains($0.lowercased()) }
            try await tellEnd(
                of: session, at: place, headers,
                TurnRefusal(words: words, limitedUntil: isLimit ? until : nil))
        }
    }

    private func tellEnd(
        of session: Incarnation, at place: Int, _ headers: RequestHeaders, _ refusal: TurnRefusal? = nil
    ) async throws {
        _ = try await bus.command(
            TurnEnd(incarnation: session, mayHold: false, refusal: refusal),
            id: CommandID(composed: "turn-end", session.text, String(place)), headers: headers, within: Self.patience)
    }
}

extension AgentPreset {
    /// Where no hooks tell of its turns, and its output does.
    var streamOfTurns: StreamForm? { hookDialect == nil ? stream : nil }
}
