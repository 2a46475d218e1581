import ArgumentParser
import Host

struct DoctorCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look at everything the town stands on; with --fix, repair what is safe.",
        discussion: """
            Each check says what it looked at, how it found it (fine, warning, broken, unknown), why it matters and what
            to do. After a repair the check is made again, and its second result is what is shown. Exit status 0: nothing
            is broken or unknown; 1: something is; 69: the store is away (what needs no store is looked at all the same).

            Example: gt doctor --fix
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Repair what is safe to repair, then look again.")
    var fix = false

    @Flag(name: .shortAndLong, help: "Show each thing looked at, also what is fine.")
    var verbose = false

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        guard let programs = HostEnvironment.programDirectory else {
            throw CommandFailure(
                .bug, code: "host", "the directory of this program can't be read from /proc/self/exe",
                hint: "is /proc mounted?")
        }
        let (reports, isStoreAway) = await CheckUp(client: client, programs: programs).run(fix: fix)
        call.answer(reports) { DoctorText.text(reports, verbose: verbose, $0) }
        let status = CheckUp.status(reports, isStoreAway: isStoreAway)
        if status != .done { throw ExitStatusOnly(status: status) }
    }
}
