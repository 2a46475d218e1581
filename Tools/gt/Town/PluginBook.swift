import Host
import PluginFiles
import Plugins
import TownModel
import Wire

/// The plugins of a town's directories, its rigs' among them.
struct PluginBook {
    private let layout: TownLayout

    init(_ layout: TownLayout) { self.layout = layout }

    /// The town's, then each rig's. What lies there is read anew each time.
    func all() -> [PluginFolder.Found] { folders.flatMap { $0.all() } }

    /// A warning for each directory that no plugin can be called after.
    var remarks: [String] {
        folders.flatMap { $0.misnamed() }.map {
            "gt: \($0): its name is none of a plugin: small letters, digits, - and _, a letter first"
        }
    }

    /// What a person means: `web/tidy` and `town/tidy` are one of them, `tidy` is the rig's before the town's.
    func find(_ text: String, rig: RigName?) throws(CommandFailure) -> PluginFolder.Found {
        for id in try ids(text, rig: rig) {
            if let found = PluginFolder(layout: layout, rig: id.rig).find(id.name) { return found }
        }
        let near = EditDistance.nearest(to: text, among: all().flatMap { [$0.id.text, $0.id.name.text] }).first
        throw CommandFailure(
            .refused, code: "not-found", "there is no plugin \(UntrustedText.line(text))", about: text,
            hint: near.map { "did you mean \($0)? gt plugin list shows all" } ?? "gt plugin list")
    }

    /// The same of one whose directory may be gone: what the ledger knows of it stays.
    func id(_ text: String, rig: RigName?) throws(CommandFailure) -> PluginID {
        let ids = try ids(text, rig: rig)
        let there = ids.first { PluginFolder(layout: layout, rig: $0.rig).find($0.name) != nil }
        guard let id = there ?? ids.first else { throw .usage("no plugin is named", hint: "gt plugin list") }
        return id
    }

    private func ids(_ text: String, rig: RigName?) throws(CommandFailure) -> [PluginID] {
        if let id = PluginID(text) {
            guard rig == nil || rig == id.rig else {
                throw .usage("\(text) is not of the rig \(rig?.text ?? "")", hint: "leave --rig out")
            }
            return [id]
        }
        guard let name = PluginName(text) else {
            throw .usage(
                "\(UntrustedText.line(text)) is no name of a plugin", hint: "gt plugin list shows those that are there")
        }
        return (rig.map { [PluginID(rig: $0, name)] } ?? []) + [PluginID(name)]
    }

    private var folders: [PluginFolder] {
        let rigs = Files.names(in: layout.rigs).compactMap { RigName($0) }
        return [PluginFolder(layout: layout, rig: nil)] + rigs.map { PluginFolder(layout: layout, rig: $0) }
    }
}

/// A plugin as people see it: what its directory says and what the ledger knows.
struct PluginSight: Encodable {
    let plugin: PluginID
    let description: String?
    let version: Int64?
    /// When it is run by itself, in words.
    let gate: String?
    let way: PluginWay?
    /// Relative to the town's directory.
    let directory: String
    let program: String?
    let agent: String?
    let labels: [String]?
    let timeoutSeconds: Int64?
    let notifies: Severity?
    let digest: Bool?
    let isOff: Bool
    /// `due`, or what it waits for; nil: it can't be used.
    let waits: String?
    /// Not before this moment.
    let notBefore: Timestamp?
    let last: PluginRun?
    let problems: [String]

    init(_ found: PluginFolder.Found, _ state: PluginState?, signs: PluginSigns = PluginSigns(), at now: Timestamp) {
        let known = found.plugin
        plugin = found.id
        description = known?.description
        version = known?.version
        gate = known?.gate.sentence
        way = known?.way
        directory = found.id.directory
        program = known?.program
        agent = known?.preset
        labels = known?.labels
        timeoutSeconds = known?.timeoutSeconds
        notifies = known?.severity
        digest = known?.digest
        isOff = state?.isOff ?? false
        last = state?.last
        problems = found.problems.map(\.description)
        switch known?.due(state, signs, at: now, offsetSeconds: LocalTime.offsetSeconds()) {
        case .run: (waits, notBefore) = ("due", nil)
        case .notBefore(let moment): (waits, notBefore) = ("its time", moment)
        case .waits(let wait): (waits, notBefore) = (wait.sentence, nil)
        case nil: (waits, notBefore) = (nil, nil)
        }
    }
}
