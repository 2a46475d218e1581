package import Plugins
package import Wire

extension PluginBegin {
    /// A run of a plugin as its directory says it now.
    package init(_ plugin: Plugin, after: Int64?) {
        let program = plugin.program?.split(separator: "/").last.map(String.init)
        self.init(
            plugin: plugin.id, after: after, title: plugin.title, instructions: plugin.instructions,
            labels: plugin.labels, program: program, preset: plugin.program == nil ? plugin.preset : nil,
            timeoutSeconds: plugin.timeoutSeconds, severity: plugin.severity, digest: plugin.digest)
    }
}
