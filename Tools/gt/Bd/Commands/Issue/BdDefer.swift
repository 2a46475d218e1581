import ArgumentParser
import TownModel
import Wire

struct BdDefer: BdCommand {
    static let configuration = CommandConfiguration(
        commandName: "defer",
        abstract: "Put issues off: until a moment, or until bd undefer.",
        discussion: "Example: bd defer web-a1 --until \"next monday\"")

    @Argument(help: "Ids, or unambiguous beginnings.", completion: IDCompletion.beads) var ids: [String]
    @Option(parsing: .unconditional, help: "Until when: +6h, tomorrow, a date, RFC 3339.") var until: BdMoment?
    @OptionGroup var bd: BdOptions

    func validate() throws {
        if let until, until.time == nil { throw ValidationError("--until says a moment; bd undefer takes it back") }
    }

    func run(_ call: BdCall) async throws {
        try await BdEach(ids, word: "deferred").run(call) {
            BeadUpdate(id: $0, deferUntil: until?.time, isDeferred: true)
        }
    }
}
