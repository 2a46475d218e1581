import ArgumentParser
import Host
import TownModel
import Wire

struct BdExport: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write every issue as a line of a Beads file, closed and deleted ones too.",
        discussion: """
            Lines that came from a file and were not changed here are that file's, byte for byte.

            Example: bd export --rig web -o issues.jsonl
            """)

    @Option(name: .shortAndLong, help: "Into this file, replaced as a whole. Default: stdout.", completion: .file())
    var output: String?
    @Flag(help: "Write a file without a line over one that has some.") var force = false
    @OptionGroup var home: BdHome
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let client = try call.reader()
        var query = BeadLines(home: try await home.selected(call, client))
        var bytes: [UInt8] = []
        var count = 0
        repeat {
            let page = try await client.query(query, within: CommandLimits.pageWait)
            for line in page.lines { bytes += Array(line.text.utf8) + [UInt8(ascii: "\n")] }
            count += page.lines.count
            query.after = page.next
        } while query.after != nil
        guard let output else { return try Output.writeWhole(bytes) }
        if count == 0, !force, let there = Files.size(of: output), there > 0 {
            throw CommandFailure(
                .refused, code: "conflict", "there are no issues to write, and \(output) has some", about: output,
                hint: "--force empties it")
        }
        try Files.writeAtomically(bytes, to: output, mode: Files.mode(of: output) ?? 0o644)
        call.answer(
            RawJSON.object(["exported": String(count), "output": RawJSON.text(output)])
        ) { screen in "\(count) issues written to \(screen.plain(output))" }
    }
}
