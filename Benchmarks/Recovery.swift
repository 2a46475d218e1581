import Bus
import Foundation
import Glibc
import Host
import TownModel
import Wire
import ZeroMQBus

/// kill -9 of each service: how long until its next command is in the ledger (a role), or until somebody else's is (the
/// store). The supervisor's restart, the lock, listing and registering are all in it.
enum Recovery {
    static let kills = 7
    static let goal = 2000.0

    static func measure(_ town: BenchTown) async throws -> Report {
        try town.up()
        guard let rig = RigName("web") else { preconditionFailure("web is a rig's name") }
        let services = TownService.ofTown + TownService.ofRig(rig)
        var values: [TownService: [Double]] = [:]
        for round in 0..<kills {
            for service in services {
                // runsv waits a second before it starts again what has not lived that long; that is not what is asked.
                try Shell.output(["sleep", "1.5"])
                values[service, default: []].append(try await recovery(of: service, round, town))
            }
        }
        return Report(
            title: "Useful again after kill -9",
            measurements: services.map {
                Measurement(
                    name: "\($0)", values: values[$0] ?? [], unit: "ms", goal: .medianAtMost(goal))
            })
    }

    /// Milliseconds from the signal.
    private static func recovery(
        of service: TownService, _ round: Int, _ town: BenchTown
    ) async throws -> Double {
        let bus = try town.client()
        let page = try await bus.query(
            TownStatus(), id: CommandID(composed: "status", "\(round)"), within: .seconds(10))
        let after = page.headers.sequence
        let folder = "\(town.layout.services)/\(service.fileName)/supervise/pid"
        let text = try String(contentsOfFile: folder, encoding: .utf8)
        guard let pid = Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)),
            let process = Processes.identities(of: [pid]).first
        else { throw Shell.Failure(command: [folder], status: 0, output: text) }
        let clock = ContinuousClock()
        let start = clock.now
        guard Processes.send(SIGKILL, to: process) else {
            throw Shell.Failure(command: ["kill", "\(service)"], status: 1, output: "it is gone already")
        }
        switch service {
        case .beadsStore:
            _ = try await bus.command(
                BeadCreate(title: "again"), id: CommandID(composed: "again", "\(round)"),
                headers: try town.overseer(), within: .seconds(30))
        case .role(let role):
            try await registered(role, on: bus, after: after)
        case .tmux:
            preconditionFailure("the tmux server sends no commands")
        }
        let took = start.duration(to: clock.now).inMilliseconds
        await bus.close()
        return took
    }

    private static func registered(_ role: RoleName, on bus: any MessageBus, after: Int64) async throws {
        for try await item in EventFeed(bus: bus, after: after) {
            if case .event(let event?, _, _) = item, event.kind == .roleRegistered, event.data.role == role { return }
        }
        throw Shell.Failure(command: ["feed"], status: 0, output: "ended before \(role) came back")
    }
}
