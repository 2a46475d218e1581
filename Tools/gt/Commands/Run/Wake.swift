import ArgumentParser
import TownModel
import Wire

struct WakeCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "wake",
        abstract: "Have patrols run now, and their waits begin anew; say who has heard it.",
        discussion: """
            A service (deacon, web/witness), a rig for both of its, a group (@witnesses, @refineries, @rig/web); without one
            all. It tells whoever listens and changes nothing that lasts: a service that does not hear it patrols when its
            wait is over. Waits a second for all to answer, or as long as --wait says. Ends with 1 when nobody has.

            Example: gt wake
            Example: gt wake web/witness --json
            """)

    @Argument(help: "Whose. Default: all.") var whose = WakeTarget.all
    @OptionGroup var global: GlobalOptions

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        let rigs = try await client.query(RigList()).rigs.filter { $0.state != .removed }.map(\.name)
        let town = [RoleName.mayor, .deacon] + rigs.flatMap { [.witness($0), .refinery($0)] }
        let roles = try whose.services(in: town)
        let answers = try await PatrolCall(roles).answers(client, within: client.wait ?? CommandLimits.wakeWait)
        let rows = roles.map { WokenService(service: $0, heard: answers[$0] != nil, patrols: answers[$0]) }
        call.answer(rows) { Self.table(rows, $0) }
        guard !answers.isEmpty else {
            call.note("gt: nobody has heard it; gt health says who runs")
            throw ExitStatusOnly(status: .refused)
        }
    }

    private static func table(_ rows: [WokenService], _ screen: Screen) -> String {
        var table = TextTable()
        for row in rows {
            guard let patrols = row.patrols else {
                table.add("\(row.service)", .init("has not heard it", .red))
                continue
            }
            table.add(
                "\(row.service)", .init("patrols now", .green),
                .init("after \(patrols.sentence)", .dim))
        }
        return table.text(screen)
    }
}
