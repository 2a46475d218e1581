import Agents
import ArgumentParser
import Host

struct HooksGenerateCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Write the files that tell an agent's program of our hooks, and say how it is started with them.",
        discussion: """
            Into a folder outside any git work tree; in a session, its own folder. A settings.json that is there keeps
            what it has, with our hooks beside it; one that can't be read is left alone. Slash commands come as a plugin
            named gt: /gt:handoff, /gt:done, /gt:mail, /gt:review.

            Example: gt hooks generate --output ~/.config/gastown/worker
            """)

    @OptionGroup var hooks: HookOptions
    @Option(name: .shortAndLong, help: "The folder; made if need be.", completion: .directory) var output: String?
    @OptionGroup var global: GlobalOptions

    struct Reply: Encodable {
        var folder: String
        var files: [String]
        /// To start the program with.
        var arguments: [String]
        var verified: Bool
    }

    func run(_ call: Invocation) async throws {
        let folder = HookFolder(path: try folder(call.surroundings), dialect: hooks.dialect)
        let files = try folder.write(hooks.settings(call))
        let reply = Reply(
            folder: folder.path, files: files, arguments: folder.arguments, verified: hooks.dialect.isVerified)
        call.answer(reply) { screen in
            let note = reply.verified ? "" : "\n" + screen.paint("never run with the real program yet", .yellow)
            return "wrote \(files.count) files to \(folder.path)\nstart with: "
                + ([hooks.preset] + reply.arguments).joined(separator: " ") + note
        }
    }

    private func folder(_ surroundings: Surroundings) throws(CommandFailure) -> String {
        if let output {
            return GuardPlace.normal(output.hasPrefix("/") ? output : "\(surroundings.directory)/\(output)")
        }
        guard let session = surroundings.value("GT_SESSION_DIR"), !session.isEmpty else {
            throw .usage("this is no session, so where to write is not known", hint: "--output FOLDER")
        }
        return "\(session)/hooks"
    }
}
