import TownModel

extension RigFile {
    /// The `[[gates]]` tables, each with a name of its own, and none that waits for ever.
    static func gates(_ tables: [StrictTable]) throws(ConfigurationError) -> [Gate] {
        var gates: [Gate] = []
        for table in tables {
            let gate = try gate(table)
            guard !gates.contains(where: { $0.name == gate.name }) else {
                throw table.failure("there are two gates named \"\(gate.name)\"", at: "name")
            }
            gates.append(gate)
        }
        do throws(GatePlan.Fault) {
            _ = try GatePlan(gates)
        } catch {
            throw tables[error.gate].failure(error.description, at: gates[error.gate].needs.map { _ in "needs" })
        }
        return gates
    }

    private static func gate(_ table: StrictTable) throws(ConfigurationError) -> Gate {
        try table.checkKeys(ConfigurationKey.gate)
        var gate = Gate(name: try table.required("name"), command: try table.required("command"))
        if let seconds = try table.number("timeout_seconds", in: 1...86_400) { gate.timeoutSeconds = seconds }
        if let text = try table.text("phase") {
            guard let phase = GatePhase(rawValue: text) else {
                throw table.failure("\"phase\" is \(GatePhase.names), not \"\(text)\"", at: "phase")
            }
            gate.phase = phase
        }
        gate.needs = try table.texts("needs")
        for name in try table.texts("environment") ?? [] {
            if let reason = GateVariables.refusal(name) { throw table.failure(reason, at: "environment") }
            gate.environment.append(name)
        }
        if let flaky = try table.flag("flaky") { gate.isFlaky = flaky }
        return gate
    }
}
