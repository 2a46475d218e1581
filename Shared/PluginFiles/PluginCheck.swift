package import Host
import Plugins
package import TownModel

/// The check of a condition: a command of the shell, in the plugin's own directory, ended after half a minute.
package struct PluginCheck: Sendable {
    private let layout: TownLayout

    package init(layout: TownLayout) { self.layout = layout }

    /// Whether it ended with 0. Throws when nobody can say: it took too long, or could not be started.
    package func holds(_ check: String, of plugin: PluginID) async throws(HostError) -> Bool {
        var spec = CommandSpec(
            program: "/bin/sh", arguments: ["-c", check], environment: Self.environment(of: plugin, layout),
            directory: "\(layout.root)/\(plugin.directory)", output: .captured(bytesMax: Self.outputBytesMax),
            limit: .seconds(PluginLimits.checkSeconds))
        spec.grace = .seconds(1)
        return try await CommandRunner().run(spec).ending.isSuccess
    }

    /// What the check and the program of a plugin see besides the machine's own.
    package static func environment(of plugin: PluginID, _ layout: TownLayout) -> [String: String] {
        let home = plugin.rig.map { "\(layout.rigs)/\($0)" } ?? layout.root
        var environment = HostEnvironment.own
        environment["PATH"] = HostEnvironment.path
        environment["GT_TOWN"] = layout.root
        environment["GT_PLUGIN"] = plugin.text
        environment["GT_PLUGIN_DIR"] = "\(layout.root)/\(plugin.directory)"
        environment["GT_RIG"] = plugin.rig?.text
        environment["GT_RIG_ROOT"] = plugin.rig.map { _ in home }
        return environment
    }

    /// A check answers by how it ends; what it says nobody reads.
    private static let outputBytesMax = 1 << 20
}
