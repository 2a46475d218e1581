import Bus
import Host
import TownModel
import Wire
import ZeroMQBus

/// A durable command that writes an event whenever it is sent, as load: so that what is compared with a durable
/// publication is one. Reading a letter is cheaper still, but is no event.
struct DurableVerb {
    var name: String
    /// As they go over the bus.
    var frames: (_ connection: Int, _ number: Int) -> [[UInt8]]

    private static let mark = "the-number"

    /// The cheapest (see `all`): one small row, one event, the kept answer. No value is like the one before it, or there would
    /// be no event.
    static func setting(_ headers: RequestHeaders) throws -> DurableVerb {
        let command = NumberedCommand(try settingCommand(mark), mark: mark, headers: headers)
        return DurableVerb(name: SettingSet.verb, frames: command.frames)
    }

    /// What a peer gets to publish: the very body of our command.
    static func body(_ connection: Int, _ number: Int) throws -> [UInt8] {
        JSONText.encode(try settingCommand("\(connection)/\(number)"))
    }

    private static func settingCommand(_ value: String) throws -> SettingSet {
        guard let name = SettingName("custom.bench") else {
            throw Shell.Failure(command: [SettingSet.verb], status: 70, output: "no name of a setting")
        }
        return SettingSet(home: .hq, name: name, value: value)
    }

    /// Those among which the cheapest is looked for, each with a bead or a convoy of each connection's own where it needs one.
    static func all(_ town: BenchTown, connections: Int, _ headers: RequestHeaders) async throws -> [DurableVerb] {
        let client = try town.client()
        var (updates, comments): ([NumberedCommand], [NumberedCommand]) = ([], [])
        var watches: [[NumberedCommand]] = []
        for _ in 0..<connections {
            let bead = try await client.command(
                BeadCreate(title: "load"), id: FreshID.command(), headers: headers, within: .seconds(15)
            ).reply.bead.id
            let convoy = try await client.command(
                ConvoyCreate(title: "load", beads: [bead]), id: FreshID.command(), headers: headers,
                within: .seconds(15)
            ).reply.convoy.id
            updates.append(NumberedCommand(BeadUpdate(id: bead, title: "load \(mark)"), mark: mark, headers: headers))
            comments.append(NumberedCommand(BeadComment(id: bead, text: "load \(mark)"), mark: mark, headers: headers))
            watches.append(
                [true, false].map { NumberedCommand(fixed: ConvoyWatch(convoy: convoy, watch: $0), headers: headers) })
        }
        await client.close()
        let raise = NumberedCommand(
            EscalationRaise(severity: .low, text: "load \(mark)", source: "bench"), mark: mark, headers: headers)
        return [
            try setting(headers),
            DurableVerb(name: ConvoyWatch.verb) { watches[$0][$1 % 2].frames($0, $1) },
            DurableVerb(name: "\(EscalationRaise.verb), counted", frames: raise.frames),
            DurableVerb(name: BeadComment.verb) { comments[$0].frames($0, $1) },
            DurableVerb(name: BeadUpdate.verb) { updates[$0].frames($0, $1) },
        ]
    }
}
