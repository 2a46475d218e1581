import ArgumentParser
import Host
import TownModel
import Wire

struct MoleculeFilesCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "files",
        abstract: "What the legs of a convoy have written, and its synthesis.",
        discussion: """
            Of legs that only look nothing lands: their work is kept under a ref of the rig's clone, and the files of it are
            written here with --out.

            Example: gt mol files gt-mol-a1b2c3 --out /tmp/review
            """)

    @Argument(help: "The molecule.", completion: IDCompletion.molecules) var molecule: String
    @Option(name: .shortAndLong, help: "Write them into this directory, and over nothing.", completion: .directory)
    var out: String?
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let root = try await client.details([molecule])[0].bead
        let legs = LegFiles(client: client)
        let files = try await legs.list(of: root.id)
        var written: [String] = []
        if let out {
            guard let rig = root.rig else {
                throw CommandFailure(
                    .refused, code: "conflict", "\(root.id) is the town's, which has no clone", about: root.id.text)
            }
            let directory = out.hasPrefix("/") ? out : "\(call.surroundings.directory)/\(out)"
            let git = Git(repository: client.layout.repository(rig), writer: .done)
            for file in files where try await legs.write(file, into: directory, git) { written.append(file.path) }
        }
        call.answer(files) { screen in
            guard !files.isEmpty else { return "no step of \(root.id) writes a file" }
            var table = TextTable()
            for file in files {
                table.add(
                    .init(file.step.text, .cyan), .init(file.state.rawValue, .dim),
                    .init(file.head?.short ?? "", .dim), .init(screen.plain(file.path)))
            }
            let told = written.map { "wrote \(screen.plain($0))" }
            return ([table.text(screen)] + told).joined(separator: "\n")
        }
    }
}
