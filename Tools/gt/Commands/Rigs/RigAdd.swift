import ArgumentParser
import Host
import TownModel
import Wire

struct RigAddCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Put a repository to work: clone it, guard it, start its Witness and Refinery.",
        discussion: """
            The clone is made with your own credentials. Of a working copy its origin is taken; without one the rig has
            no remote, and landed work is fetched from the rig. Nobody's checkout is ever pushed to. Again is harmless:
            what was interrupted is finished.

            Example: gt rig add web git@example.org:web.git
            Example: gt rig add tool ~/src/tool --prefix tl --branch main
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Its name: lower-case letters, digits, - and _.")
    var name: String

    @Argument(help: "An address git understands, or the path of a repository.", completion: .directory)
    var source: String

    @Option(help: "What its beads' ids start with. Default: from the name.")
    var prefix: String?

    @Option(help: "The branch that work lands on. Default: the repository's own.")
    var branch: String?

    func run(_ call: Invocation) async throws {
        guard let rig = RigName(name) else {
            let reserved = RigName.reserved.sorted().joined(separator: ", ")
            throw CommandFailure(
                .badData, code: "invalid", "\(name) can't be a rig's name",
                hint: "a lower-case letter, then letters, digits, - or _; not \(reserved)")
        }
        try call.town().refuseIfSmall("gt rig add")
        let client = try call.client()
        let page = try await client.query(RigList())
        let known = page.rigs
        let prefix = try chosenPrefix(rig, page)
        let discovery = TownDiscovery(surroundings: call.surroundings, isTown: Places.isTown)
        let found = try await RigSource.find(source, in: discovery)
        let layout = client.layout
        let target = try await RigFounding(layout: layout, name: rig, source: found, branch: branch).run()
        let reply = try await register(rig, prefix, found, known, client)
        let services = try await TownServices(client: client)
            .up(TownService.ofRig(rig), within: global.wait?.duration ?? CommandLimits.upWait).services
        call.answer(reply) { screen in
            let lands =
                found.remote.map { "lands on \(target) of \($0)" } ?? "has no remote; fetch landed work with\n"
                + "  git pull \(layout.repository(rig)) \(target)"
            return ([screen.plain("rig \(rig) (\(prefix)-…)"), lands] + services.map { "up  \($0.name)" })
                .joined(separator: "\n")
        }
    }

    private func chosenPrefix(_ rig: RigName, _ page: RigPage) throws(CommandFailure) -> String {
        let known = page.rigs
        if let same = known.first(where: { $0.name == rig }) { return same.prefix }
        let taken = Set(known.map(\.prefix) + [TownPrefix.standard.text, page.townPrefix.text])
        guard let prefix = prefix ?? RigPrefix.proposed(for: rig, taken: taken) else {
            throw CommandFailure(
                .refused, code: "conflict", "no free prefix can be made from \(rig)", hint: "choose one with --prefix")
        }
        guard RigPrefix.isValid(prefix) else {
            throw CommandFailure(
                .badData, code: "invalid", "\(prefix) can't be a prefix",
                hint: "a lower-case letter, then letters and digits, \(RigPrefix.lengthMax) at most")
        }
        guard !taken.contains(prefix) else {
            let holder = known.first { $0.prefix == prefix }?.name.text ?? "the town"
            throw CommandFailure(
                .refused, code: "conflict", "the prefix \(prefix) is that of \(holder)",
                hint: "choose another with --prefix")
        }
        return prefix
    }

    /// Told once; a removed rig of this name comes back with its beads.
    private func register(
        _ rig: RigName, _ prefix: String, _ source: RigSource, _ known: [Rig], _ client: TownClient
    ) async throws -> RigReply {
        if let same = known.first(where: { $0.name == rig }) {
            guard same.remote == source.remote else {
                throw CommandFailure(
                    .refused, code: "conflict", "there is a rig \(rig) of \(same.remote ?? "no remote") already",
                    hint: "choose another name")
            }
            if same.state == .active { return RigReply(rig: same) }
            return try await client.command(RigSetState(name: rig, state: .active))
        }
        return try await client.command(RigAdd(name: rig, prefix: prefix, remote: source.remote))
    }
}
