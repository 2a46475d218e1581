import ArgumentParser
import Host
import TownModel
import Wire

struct CrewRefreshCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "refresh",
        abstract: "Bring a crew member's branch up to date with the target.",
        discussion: """
            Fetched with your own credentials. Without commits of its own the branch moves forward; with some, they are put
            on top of the target; what conflicts is put back as it was. Refused while something is not committed.

            Example: gt crew refresh web/max
            """)

    @Argument(help: "Who, e.g. web/max.", completion: IDCompletion.crew) var name: String
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let talk = try ResidentTalk(name, call, client)
        let row = try await talk.row()
        let place = try CrewPlace.ready(row, client.layout)
        let outcome = try await place.refresh(hasRemote: try await talk.hasRemote())
        let resident = row.resident
        var (word, commits) = ("up-to-date", 0)
        switch outcome {
        case .upToDate: break
        case .forwarded: word = "forwarded"
        case .rebased(let count): (word, commits) = ("rebased", count)
        case .conflict(let paths):
            throw CommandFailure(
                .refused, code: "conflict",
                "\(resident.branch) conflicts with \(resident.target) in \(paths.joined(separator: ", ")); nothing was changed",
                about: resident.agent.description, hint: "git rebase in \(place.path) settles it by hand")
        }
        let done = Refreshed(agent: resident.agent, branch: resident.branch, outcome: word, commits: commits)
        call.answer(done) { screen in
            let own = commits > 0 ? ", its \(commits) commits on top" : ""
            return screen.plain("\(resident.agent): \(resident.branch) is up to date with \(resident.target)\(own)")
        }
    }

    private struct Refreshed: Encodable {
        let agent: Address
        let branch: String
        /// `up-to-date`, `forwarded` or `rebased`.
        let outcome: String
        /// Of its own, that were put on top.
        let commits: Int
    }
}

extension CrewPlace {
    /// Throws for one whose worktree does not stand.
    static func ready(_ row: ResidentRow, _ layout: TownLayout) throws(CommandFailure) -> CrewPlace {
        let resident = row.resident
        guard resident.state == .ready else {
            throw CommandFailure(
                .refused, code: "conflict", "\(resident.agent) is \(resident.state.rawValue): it has no worktree",
                about: resident.agent.description, hint: "gt crew add \(resident.agent) finishes what was interrupted")
        }
        return CrewPlace(resident, layout)
    }
}
