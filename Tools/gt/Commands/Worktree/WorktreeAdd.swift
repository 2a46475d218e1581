import ArgumentParser
import TownModel
import Wire

struct WorktreeAddCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Make a worktree in another rig, for crew that has something to do there.",
        discussion: """
            It is made of that rig's clone, in rigs/<rig>/crew/<name>@<own rig>, on branch crew/<name>@<own rig>, at the
            target's present head, or that of --base; a branch that is there already is gone on with. Again is harmless:
            what was interrupted is finished. A person says --for whom.

            Example: gt worktree add api
            Example: gt worktree add api --for web/max --base release
            """)

    @Argument(help: "The rig.") var rig: RigName
    @Option(
        name: .customLong("for"), help: "The member, e.g. web/max; of its own in its session.",
        completion: IDCompletion.crew)
    var member: String?
    @Option(help: "The branch that it begins at. Default: the rig's target.") var base: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let (place, visit, hasRemote) = try await CrewGuest(member, call).place(in: rig, from: base)
        let head = try await place.stand(hasRemote: hasRemote)
        call.answer(Made(worktree: visit, head: head)) { screen in
            screen.plain("\(visit.agent) works in \(visit.path) too, on branch \(visit.branch)")
        }
    }

    private struct Made: Encodable {
        let worktree: Visit
        let head: CommitID
    }
}
