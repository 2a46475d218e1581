import ArgumentParser
import Host
import TownModel
import Wire

struct BeadExportCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract:
            "Write beads as a Beads file: one a line, by id; what came from a file and was not changed is as it was.",
        discussion: """
            To a file, or without -o to the standard output, where --json changes nothing: the lines are JSON.

            Example: gt bead export --rig web -o issues.jsonl
            """)

    @Option(help: "Only of this rig, or of hq.") var rig: BeadHome?
    @Option(name: .shortAndLong, help: "The file.", completion: .file()) var output: String?
    @Flag(help: "Wisps' rows too, which a file should not have.") var ephemeral = false
    @Flag(help: "Write a file without a line over one that has some.") var force = false
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        var query = BeadLines(home: rig, includeEphemeral: ephemeral)
        var bytes: [UInt8] = []
        var count = 0
        repeat {
            let page = try await client.query(query)
            for line in page.lines { bytes += Array(line.text.utf8) + [UInt8(ascii: "\n")] }
            count += page.lines.count
            query.after = page.next
        } while query.after != nil
        guard let output else { return try Output.writeWhole(bytes) }
        if count == 0, !force, let there = Files.size(of: output), there > 0 {
            throw CommandFailure(
                .refused, code: "conflict", "there are no beads to write, and \(output) has some", about: output,
                hint: "--force empties it")
        }
        try Files.writeAtomically(bytes, to: output, mode: Files.mode(of: output) ?? 0o644)
        call.answer(Result(file: output, beads: count)) { _ in "\(count) beads in \(output)" }
    }

    private struct Result: Encodable {
        var file: String
        var beads: Int
    }
}
