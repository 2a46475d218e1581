import Bus
import Host
import TownModel
import Wire

/// A conversation about one resident, a member of a crew, the Mayor's agent or a dog: asked of the store, carried out by the
/// service that hosts it, waited for here.
struct ResidentTalk {
    let call: Invocation
    let client: TownClient
    let agent: Address

    init(_ word: String, _ call: Invocation, _ client: TownClient) throws(CommandFailure) {
        self.call = call
        self.client = client
        agent = try CrewName.address(word, rig: call.rigHere())
    }

    init(_ agent: Address, _ call: Invocation, _ client: TownClient) {
        self.call = call
        self.client = client
        self.agent = agent
    }

    func row() async throws -> ResidentRow { try await full().row }

    /// With the sequence for which it is true.
    private func full() async throws -> (row: ResidentRow, headers: AnswerHeaders) {
        guard agent.rig != nil else {
            let (reply, headers) = try await client.full(AgentShow(agent: agent))
            return (reply, headers)
        }
        let (reply, headers) = try await client.full(CrewList())
        if let row = reply.crew.first(where: { $0.resident.agent == agent }) { return (row, headers) }
        let names = reply.crew.map(\.resident.agent.description)
        let near = EditDistance.nearest(to: agent.description, among: names, limit: .max)
        let shown = (near.isEmpty ? names : near).prefix(CommandLimits.candidatesMax).joined(separator: ", ")
        throw CommandFailure(
            .refused, code: "not-found", "there is no \(agent)", about: agent.description,
            hint: names.isEmpty ? "gt crew add \(agent)" : "there are: \(shown)")
    }

    /// Whether the rig's work is on a remote too.
    func hasRemote() async throws -> Bool {
        try await client.query(RigList()).rigs.first { $0.name == agent.rig }?.remote != nil
    }

    /// Makes, or finishes, the worktree that a row names, and says that it stands.
    func place(_ row: ResidentRow) async throws -> ResidentRow {
        let place = CrewPlace(row.resident, client.layout)
        let base = try await place.stand(hasRemote: try await hasRemote())
        return try await client.command(
            CrewPlaced(agent: row.resident.agent, number: row.resident.number, base: base))
    }

    /// Gives a session to who has none, and waits until it runs.
    func start(_ preset: String?) async throws -> ResidentRow {
        _ = try await client.command(AgentStart(agent: agent, preset: preset))
        return try await running(since: nil)
    }

    /// Ends it, and waits until no process of it is left.
    func stop() async throws -> ResidentRow {
        let asked = try await client.command(AgentStop(agent: agent))
        guard let was = asked.resident.run?.incarnation else { return asked }
        return try await wait("the end of session \(was)") { $0.resident.run?.incarnation != was }
    }

    func restart() async throws -> ResidentRow {
        let asked = try await client.command(AgentStop(agent: agent, startsAgain: true))
        guard let was = asked.resident.run?.incarnation else { return try await start(nil) }
        return try await running(since: was)
    }

    /// Until another session than `was` runs, or none will.
    private func running(since was: Incarnation?) async throws -> ResidentRow {
        let row = try await wait("its session") { row in
            guard let run = row.resident.run else { return true }
            return run.incarnation != was && row.session?.shim != nil
        }
        guard row.resident.run == nil, let trouble = row.resident.trouble else { return row }
        throw CommandFailure(
            .refused, code: "host", "the session of \(agent) could not be started: \(UntrustedText.line(trouble))",
            about: agent.description, hint: "gt agent list shows which programs are on this machine")
    }

    /// By the events about it; the heads of the feed and the services' heartbeats are when the clock is looked at.
    private func wait(_ what: String, until isSo: (ResidentRow) -> Bool) async throws -> ResidentRow {
        let first = try await full()
        guard !isSo(first.row) else { return first.row }
        let deadline = ContinuousClock.now.advanced(by: client.wait ?? CommandLimits.crewWait)
        var found: ResidentRow?
        let streams = [agent.rig.map(StreamName.rig) ?? .town]
        let following = FeedFollowing(call: call, client: client, streams: streams, signals: ["~"])
        try await following.run(after: first.headers.sequence, epoch: first.headers.epoch) { item in
            switch item {
            case .event(let event, _, _) where event.map { $0.data.resident?.agent == agent } ?? true:
                found = try await row()
            case .gone, .back: found = try await row()
            case .away: throw client.absence.failure
            case .event, .signal, .caughtUp: break
            }
            if let row = found, isSo(row) { return .enough }
            found = nil
            return ContinuousClock.now < deadline ? .goOn : .enough
        }
        if let found { return found }
        throw CommandFailure(
            .tryAgain, code: "away", "\(what) is asked for, and was not there in time", about: agent.description,
            hint: host)
    }

    /// Where to look when nothing happens.
    private var host: String {
        agent.rig.map { "gt health \($0)/witness; gt crew list shows when it is" }
            ?? (agent.isDog
                ? "gt health deacon; gt dog list shows when it is"
                : "gt health mayor; gt mayor status shows when it is")
    }
}

/// A crew member as people write it: `web/max`, `web/crew/max`, `max` inside a rig.
enum CrewName {
    static func address(_ word: String, rig: RigName?) throws(CommandFailure) -> Address {
        if case .crew(let rig, let name)? = Address(word) { return .crew(rig, name) }
        let parts = word.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let home = parts.count == 2 ? RigName(parts[0]) : rig
        if parts.count <= 2, let home, let name = parts.last.flatMap({ AgentName($0) }) { return .crew(home, name) }
        guard parts.count > 1 || AgentName(word) == nil else {
            throw .usage("of which rig is \(word)?", hint: "write <rig>/\(word), or go into the rig's folder")
        }
        throw CommandFailure(
            .badData, code: "invalid", "\(word) can't be a crew member",
            about: word, hint: "<rig>/<name>: lower-case letters, digits, - and _")
    }
}
