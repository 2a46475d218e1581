import Host
import TownModel
import Wire

/// What a session asks to know what it is about, and what it says when it has been told.
struct PrimeQuestion {
    let client: TownClient
    /// The session that asks; nil outside of one.
    let session: OwnSession?

    init(_ call: Invocation) throws(CommandFailure) {
        let inSession = call.surroundings.value("GT_SESSION_DIR")?.isEmpty == false
        let session = inSession ? try OwnSession(call.surroundings) : nil
        client =
            if let session { try call.client(session, patience: CommandLimits.queryWait) } else { try call.client() }
        self.session = session
    }

    /// Who somebody is, his key says. Files and variables that say otherwise are another session's, and nothing is told.
    func ask(about agent: Address?) async throws(CommandFailure) -> PrimeReply {
        let reply = try await client.query(PrimeShow(agent: agent))
        if agent == nil, let session, session.assignment.agent != reply.hook.agent {
            throw CommandFailure(
                .refused, code: "conflict",
                "the files of this session are of \(session.assignment.agent), its key is of \(reply.hook.agent)",
                about: session.directory, hint: "end; the rig's Witness starts a session anew")
        }
        return reply
    }

    /// After it was printed, never before: too late means that it is shown once more.
    func acknowledge(_ reply: PrimeReply) async throws(CommandFailure) {
        if let own = session?.assignment.incarnation, let highest = reply.nudges.map(\.number).max() {
            _ = try await client.command(
                NudgesDelivered(numbers: reply.nudges.map(\.number)),
                id: CommandID(composed: "nudges-shown", own.text, String(highest)))
        }
        if let own = session?.assignment.incarnation, let changes = reply.changes {
            try await NewsInPassing(client: client, session: own).seen(changes)
        }
        try await acknowledge(handoff: reply.handoff)
    }

    /// Who asks what there is to do is there. Said anew at every prime, and carried out once for each conversation.
    func isThere(in program: ProgramSession?) async throws(CommandFailure) {
        guard let own = session?.assignment.incarnation else { return }
        var name = ["alive", own.text]
        if let program { name += [program.id] + (program.transcript == nil ? [] : ["file"]) }
        let id = CommandID(composed: name.joined(separator: "/"))
        _ = try await client.command(SessionAlive(incarnation: own, program: program), id: id)
    }

    func acknowledge(handoff: Handoff?) async throws(CommandFailure) {
        guard let own = session?.assignment.incarnation, let handoff, handoff.session != own, handoff.shownTo != own
        else { return }
        _ = try await client.command(
            HandoffShown(number: handoff.number),
            id: CommandID(composed: "handoff-shown", own.text, String(handoff.number)))
    }
}
