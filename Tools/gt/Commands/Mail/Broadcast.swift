import ArgumentParser
import TownModel
import Wire

struct BroadcastCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "broadcast",
        abstract: "Nudge everybody of a group who has a session, all at once.",
        discussion: """
            Groups: @town, @rig/<rig>, @polecats[/<rig>], @crew[/<rig>], @dogs, @witnesses, @refineries, @overseer.
            Without one: @town, or @rig/<rig> with --rig. You are left out yourself.

            Example: gt broadcast @polecats/web "The tests have moved to Tests/"
            """)

    @Argument(help: "A group, and what to say; or what to say alone.", completion: IDCompletion.groups) var words:
        [String] = []
    @Option(name: .shortAndLong, help: "What to say, in place of the last argument.") var message: String?
    @Option(help: "Everybody of this rig.") var rig: RigName?
    @Flag(help: "Everybody of the town: the same as @town.") var all = false
    @Option(help: "When: as soon as each is idle, at its next turn, or also in the middle of one.")
    var mode = NudgeMode.whenIdle
    @Option(help: "Seconds until they expire.") var timeToLive = 1800
    @Flag(help: "Show who would get it; say nothing.") var dryRun = false
    @OptionGroup var spool: SpoolOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard timeToLive > 0 else { throw ValidationError("--time-to-live is at least 1 second") }
        _ = try parts()
    }

    func run(_ call: Invocation) async throws {
        let (group, text) = try parts()
        let broadcast = NudgeBroadcast(
            group: group, text: text, timeToLiveSeconds: timeToLive, dryRun: dryRun, mode: mode)
        // Who would get it is asked, not told: that can't wait in the spool.
        if dryRun { return show(try await call.client().command(broadcast), call) }
        var client = try call.spooling(spool)
        call.answer(try await client.deliver(broadcast)) { show($0, call) }
    }

    private func show(_ reply: BroadcastReply, _ call: Invocation) {
        call.answer(reply) { screen in
            let who = reply.to.map(\.description).joined(separator: ", ")
            let quiet = reply.quiet.map { "\n\($0) more of \(reply.group) are not to be disturbed" } ?? ""
            let absent = reply.absent == 0 ? "" : "\n\(reply.absent) more of \(reply.group) have no session"
            let rest = quiet + absent
            return (dryRun ? "would nudge " : "nudged ") + "\(reply.to.count) of \(reply.group): \(who)"
                + screen.paint(rest, .dim)
        }
    }

    /// Whom, and what.
    private func parts() throws -> (AgentGroup, String) {
        var words = words[...]
        var groups: [AgentGroup] = []
        if let first = words.first, first.hasPrefix("@"), !first.contains(where: \.isWhitespace) {
            guard let group = AgentGroup(first) else {
                throw ValidationError(
                    "\(first) is no group: there are \(AgentGroup.forms.joined(separator: ", "))")
            }
            groups.append(group)
            words = words.dropFirst()
        }
        if let rig { groups.append(.rig(rig)) }
        if all { groups.append(.town) }
        guard groups.count <= 1 else { throw ValidationError("name one group, --rig or --all") }
        let texts = words + (message.map { [$0] } ?? [])
        guard texts.count == 1, let text = texts.first else {
            throw ValidationError("say one thing: a text in quotes, or -m TEXT")
        }
        return (groups.first ?? .town, text)
    }
}
