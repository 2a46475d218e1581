import ArgumentParser
import TownModel
import Wire

struct PolecatRetireCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "retire",
        abstract: "Take a worker out: its bead is given back, its session ended, its work saved, its name free again.",
        discussion: """
            Refused while work is at risk, unless --force says that it is meant; then, too, its Witness saves everything
            under refs/gt/rescue before the worktree goes to the trash, and leaves it where it is if that fails.

            Example: gt polecat retire web/ash --dry-run
            """)

    @Argument(help: "Who, e.g. web/ash.", completion: IDCompletion.addresses) var name: String
    @Flag(help: "Also while work is at risk: it is saved, not dropped.") var force = false
    @Flag(help: "Say what would happen, and do nothing.") var dryRun = false
    @Option(name: .shortAndLong, help: "Why.") var reason = "retired by hand"
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let agent = try PolecatName.address(name, rig: try call.rigHere())
        let whole = try await PolecatWhole.look(agent, client)
        switch RetirePlan.decide(whole.cv.assignment, whole.cv.session, whole.ground?.tree, force: force) {
        case .nothing(let why):
            answer(call, Retirement(agent: agent, bead: nil, isDone: false, steps: []), "nothing to do: \(why)")
        case .refused(let risks):
            throw CommandFailure(
                .refused, code: "conflict",
                "\(agent) has work at risk: \(UntrustedText.line(risks.joined(separator: "; ")))",
                about: agent.description, hint: "--force retires it all the same; the work is saved before")
        case .retire(let number, let bead, let steps):
            if !dryRun { _ = try await client.command(WorkUnsling(bead: bead, reason: reason, assignment: number)) }
            let head =
                dryRun
                ? "would retire \(agent):"
                : "retired \(agent): \(bead) is given back; its Witness does the rest (gt polecat status \(agent))"
            answer(call, Retirement(agent: agent, bead: bead, isDone: !dryRun, steps: steps), head)
        }
    }

    private func answer(_ call: Invocation, _ retirement: Retirement, _ head: String) {
        call.answer(retirement) { screen in
            ([head] + retirement.steps.map { "  - " + screen.plain($0) }).joined(separator: "\n")
        }
    }

    private struct Retirement: Encodable {
        let agent: Address
        /// nil: nothing was to be done.
        let bead: BeadID?
        let isDone: Bool
        let steps: [String]
    }
}
