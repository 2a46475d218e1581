package import Bus
import Configuration
package import Host
package import TownModel
import Wire

/// Looks whether a gate of a molecule is open.
package protocol GateLooker: Sendable {
    func look(_ gate: GateLook) async -> GateFinding
}

/// Looks where it is, by running what the gate says: a shell command, or the forge's own program. What can't be looked at is
/// shut.
package struct TownGates: GateLooker {
    let layout: TownLayout
    let bus: any MessageBus
    /// What the programs see beside the molecule's variables.
    let environment: [String: String]
    /// A look may take so long; then it is ended with all that it has started.
    let limit: Duration

    package init(
        layout: TownLayout, bus: any MessageBus, environment: [String: String] = HostEnvironment.own,
        limit: Duration = .seconds(60)
    ) {
        self.layout = layout
        self.bus = bus
        self.environment = environment
        self.limit = limit
    }

    package func look(_ gate: GateLook) async -> GateFinding {
        let graph: CookedGraph
        do {
            graph = try await bus.query(
                MoleculeGraph(molecule: gate.molecule),
                id: CommandID(composed: "gate-graph", gate.id, "\(gate.look)", "\(Timestamp.now.milliseconds)"),
                within: RuntimeWait.store
            ).reply
        } catch {
            return .notNow
        }
        guard let place = GraphIndex(graph).place(of: gate.number), let shut = place.step.gate else {
            return .shut("the molecule's graph has no such gate")
        }
        let look = GateCommand(
            gate: gate, path: place.path, variables: graph.variables.merging(place.loopValues) { _, inner in inner },
            directory: gate.rig.map { layout.repository($0) } ?? layout.root, environment: environment, limit: limit)
        let subject = shut.subject ?? ""
        switch shut.kind {
        case .exec: return await look.shell(subject)
        case .forgeRun, .forgePull:
            guard let question = ForgeQuestion(shut.kind, subject) else {
                return .shut(
                    "\"\(UntrustedText.line(subject))\" is no \(shut.kind == .forgeRun ? "run" : "pull request")")
            }
            do {
                let program = try TownFile.parse(try Files.readText(layout.townFile), path: layout.townFile)
                    .forgeProgram
                return await look.forge(program, question, answers: layout.run)
            } catch {
                return .shut("which program asks the forge can't be read: \(error)")
            }
        case .human, .timer, .bead, .mail, .event: return .shut("nobody looks at a gate of kind \(shut.kind.rawValue)")
        }
    }
}

private enum RuntimeWait {
    /// A question to the store.
    static let store: Duration = .seconds(5)
}
