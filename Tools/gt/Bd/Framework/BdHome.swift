import ArgumentParser
import TownModel
import Wire

/// Whose beads are meant: `--rig`, else the rig that the directory lies in, else the town's own.
struct BdHome: ParsableArguments {
    @Option(help: "A rig, hq, or a prefix of ids (gt, gt-); for lists also town: all there is.") var rig: String?
    @Option(help: "The same by its prefix of ids.") var prefix: String?

    func validate() throws {
        if rig != nil, prefix != nil { throw ValidationError("--rig and --prefix say the same: give one of them") }
    }

    /// nil: the whole town.
    func selected(_ call: BdCall, _ client: TownClient) async throws -> BeadHome? {
        rig == "town" ? nil : try await one(call, client)
    }

    /// One home, for what is made or merged.
    func one(_ call: BdCall, _ client: TownClient) async throws -> BeadHome {
        guard let text = rig ?? prefix else { return try call.call.rigHere().map(BeadHome.rig) ?? .hq }
        let name = text.hasSuffix("-") ? String(text.dropLast()) : text
        if name == BeadHome.hq.description { return .hq }
        let page = try await client.query(RigList())
        if name == page.townPrefix.text { return .hq }
        let rigs = page.rigs.filter { $0.state != .removed }
        let found = (prefix == nil ? rigs.first { $0.name.text == name } : nil) ?? rigs.first { $0.prefix == name }
        guard let found else {
            let known = rigs.map { "\($0.name) (\($0.prefix))" }.joined(separator: ", ")
            throw CommandFailure(
                .refused, code: "not-found", "there is no rig \(text)", about: text,
                hint: "rigs: \(known.isEmpty ? "none" : known); hq is the town's own")
        }
        return .rig(found.name)
    }
}
