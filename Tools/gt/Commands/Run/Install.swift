import ArgumentParser
import Host

struct InstallCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Make a town, or what is missing of one.",
        discussion: """
            A town is a plain directory, never inside a git work tree. Installing again makes what is missing and leaves
            everything else as it is. Nothing is started.

            Example: gt install ~/gt
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Where. Default: --town, else ~/gt.", completion: .directory)
    var path: String?

    func run(_ call: Invocation) async throws {
        guard let home = call.surroundings.value("HOME") ?? path ?? global.town else {
            throw CommandFailure.usage("HOME is not set: say where the town is to be", hint: "gt install /srv/gt")
        }
        let discovery = TownDiscovery(surroundings: call.surroundings, isTown: Places.isTown)
        let root = discovery.absolute(path ?? global.town ?? "\(home)/gt")
        if let above = Self.existing(root), let outer = try await Git.local(above), !outer.isBare,
            !Places.isTown(root)
        {
            throw CommandFailure(
                .refused, code: "conflict",
                "\(root) lies in the git work tree \(outer.top): git clean there would remove the town",
                hint: "choose a directory outside it, e.g. gt install ~/gt")
        }
        try Files.makeDirectory(root)
        let layout = TownLayout(root: root)
        try layout.refuseIfSmall("gt install")
        let name = layout.root.split(separator: "/").last.map(String.init) ?? "gt"
        let made = try await TownFounding(layout: layout, name: name.filter { $0 != "\"" && $0 != "\\" }).run()
        call.answer(Reply(town: layout.root, made: made)) { screen in
            made.isEmpty
                ? "\(screen.plain(layout.root)) is a town already; nothing was changed"
                : (["made the town \(screen.plain(layout.root)):"] + made.map { "  \(screen.plain($0))" }
                    + ["next: gt --town \(screen.plain(layout.root)) up"]).joined(separator: "\n")
        }
    }

    /// The nearest directory upward that exists.
    private static func existing(_ path: String) -> String? {
        var here = path
        while !Files.isDirectory(here) {
            let above = Files.parent(of: here)
            guard above != here else { return nil }
            here = above
        }
        return here
    }

    private struct Reply: Encodable {
        let town: String
        let made: [String]
    }
}
