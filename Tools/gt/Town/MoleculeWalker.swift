import Bus
import TownModel
import Wire

/// Walks a molecule as far as commands go: its `run` steps are carried out here, one after the other.
struct MoleculeWalker {
    let call: Invocation
    let client: TownClient
    private(set) var root: BeadID
    /// Where commands run.
    let directory: String
    var surroundings: [String: String] = [:]
    /// Whether a step that nobody can claim yet is waited for: a gate, a rest.
    var waits = false
    /// What a step without a command comes to; nil, or an answer of nil: the walk stops at it.
    var other: ((StepRun) async throws -> StepRun.Outcome?)?

    /// Where the walk has stopped: at a step that is the caller's now, at nothing to claim, or at the end.
    func walk() async throws -> MoleculeNextReply {
        let index = GraphIndex(try await client.query(MoleculeGraph(molecule: root)))
        var reply = try await claim()
        while true {
            if let stopped = try await walkChildren(of: &reply) { return stopped }
            guard let step = reply.next else { return reply }
            let loops = index.place(of: step.number)?.loopValues ?? [:]
            let run = StepRun(
                step: step, molecule: reply.molecule,
                variables: index.graph.variables.merging(loops) { _, inner in inner }, directory: directory,
                surroundings: surroundings)
            guard let outcome = try await carryOut(run) else { return reply }
            if let note = outcome.note { call.note("  \(note)") }
            reply = try await client.command(
                MoleculeNext(
                    molecule: root, ends: step.number, failed: !outcome.isDone,
                    output: outcome.output.isEmpty ? nil : outcome.output, note: outcome.note))
            if reply.next == nil, reply.fanOuts == nil { reply = try await claim(or: reply) }
        }
    }

    /// Makes and walks what has fanned out, until none of it is left; gives where one of them has stopped.
    private func walkChildren(of reply: inout MoleculeNextReply) async throws -> MoleculeNextReply? {
        let maker = FanOutMaker(call: call, client: client)
        while let children = try await maker.children(of: root, reply.fanOuts), let child = children.first {
            var walker = self
            walker.root = child
            let stopped = try await walker.walk()
            guard stopped.molecule.endedAt != nil else { return stopped }
            reply = try await claim()
        }
        return nil
    }

    private func carryOut(_ run: StepRun) async throws -> StepRun.Outcome? {
        if let command = run.step.step.run {
            call.note(MoleculeText.line(run.step, of: run.molecule, call.screen))
            return try await run.run(command)
        }
        return try await other?(run)
    }

    /// The next step, waited for if there is none yet; the ledger is asked once more between the feed's beginning and the wait,
    /// so that nothing is missed.
    private func claim(or known: MoleculeNextReply? = nil) async throws -> MoleculeNextReply {
        var reply: MoleculeNextReply
        if let known { reply = known } else { reply = try await client.command(MoleculeNext(molecule: root)) }
        while waits, reply.next == nil, reply.fanOuts == nil, reply.molecule.endedAt == nil {
            let (shown, headers) = try await client.full(MoleculeShow(molecule: root))
            if !shown.open.contains(where: { $0.state == .ready }) {
                call.note("waits: \(MoleculeText.line(shown.molecule, call.screen))")
                try await news(after: headers.sequence, epoch: headers.epoch)
            }
            reply = try await client.command(MoleculeNext(molecule: root))
        }
        return reply
    }

    private func news(after sequence: Int64?, epoch: Int64?) async throws {
        let following = FeedFollowing(call: call, client: client)
        try await following.run(after: sequence, epoch: epoch) { item in
            switch item {
            case .event(let event?, _, _) where event.subject == root.text && Self.news.contains(event.kind): .enough
            case .gone: .enough
            case .event, .signal, .caughtUp, .away, .back: .goOn
            }
        }
    }

    private static let news: Set<EventKind> = [.stepFreed, .beadClosed]
}
