package import Host
package import RefineryCore
package import TownModel
package import Wire

/// Runs gates with `sh -c` in one room, those that do not need each other side by side, until one does not pass.
package struct GateRuns: GateRunner {
    let layout: TownLayout
    let rig: RigName
    let git: Git
    let runner: CommandRunner
    /// What a gate writes, while it writes it.
    let tell: @Sendable (GateOutput) -> Void

    package init(
        layout: TownLayout, rig: RigName, runner: CommandRunner = CommandRunner(),
        tell: @escaping @Sendable (GateOutput) -> Void = { _ in }
    ) {
        self.layout = layout
        self.rig = rig
        self.runner = runner
        self.tell = tell
        git = Git(repository: layout.repository(rig), writer: .refinery, runner: runner)
    }

    package func run(_ candidate: Candidate, gates: [Gate]) async -> GateReport {
        guard !gates.isEmpty else {
            return .green([GateResult(name: "none", exitCode: 0, milliseconds: 0, note: "no gates")])
        }
        let plan: GatePlan
        do throws(GatePlan.Fault) {
            plan = try GatePlan(gates)
        } catch {
            return .disturbed(reason: "\(gates[error.gate].name) in rig.toml: \(error)")
        }
        let room = room(candidate)
        do throws(HostError) {
            try Files.makeDirectory("\(layout.root)/\(GateLog.directory)")
            try await room.make(at: candidate.tip, seats: gates.count)
            let report = try await pass(plan, candidate, in: room)
            try await room.leave()
            return report
        } catch {
            // The room stays as it is; no other run ever uses it.
            return .disturbed(reason: error.description)
        }
    }

    package func observe(_ candidate: Candidate) async -> GateReport {
        let room = room(candidate)
        guard Files.exists(room.path) else { return .cutShort }
        do throws(HostError) {
            let alone = try await room.empty()
            try await room.clear()
            withExtendedLifetime(alone) {}
            return .cutShort
        } catch {
            return .disturbed(reason: error.description)
        }
    }

    private func pass(
        _ plan: GatePlan, _ candidate: Candidate, in room: GateRoom
    ) async throws(HostError) -> GateReport {
        let progress = await ended(plan, candidate, in: room)
        let logs = plan.gates.indices.map { GateLog.path(candidate, plan.gates[$0], at: $0) }
        for ending in progress.endings { try GateLog.bound("\(layout.root)/\(logs[ending.place])") }
        let results = progress.results { logs[$0] }
        if let broken = progress.broken { throw broken }
        if let (place, verdict) = progress.decider {
            let excerpt = SafeText.tail(try LogTail.bytes(of: "\(layout.root)/\(logs[place])"))
            return .red(
                GateFailure(
                    results: results, gate: plan.gates[place].name, verdict: verdict, excerpt: excerpt,
                    log: logs[place]))
        }
        guard results.count == plan.gates.count, results.allSatisfy(\.passed) else {
            throw .notStarted(program: "gates", reason: "their run was ended from outside")
        }
        return .green(results)
    }

    /// All that there is to start has been, and has ended; what one left behind is ended before the next one starts.
    private func ended(_ plan: GatePlan, _ candidate: Candidate, in room: GateRoom) async -> GateProgress {
        var progress = GateProgress(plan, parallel: candidate.gatesParallel)
        await withTaskGroup(of: GateEnding.self) { group in
            while true {
                for place in progress.next() {
                    group.addTask { await attend(plan.gates[place], at: place, candidate, in: room) }
                }
                guard let ending = await group.next() else { return }
                progress.take(ending, stuck: await Self.leftovers(of: room.seat(ending.place)))
                if progress.isOver { group.cancelAll() }
            }
        }
        return progress
    }

    /// Why what a gate left behind can't be ended; nil: nothing is left.
    private static func leftovers(of seat: GateSeat) async -> HostError? {
        do throws(HostError) {
            try await seat.empty()
            return nil
        } catch {
            return error
        }
    }

    private func attend(_ gate: Gate, at place: Int, _ candidate: Candidate, in room: GateRoom) async -> GateEnding {
        let start = ContinuousClock.now
        let outcome: GateEnding.Outcome
        do throws(HostError) {
            let verdict = try await verdict(of: gate, at: place, candidate, in: room)
            outcome = verdict.map { .red($0) } ?? .passed
        } catch {
            outcome = Task.isCancelled ? .cutOff : .broken(error)
        }
        return GateEnding(place: place, outcome: outcome, milliseconds: start.duration(to: .now).milliseconds)
    }

    /// nil: passed.
    private func verdict(
        of gate: Gate, at place: Int, _ candidate: Candidate, in room: GateRoom
    ) async throws(HostError) -> GateVerdict? {
        let seat = room.seat(place)
        let path = GateLog.path(candidate, gate, at: place)
        let log = "\(layout.root)/\(path)"
        let teller = teller(of: gate, candidate, log: path)
        var spec = CommandSpec(
            program: "/bin/sh",
            arguments: [
                "-c", Self.entrance, "gate", seat.lock, seat.begun, SafeText.line(gate.name),
                SafeText.line(gate.command), gate.command,
            ],
            environment: environment(of: gate, candidate, room, seat), directory: room.tree,
            output: .appended(to: log, bytesMax: HandsLimits.gateLogBytesMax), limit: .seconds(gate.timeoutSeconds))
        spec.grace = HandsLimits.graceOfGate
        let (processes, began) = AsyncStream.makeStream(of: ProcessIdentity.self)
        // Ends with the gate's process, or with this run of it.
        async let told: Void = teller.follow(processes)
        let ending: CommandEnding
        do throws(HostError) {
            ending = try await runner.run(spec) { process in
                seat.record(process)
                began.yield(process)
                began.finish()
            }.ending
        } catch .timedOut where !Task.isCancelled {
            return .timedOut(seconds: gate.timeoutSeconds)
        } catch .outputTooLarge {
            return .saidTooMuch(megabytes: HandsLimits.gateLogBytesMax >> 20)
        }
        began.finish()
        await told
        guard Files.exists(seat.begun) else {
            throw .notStarted(program: gate.name, reason: "the lock of \(room.path) could not be taken")
        }
        switch ending {
        case .exited(let status): return GateVerdict(exitStatus: status)
        case .signaled(let signal): return .signalled(signal)
        }
    }

    private func teller(of gate: Gate, _ candidate: Candidate, log: String) -> GateTeller {
        let (rig, tell) = (rig, tell)
        return GateTeller(path: "\(layout.root)/\(log)") { tail in
            tell(
                GateOutput(
                    rig: rig, run: candidate.runName, gate: SafeText.line(gate.name), tail: tail, log: log))
        }
    }

    /// All that a gate sees.
    private func environment(
        of gate: Gate, _ candidate: Candidate, _ room: GateRoom, _ seat: GateSeat
    ) -> [String: String] {
        var variables: [String: String] = [:]
        for name in gate.environment where GateVariables.refusal(name) == nil {
            variables[name] = HostEnvironment.value(name)
        }
        let given = [
            "PATH": HostEnvironment.path, "HOME": room.home, "TMPDIR": room.temporary, "LANG": "C.UTF-8",
            "CI": "true", "GATE_NAME": gate.name, "GATE_RIG": rig.text, "GATE_TARGET": candidate.target,
            "GATE_RUN": seat.mark,
        ]
        return variables.merging(given) { _, given in given }
    }

    /// Takes the seat's lock on a descriptor that all children inherit, then becomes the gate's own shell.
    private static let entrance =
        #"exec 9>>"$1" && flock -n 9 && : >"$2" || exit 125; printf '== %s: %s\n' "$3" "$4"; exec sh -c "$5""#

    private func room(_ candidate: Candidate) -> GateRoom {
        GateRoom(refinery: layout.refinery(rig), candidate: candidate, git: git)
    }
}
