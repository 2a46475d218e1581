import Agents
import ArgumentParser
import Glibc
import Host
import TownModel
import Wire

/// What the preset of that name runs: a bead's own commands, without a model.
struct AgentScriptCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "agent-script",
        abstract: "Run the commands in the description of the bead on your hook, commit, hand in.",
        discussion: """
            Started by the town. Only text that the overseer or a crew member wrote is run. Where the bead has a molecule, its
            steps are walked: what is a command is run, the rest is passed over.

            Example: gt agent-script
            """,
        shouldDisplay: false)

    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let session = try OwnSession(call.surroundings)
        try session.checkWorks("gt agent-script")
        let assignment = session.assignment
        let client = try call.client(session)
        let incarnation = assignment.incarnation
        _ = try await client.command(
            SessionAlive(incarnation: incarnation), id: CommandID(composed: "alive", incarnation.text))
        let found = try await client.query(BeadShow(ids: [assignment.bead.text])).beads.first?.bead
        guard let bead = found, bead.id == assignment.bead else {
            throw CommandFailure(.refused, code: "not-found", "\(assignment.bead) is not there", hint: "gt hook")
        }
        if let errand = try await PluginErrand(of: bead, session, client) {
            let spooling = SpoolingClient(client, call.surroundings, maySpool: true)
            return call.answer(try await errand.run(spooling)) { reply in
                call.answer(reply) { $0.plain("\(bead.id): \(reply.state.last?.result?.rawValue ?? "ended")") }
            }
        }
        try await LegFiles(client: client).fetch(for: session)
        let way = WayOfWork(call: call, client: client, session: session)
        if let molecule = try await way.molecule(try await client.query(PrimeShow(agent: nil)))?.molecule {
            try await walk(molecule, bead, session, client, call)
        } else {
            let script = try Self.script(of: bead)
            let status = try ScriptRun(session: session, text: script).run()
            guard status == 0 else {
                call.note("gt: the commands of \(bead.id) ended with \(status); nothing is handed in")
                _exit(status)
            }
        }
        let title = UntrustedText.line(bead.title)
        let spooling = SpoolingClient(client, call.surroundings, maySpool: true)
        var handIn = HandIn(session: session, client: spooling)
        let isDog = assignment.agent.isDog
        if !isDog { try await handIn.settle(committing: title) }
        let changed = isDog ? true : try await handIn.isAhead()
        let delivery = try await handIn.run(
            changed ? .completed : .noChange,
            message: changed ? "the commands ended with 0" : "the commands ended with 0 and changed nothing",
            committing: nil)
        call.answer(delivery) { reply in
            call.answer(reply) { _ in
                reply.request.map { "\(reply.bead) is handed in as \($0)" }
                    ?? "\(reply.bead): \(isDog || changed ? "done" : "nothing to change")"
            }
        }
    }

    private func walk(
        _ molecule: Molecule, _ bead: Bead, _ session: OwnSession, _ client: TownClient, _ call: Invocation
    ) async throws {
        let root = try await client.details([molecule.root.text])[0].bead
        // What this very session has made is the rig's own formula.
        if Address(root.createdBy) != session.assignment.agent { try Self.checkAuthor(of: root) }
        let hasOwn = (try? BeadScript(description: bead.description)) != nil  // A molecule needs none.
        let own = hasOwn ? try Self.script(of: bead) : nil
        try await ScriptWalk(call: call, client: client, session: session, ownScript: own).walk(molecule)
    }

    private static func checkAuthor(of bead: Bead) throws(CommandFailure) {
        switch Address(bead.createdBy) {
        case .overseer, .crew: break
        default:
            throw CommandFailure(
                .forbidden, code: "forbidden",
                "the commands of \(bead.id) were written by \(UntrustedText.line(bead.createdBy)), and only text of the "
                    + "overseer or of crew is run",
                about: bead.id.text, hint: "read it, then create the bead yourself and sling that one")
        }
    }

    /// Throws when the text is none that may be run here.
    static func script(of bead: Bead) throws(CommandFailure) -> String {
        try checkAuthor(of: bead)
        do {
            return try BeadScript(description: bead.description).text
        } catch {
            throw CommandFailure(
                .badData, code: "invalid", "\(bead.id) can't be carried out: \(error)", about: bead.id.text,
                hint: "gt bead update \(bead.id), or choose another --agent")
        }
    }
}
