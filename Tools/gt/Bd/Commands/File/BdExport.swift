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
    @OptionGroup var home: BdHome
    @OptionGroup var bd: BdOptions

    func run(_ call: BdCall) async throws {
        let client = try call.reader()
        let home = try await home.selected(call, client)
        var text = ""
        var count = 0
        var after: String?
        repeat {
            let page = try await client.query(
                BeadLines(home: home, after: after), within: CommandLimits.pageWait)
            for line in page.lines { text += line.text + "\n" }
            count += page.lines.count
            after = page.next
            if output == nil, !text.isEmpty {
                guard Output.write(text, to: .answer) else {
                    throw CommandFailure(
                        .refused, code: "host", "stdout can't be written: the export is not whole",
                        hint: "make room, then the same command again")
                }
                text = ""
            }
        } while after != nil
        guard let output else { return }
        try Files.writeAtomically(text, to: output, mode: Files.mode(of: output) ?? 0o644)
        call.answer(
            RawJSON.object(["exported": String(count), "output": RawJSON.text(output)])
        ) { screen in "\(count) issues written to \(screen.plain(output))" }
    }
}
