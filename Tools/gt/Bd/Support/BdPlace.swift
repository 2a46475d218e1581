import Host
import TownModel
import Wire

/// Where issues of a command go to and come from.
struct BdPlace {
    let town: String
    let home: BeadHome
    let prefix: String

    init(_ home: BeadHome, _ client: TownClient) async throws(CommandFailure) {
        town = client.layout.root
        self.home = home
        switch home {
        case .hq: prefix = try await client.query(RigList()).townPrefix.text
        case .rig(let name):
            guard let rig = try await client.query(RigList()).rigs.first(where: { $0.name == name }) else {
                throw CommandFailure(
                    .refused, code: "not-found", "the directory is one of a rig \(name), which the town does not have",
                    about: name.text, hint: "gt rig list, or --rig hq")
            }
            prefix = rig.prefix
        }
    }

    var json: String {
        RawJSON.object([
            "path": RawJSON.text(town), "home": RawJSON.text(home.description), "prefix": RawJSON.text(prefix),
        ])
    }

    var text: String { "\(town)\n  home: \(home)\n  prefix: \(prefix)" }
}
