import Bus
import Foundation
import TownModel
import Wire
import ZeroMQBus

/// An inbox of 10,000 letters, half of them put away: what a person waits for who lists it, and for whom it is counted.
enum LongInbox {
    static let runs = 50
    static let letters = 10_000
    /// Commands on their way at once: the store makes one durable write of many.
    private static let together = 100

    static func measure(_ town: BenchTown) async throws -> Report {
        try await town.startStore()
        try await fill(town)
        let gt = "\(town.programs)/gt"
        let commands = [
            TurnAbout.Entry(name: "git --version", command: ["/usr/bin/git", "--version"]),
            TurnAbout.Entry(name: "gt inbox", command: [gt, "inbox"], goal: .medianAtMost(50)),
            TurnAbout.Entry(name: "gt inbox -u", command: [gt, "inbox", "-u"], goal: .medianAtMost(50)),
            TurnAbout.Entry(name: "gt inbox --all -n 500", command: [gt, "inbox", "--all", "-n", "500"]),
            TurnAbout.Entry(name: "gt mail check", command: [gt, "mail", "check"], goal: .medianAtMost(50)),
            TurnAbout.Entry(name: "gt mail search, all of it", command: [gt, "mail", "search", "--all", "nowhere"]),
        ]
        return try TurnAbout(entries: commands, environment: town.environment).measure(
            "An inbox of \(letters) letters, cold", runs: runs)
    }

    private static func fill(_ town: BenchTown) async throws {
        let bus = try town.client()
        let headers = try town.overseer()
        for start in stride(from: 0, to: letters, by: together) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in start..<(start + together) {
                    group.addTask {
                        _ = try await bus.command(
                            MailSend(
                                to: [.overseer], subject: "what became of door \(number)",
                                body: "It opens inward now, as the one before it does."),
                            id: CommandID(composed: "bench", "letter", String(number)), headers: headers,
                            within: .seconds(60))
                    }
                }
                try await group.waitForAll()
            }
        }
        // The older half, a page of the inbox at a time from its end.
        var before: BeadID?
        var place = 0
        repeat {
            let page = try await bus.query(
                MailInbox(owner: .overseer, limit: WireLimits.pageRowsMax, before: before),
                id: CommandID(composed: "bench", "page", String(place)), within: .seconds(15)
            ).reply
            before = page.next
            place += page.mails.count
            guard place > letters / 2 else { continue }
            _ = try await bus.command(
                MailArchive(ids: page.mails.map(\.id)), id: CommandID(composed: "bench", "archive", String(place)),
                headers: headers, within: .seconds(60))
        } while before != nil
        await bus.close()
    }
}
