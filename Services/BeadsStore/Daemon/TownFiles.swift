import Configuration
import Hashing
import Host
import LedgerStorage
import TownModel
import Wire

/// The one reader of the town's configuration files: turns each into a command for the ledger, which compares hashes
/// and makes an event of what changed. A file that can't be used keeps the settings there were, and is named.
struct TownFiles: Sendable {
    let layout: TownLayout

    func townFile() throws -> TownFile {
        try TownFile.parse(try Files.readText(layout.townFile), path: layout.townFile)
    }

    func rigFile(_ rig: RigName) -> RigFileReading {
        let path = layout.rigFile(rig)
        do {
            let text = try Files.readText(path)
            return .usable(try RigFile.parse(text, path: path), hash: SHA256.hex(text))
        } catch {
            return .unusable("\(error)")
        }
    }

    /// What the files of these rigs and of the town say now.
    func commands(rigs: [RigName]) -> [ConfigApply] {
        [townCommand(), agentsCommand(), escalationCommand()]
            + rigs.map { rig in
                switch rigFile(rig) {
                case .usable(let settings, let hash): ConfigApply(rig: rig, settings: settings, hash: hash)
                case .unusable(let why): ConfigApply(rig: rig, hash: SHA256.hex(why), problem: why)
                }
            }
    }

    private func townCommand() -> ConfigApply {
        do {
            let text = try Files.readText(layout.townFile)
            let file = try TownFile.parse(text, path: layout.townFile)
            return ConfigApply(
                townName: file.name, townPrefix: file.prefix, townAgents: file.agents, hash: SHA256.hex(text),
                townDogs: file.dogsMax, townNames: file.names, townLimits: file.limits)
        } catch {
            return ConfigApply(hash: SHA256.hex("\(error)"), problem: "\(error)")
        }
    }

    /// A town without that file has the presets that come with the program.
    private func agentsCommand() -> ConfigApply {
        do {
            let text = Files.exists(layout.agentsFile) ? try Files.readText(layout.agentsFile) : ""
            let presets = try AgentFile.parse(text, path: layout.agentsFile)
            return ConfigApply(file: .agents, presets: presets, hash: SHA256.hex(text))
        } catch {
            return ConfigApply(file: .agents, hash: SHA256.hex("\(error)"), problem: "\(error)")
        }
    }

    /// A town without that file has the routes that come with the program.
    private func escalationCommand() -> ConfigApply {
        do {
            let text = Files.exists(layout.escalationFile) ? try Files.readText(layout.escalationFile) : ""
            let settings = try EscalationFile.parse(text, path: layout.escalationFile)
            return ConfigApply(file: .escalation, hash: SHA256.hex(text), escalation: settings)
        } catch {
            return ConfigApply(file: .escalation, hash: SHA256.hex("\(error)"), problem: "\(error)")
        }
    }
}
