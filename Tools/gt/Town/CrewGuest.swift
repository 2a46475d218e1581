import Host
import TownModel
import Wire

/// Whose worktree in another rig a command is about: the crew that runs it, or the one that a person names.
struct CrewGuest {
    let client: TownClient
    let resident: Resident

    init(_ name: String?, _ call: Invocation) async throws {
        client = try call.client()
        let agent = try Self.agent(name, call)
        let row = try await ResidentTalk(agent, call, client).row()
        guard row.resident.state == .ready else {
            throw CommandFailure(
                .refused, code: "conflict", "\(agent) is \(row.resident.state.rawValue)", about: agent.description,
                hint: "gt crew list")
        }
        resident = row.resident
    }

    static func agent(_ name: String?, _ call: Invocation) throws(CommandFailure) -> Address {
        guard let session = try OwnSession.here(call.surroundings) else {
            guard let name else {
                throw .usage("whose worktree?", hint: "--for <rig>/<name> names a member of a crew (gt crew list)")
            }
            return try CrewName.address(name, rig: call.rigHere())
        }
        let own = session.assignment.agent
        guard case .crew = own else {
            throw CommandFailure(
                .refused, code: "conflict", "\(own) is no crew: it works in the one place that it was given",
                about: own.description, hint: "gt sling <bead> <rig> has a worker of that rig do it")
        }
        guard let name else { return own }
        guard try CrewName.address(name, rig: own.rig) == own else {
            throw CommandFailure(
                .forbidden, code: "forbidden", "\(own) makes and removes its own worktrees only", about: name,
                hint: "leave --for out")
        }
        return own
    }

    /// The worktree in a rig, and whether that rig's work is on a remote too.
    func place(in name: RigName, from base: String? = nil) async throws -> (CrewPlace, Visit, hasRemote: Bool) {
        let rigs = try await client.query(RigList()).rigs.filter { $0.state != .removed }
        guard let rig = rigs.first(where: { $0.name == name }) else {
            throw CommandFailure(
                .refused, code: "not-found", "there is no rig \(name)", about: name.text,
                hint: "there are: \(rigs.map(\.name.text).joined(separator: ", "))")
        }
        guard let visit = Visit(of: resident.agent, in: name, client.layout) else {
            throw CommandFailure(
                .refused, code: "conflict", "\(name) is the own rig of \(resident.agent): it has its worktree there",
                about: name.text, hint: "it is \(client.layout.root)/\(resident.worktree)")
        }
        let guest = visit.guest(resident, target: base ?? rig.settings.target)
        return (CrewPlace(guest, in: name, client.layout), visit, rig.remote != nil)
    }
}
