import ArgumentParser
import Host
import TownModel
import Wire

struct PolecatStatusCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say all about one worker: session, hook, worktree, what was saved, what happened last.",
        discussion: """
            Worktree and refs are read on this machine.

            Example: gt polecat status web/ash
            """)

    @Argument(help: "Who, e.g. web/ash.", completion: IDCompletion.addresses) var name: String
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let agent = try PolecatName.address(name, rig: try call.rigHere())
        let sight = try await PolecatWhole.look(agent, client)
        call.answer(sight) { sight.text($0) }
    }
}

/// One worker, as the store and this machine have it.
struct PolecatWhole: Encodable {
    let cv: AgentCV
    /// nil: it was never given work.
    var ground: PolecatGround?
    /// nil: no session of it is open.
    var process: PolecatSight?
    /// Of its latest bead, newest first; for people (gt bead history has them as JSON).
    var events: [String] = []

    static func look(_ agent: Address, _ client: TownClient) async throws -> PolecatWhole {
        guard let cv = try await client.query(AgentHistory(agent: agent, limit: 5)).agents.first else {
            throw CommandFailure(.bug, code: "bug", "the store named no agent for \(agent)")
        }
        var whole = PolecatWhole(cv: cv)
        guard let assignment = cv.assignment else { return whole }
        whole.ground = try await PolecatGround.look(assignment, client.layout)
        if let session = cv.session, session.state != .ended {
            whole.process = PolecatSight(session, await SessionPlaces(client.layout))
        }
        whole.events = try await client.query(BeadHistory(id: assignment.bead, limit: 5)).events
        return whole
    }

    private enum CodingKeys: String, CodingKey {
        case process, place, worktree
    }

    func encode(to encoder: any Encoder) throws {
        try cv.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(process?.process, forKey: .process)
        try container.encodeIfPresent(process?.place, forKey: .place)
        try container.encodeIfPresent(ground, forKey: .worktree)
    }

    func text(_ screen: Screen) -> String {
        var lines = [
            "\(screen.paint(cv.agent.description, .bold))  known for \(screen.age(cv.knownSince)), "
                + HistoryText.totals(cv.totals)
        ]
        guard let assignment = cv.assignment else { return lines[0] }
        if let session = cv.session, session.state != .ended {
            let seen = process.map { $0.text.isEmpty ? "" : ", \($0.text)" } ?? ""
            lines.append("session   \(session.incarnation): \(SessionText.cell(session, screen).text)\(seen)")
        } else {
            lines.append("session   none")
        }
        let title = cv.work.first.map { "  " + screen.plain($0.title) } ?? ""
        lines.append(
            "\(assignment.state.isCurrent ? "hook  " : "last  ")    \(screen.paint(assignment.bead.text, .cyan))\(title) "
                + "(assignment \(assignment.number), \(assignment.state.rawValue))")
        lines += ground?.lines(screen) ?? []
        if !events.isEmpty { lines += ["", "what happened to \(assignment.bead) last:"] }
        lines += events.map { "  " + Invocation.line($0, screen) }
        return lines.joined(separator: "\n")
    }
}
