import ArgumentParser
import Host
import TownModel

struct TrashRestoreCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Make one a worktree again, beside those at work, with all its files.",
        discussion: """
            It is detached at the last commit of its branch, and no worker has it. Where that is not in the clone any more,
            or on another file system, gt rescue restore makes a worktree of what was saved.

            Example: gt trash restore web/17-ash --to ~/look
            """)

    @Argument(help: "Its name, as gt trash list shows it.") var name: String
    @Option(help: "The directory; else one of its name, here.", completion: .directory) var to: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let layout = try call.town()
        let book = TrashBook(layout: layout)
        let item = try book.find(name)
        guard let rig = item.rig, let head = try await book.work(item).head else {
            throw CommandFailure(
                .refused, code: "conflict", "\(item.name) was at no commit that the clone has", about: item.name,
                hint: item.rig == nil
                    ? "its files lie in \(item.path)" : "gt rescue list; its files lie in \(item.path)")
        }
        let discovery = TownDiscovery(surroundings: call.surroundings, isTown: Places.isTown)
        let directory = discovery.absolute(to ?? item.entry)
        guard !Files.exists(directory) else {
            throw CommandFailure(
                .refused, code: "conflict", "\(directory) exists already; it is left alone", about: directory,
                hint: "--to <a directory that does not exist>")
        }
        try await Git(repository: layout.repository(rig)).revive(item.path, as: directory, at: head)
        call.answer(Restored(name: item.name, directory: directory, commit: head)) { screen in
            screen.plain("\(item.name) is a worktree again, in \(directory), at \(head.short)")
        }
    }

    private struct Restored: Encodable {
        let name: String
        let directory: String
        let commit: CommitID
    }
}
