package import Host
package import RefineryCore
package import TownModel

/// Runs gates with `sh -c`, each in the same room one after the other, until one does not pass.
package struct GateRuns: GateRunner {
    let layout: TownLayout
    let rig: RigName
    let git: Git
    let runner: CommandRunner

    package init(layout: TownLayout, rig: RigName, runner: CommandRunner = CommandRunner()) {
        self.layout = layout
        self.rig = rig
        self.runner = runner
        git = Git(repository: layout.repository(rig), writer: .refinery, runner: runner)
    }

    package func run(_ candidate: Candidate, gates: [Gate]) async -> GateReport {
        guard !gates.isEmpty else {
            return .green([GateResult(name: "none", exitCode: 0, milliseconds: 0, note: "no gates")])
        }
        let room = room(candidate)
        do throws(HostError) {
            try Files.makeDirectory("\(layout.root)/\(Self.logs)")
            try await room.make(at: candidate.tip)
            let report = try await pass(gates, candidate, in: room)
            try await room.clear()
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
        _ gates: [Gate], _ candidate: Candidate, in room: GateRoom
    ) async throws(HostError) -> GateReport {
        let log = Self.log(candidate)
        var results: [GateResult] = []
        for gate in gates {
            let start = ContinuousClock.now
            let verdict = try await verdict(of: gate, in: room, log: log)
            let milliseconds = start.duration(to: .now).milliseconds
            try await room.empty()
            results.append(
                GateResult(
                    name: gate.name, exitCode: verdict.map(\.exitCode) ?? 0, milliseconds: milliseconds,
                    note: verdict?.sentence))
            guard let verdict else { continue }
            let excerpt = SafeText.tail(try LogTail.bytes(of: "\(layout.root)/\(log)"))
            return .red(
                GateFailure(results: results, gate: gate.name, verdict: verdict, excerpt: excerpt, log: log))
        }
        return .green(results)
    }

    /// nil: passed.
    private func verdict(of gate: Gate, in room: GateRoom, log: String) async throws(HostError) -> GateVerdict? {
        let spec = CommandSpec(
            program: "/bin/sh",
            arguments: ["-c", Self.entrance, "gate", room.lock, room.begun, gate.name, gate.command],
            environment: [
                "PATH": HostEnvironment.path, "HOME": room.home, "TMPDIR": room.temporary, "LANG": "C.UTF-8",
            ],
            directory: room.tree, output: .appended(to: "\(layout.root)/\(log)"),
            limit: .seconds(gate.timeoutSeconds))
        let ending: CommandEnding
        do throws(HostError) {
            ending = try await runner.run(spec, started: room.record).ending
        } catch .timedOut where !Task.isCancelled {
            return .timedOut(seconds: gate.timeoutSeconds)
        }
        guard Files.exists(room.begun) else {
            throw .notStarted(program: gate.name, reason: "the lock of \(room.path) could not be taken")
        }
        switch ending {
        case .exited(let status): return GateVerdict(exitStatus: status)
        case .signaled(let signal): return .signalled(signal)
        }
    }

    /// Takes the room's lock on a descriptor that all children inherit, then becomes the gate's own shell.
    private static let entrance =
        #"exec 9>>"$1" && flock -n 9 && : >"$2" || exit 125; printf '== %s: %s\n' "$3" "$4"; exec sh -c "$4""#

    private static let logs = ".gt/logs/gates"

    private static func log(_ candidate: Candidate) -> String {
        "\(logs)/\(candidate.runName).log"
    }

    private func room(_ candidate: Candidate) -> GateRoom {
        GateRoom(refinery: layout.refinery(rig), candidate: candidate, git: git)
    }
}

extension GateVerdict {
    /// nil when the gate did not end by itself.
    fileprivate var exitCode: Int32? {
        switch self {
        case .failed(let status): status
        case .missingCommand: 127
        case .notExecutable: 126
        case .signalled, .timedOut: nil
        }
    }
}
