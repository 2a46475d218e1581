package import Host
package import Plugins
package import TownModel

/// The plugins of one place, read from their directories. No process is started for it.
package struct PluginFolder: Sendable {
    /// The town's directory.
    private let root: String
    package let rig: RigName?

    /// - Parameter rig: nil: the town's own.
    package init(layout: TownLayout, rig: RigName?) {
        root = layout.root
        self.rig = rig
    }

    /// What one plugin's directory says.
    package struct Found: Sendable {
        package var id: PluginID
        package var writtenAt: Timestamp
        /// nil: it can't be used.
        package var plugin: Plugin?
        package var problems: [PluginProblem]

        package init(id: PluginID, writtenAt: Timestamp, plugin: Plugin?, problems: [PluginProblem]) {
            self.id = id
            self.writtenAt = writtenAt
            self.plugin = plugin
            self.problems = problems
        }
    }

    /// In the order of the names. A place without plugins has none; a directory without `plugin.md` is none.
    package func all() -> [Found] {
        let folder = "\(root)/\(PluginID.folder(of: rig))"
        let names = Files.names(in: folder).filter { Files.exists("\(folder)/\($0)/\(PluginSource.fileName)") }
        var found = names.prefix(PluginLimits.pluginsMax).compactMap { name in
            PluginName(name).map { read(PluginID(rig: rig, $0)) }
        }
        if names.count > PluginLimits.pluginsMax, let last = found.indices.last {
            found[last].problems.append(
                PluginProblem(
                    .warning, path: PluginID.folder(of: rig),
                    "it has \(names.count) plugins, the first \(PluginLimits.pluginsMax) are looked at",
                    remedy: "Take some out"))
        }
        return found
    }

    /// Directories that have a `plugin.md` and a name that no plugin can have.
    package func misnamed() -> [String] {
        let folder = PluginID.folder(of: rig)
        return Files.names(in: "\(root)/\(folder)").filter {
            PluginName($0) == nil && Files.exists("\(root)/\(folder)/\($0)/\(PluginSource.fileName)")
        }.map { "\(folder)/\($0)" }
    }

    /// nil: there is none of that name.
    package func find(_ name: PluginName) -> Found? {
        let id = PluginID(rig: rig, name)
        return Files.exists("\(root)/\(id.directory)/\(PluginSource.fileName)") ? read(id) : nil
    }

    package func shelf() -> PluginShelf {
        var shelf = PluginShelf(offsetSeconds: LocalTime.offsetSeconds())
        for found in all() {
            if let plugin = found.plugin {
                shelf.plugins.append(plugin)
            } else {
                shelf.unfit.append(
                    UnfitPlugin(
                        id: found.id, writtenAt: found.writtenAt,
                        reasons: found.problems.filter { $0.gravity == .error }.map(\.description)))
            }
        }
        return shelf
    }

    private func read(_ id: PluginID) -> Found {
        let directory = "\(root)/\(id.directory)"
        let path = "\(directory)/\(PluginSource.fileName)"
        let writtenAt = Files.modifiedAt(path) ?? Timestamp(milliseconds: 0)
        func unreadable(_ error: HostError) -> Found {
            Found(
                id: id, writtenAt: writtenAt, plugin: nil,
                problems: [
                    PluginProblem(
                        path: "\(id.directory)/\(PluginSource.fileName)", "it can't be read: \(error)",
                        remedy: "Make it a file of text that you own")
                ])
        }
        do throws(HostError) {
            let bytes = try Files.read(path, bytesMax: PluginLimits.textBytesMax + 1)
            let source = PluginSource(
                id: id, text: String(decoding: bytes, as: UTF8.self), writtenAt: writtenAt,
                program: program(in: directory))
            let (plugin, problems) = source.read()
            return Found(id: id, writtenAt: writtenAt, plugin: plugin, problems: problems)
        } catch {
            return unreadable(error)
        }
    }

    private func program(in directory: String) -> PluginSource.Program? {
        for name in PluginSource.programNames where Files.exists("\(directory)/\(name)") {
            let isExecutable = HostEnvironment.executable("\(directory)/\(name)") != nil
            return PluginSource.Program(
                name: name, isExecutable: isExecutable && !Files.isDirectory("\(directory)/\(name)"))
        }
        return nil
    }
}
