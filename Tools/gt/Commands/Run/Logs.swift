import ArgumentParser
import Glibc
import Host
import TownModel

struct LogsCommand: TownCommand {
    static let asksStore = false
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Show what services wrote; -f goes on as they write.",
        discussion: """
            With --json: one object a log, with its path and its lines. --json and -f exclude each other; what goes on
            as it happens is gt tap.

            Example: gt logs gastown/witness -f
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Services or rigs. Default: all.")
    var services: [ServiceWord] = []

    @Flag(name: .shortAndLong, help: "Follow.")
    var follow = false

    @Option(name: [.customShort("n"), .long], help: "How many lines of each.")
    var lines = CommandLimits.logLines

    func validate() throws {
        if global.json, follow {
            throw ValidationError("--json and --follow exclude each other; gt tap goes on for ever")
        }
    }

    func run(_ call: Invocation) throws {
        let layout = try call.town()
        let wanted = services.flatMap(\.services).map { "\($0.fileName).log" }
        let names = wanted.isEmpty ? Files.names(in: layout.logs).filter { $0.hasSuffix(".log") } : wanted
        let paths = names.map { "\(layout.logs)/\($0)" }.filter { follow || Files.exists($0) }
        guard !paths.isEmpty else {
            throw CommandFailure(
                .refused, code: "not-found", "there is no such log in \(layout.logs)", hint: "gt up writes them")
        }
        if global.json { return call.answer(try paths.map { try Log($0, last: max(0, lines)) }) { _ in "" } }
        // tail(1) does exactly this; becoming it leaves nothing of ours between it and the terminal.
        let words = ["tail", "-n", String(max(0, lines))] + (follow ? ["-F"] : []) + ["--"] + paths
        var pointers = words.map { strdup($0) } + [nil]
        execvp("tail", &pointers)
        throw CommandFailure(HostError.notStarted(program: "tail", reason: "it is not on PATH"))
    }
    private struct Log: Encodable {
        let path: String
        let lines: [String]

        init(_ path: String, last count: Int) throws(HostError) {
            self.path = path
            let bytes = try Files.read(path, bytesMax: .max)
            let all = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            lines = (all.last?.isEmpty == true ? all.dropLast() : all[...]).suffix(count).map(String.init)
        }
    }
}
