import ArgumentParser
import TownModel
import Wire

struct BeadCloseCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Close beads; what waited for them may begin.",
        discussion: """
            A worker with commits hands them in with gt done instead: they are closed when they land. --continue takes the next
            part of the same whole that is ready, in the same step. A step of a molecule is closed by its name too.

            Example: gt close web-a1 -r "was fixed upstream"
            Example: gt close gt-mol-a1b2c3.2 --continue
            """)

    @Argument(help: "Ids, or unambiguous beginnings.", completion: IDCompletion.beads) var ids: [String]
    @Option(name: .shortAndLong, help: "Why.") var reason = "closed by hand"
    @Option(help: "success, failed or skipped.") var outcome = Outcome.success
    @Flag(name: .customLong("continue"), help: "Take the next part of what it is a part of.") var goesOn = false
    @OptionGroup var spool: SpoolOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if goesOn, ids.count != 1 { throw ValidationError("--continue goes on from one bead: name one") }
    }

    func run(_ call: Invocation) async throws {
        if ids.count == 1, let step = try await call.client(mayBeAway: true).step(named: ids[0]) {
            return try await end(step, call)
        }
        guard !goesOn else { return try await advance(call) }
        var client = try call.spooling(spool)
        var beads: [BeadID] = []
        for id in ids { beads.append(try await client.bead(id)) }
        var deliveries: [Delivery<BeadReply>] = []
        for id in beads {
            deliveries.append(try await client.deliver(BeadClose(id: id, reason: reason, outcome: outcome)))
        }
        call.answer(deliveries) { reply, screen in
            "closed \(BeadText.line(reply.bead, screen))"
        } json: {
            $0.bead
        }
    }

    private func advance(_ call: Invocation) async throws {
        let client = try call.client()
        let close = BeadClose(id: try await client.bead(ids[0]), reason: reason, outcome: outcome)
        let reply = try await client.command(BeadAdvance(close: close))
        call.answer(reply) { AdvanceText.text(reply, $0) }
    }

    /// Of a wisp: no bead has its name.
    private func end(_ step: MoleculeStepName, _ call: Invocation) async throws {
        guard outcome != .skipped else {
            throw CommandFailure.usage(
                "a step of a wisp is done or has failed", hint: "a step is skipped by its condition, in the formula")
        }
        let reply = try await call.client().command(
            MoleculeNext(
                molecule: step.id.root, ends: step.id.number, failed: outcome == .failed, note: reason,
                claims: goesOn))
        call.answer(reply) { screen in
            goesOn ? MoleculeText.next(reply, screen) : "closed: \(MoleculeText.line(reply.molecule, screen))"
        }
    }
}
