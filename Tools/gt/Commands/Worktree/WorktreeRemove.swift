import ArgumentParser
import TownModel
import Wire

struct WorktreeRemoveCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Give up a worktree in another rig; it goes to that rig's trash.",
        discussion: """
            Refused while somebody works in it, or it has work that nothing else keeps. --force removes it all the same; such
            work is saved before: gt rescue list finds it again.

            Example: gt worktree remove api --for web/max
            """)

    @Argument(help: "The rig.") var rig: RigName
    @Option(
        name: .customLong("for"), help: "The member, e.g. web/max; of its own in its session.",
        completion: IDCompletion.crew)
    var member: String?
    @Flag(help: "In use, or with work that nothing else keeps, too: the work is saved before.") var force = false
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let (place, visit, _) = try await CrewGuest(member, call).place(in: rig)
        guard try await place.isAnywhere() else {
            throw CommandFailure(
                .refused, code: "not-found", "\(visit.agent) has no worktree in \(rig)", about: rig.text,
                hint: "gt worktree list")
        }
        if !force {
            try place.checkIsLeft()
            try await place.checkIsKept()
        }
        let saved = try await place.retire()
        call.answer(Gone(worktree: visit, rescueRef: saved)) { screen in
            screen.plain(
                "\(visit.agent) has no worktree in \(rig) any more"
                    + (saved.map { "; its work is saved as \($0)" } ?? ""))
        }
    }

    private struct Gone: Encodable {
        let worktree: Visit
        let rescueRef: String?
    }
}
