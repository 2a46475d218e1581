import Host
import TownModel

/// Where formulas are looked for, in order: what a rig and its town say themselves, what a repository brings along, the
/// places of those who come from elsewhere, what comes with the program.
struct FormulaPlaces {
    /// What kind of place a formula is from, as lists show it.
    enum Origin: String, Encodable {
        /// Beside a file that was named by its path.
        case beside
        case rig
        case town
        /// `.beads/formulas` of the repository that the current directory lies in.
        case project
        /// `.beads/formulas` of the town and of the user.
        case townBeads = "town .beads"
        case home
        case program
    }

    struct Folder: Hashable {
        let origin: Origin
        let path: String
    }

    let folders: [Folder]
    /// Where overlays lie: the rig's replaces the town's.
    let overlays: [String]
    let layout: TownLayout?
    let rig: RigName?

    /// - Parameters:
    ///   - layout: nil outside of a town.
    ///   - rig: whose formulas come first; nil outside of rigs.
    ///   - directory: upward from which a repository's own are looked for; nil: not at all.
    init(_ layout: TownLayout?, rig: RigName?, directory: String?, home: String?) {
        self.layout = layout
        self.rig = rig
        var folders: [Folder] = []
        func add(_ origin: Origin, _ path: String?) {
            guard let path, !folders.contains(where: { $0.path == path }) else { return }
            folders.append(Folder(origin: origin, path: path))
        }
        let townBeads = layout.map { Self.beads($0.root) }
        let userBeads = home.map(Self.beads)
        let project = directory.map(TownDiscovery.upward)?.map(Self.beads).first(where: Files.isFolder)
        add(.rig, rig.flatMap { layout?.formulas($0) })
        add(.town, layout?.formulas(nil))
        add(.project, project == townBeads || project == userBeads ? nil : project)
        add(.townBeads, townBeads)
        add(.home, userBeads)
        self.folders = folders
        overlays = [rig.flatMap { layout?.formulaOverlays($0) }, layout?.formulaOverlays(nil)].compactMap(\.self)
    }

    private static func beads(_ root: String) -> String { "\(root)/.beads/formulas" }
}

extension Files {
    /// Whether a path names a directory, or a link to one.
    static func isFolder(_ path: String) -> Bool { resolved(path).map(isDirectory) ?? false }
}

extension Invocation {
    /// Of the rig that is named, else of the one that the current directory is in; the built-in formulas and the user's own
    /// are there outside of towns too.
    func formulaPlaces(rig named: RigName?) throws(CommandFailure) -> FormulaPlaces {
        let home = surroundings.value("HOME")
        guard let layout = try townIfAny() else {
            if let named {
                throw .configuration(
                    "there is no town here, so that there is no rig \(named)", hint: "name the town with --town")
            }
            return FormulaPlaces(nil, rig: nil, directory: surroundings.directory, home: home)
        }
        let here = layout.rig(containing: surroundings.directory)
        if let named, !Files.exists(layout.rig(named)) {
            throw CommandFailure(
                .refused, code: "not-found", "there is no rig \(named)", about: named.text, hint: "gt rig list")
        }
        // The repository here is not that of a rig elsewhere.
        let isElsewhere = named != nil && here != nil && named != here
        return FormulaPlaces(
            layout, rig: named ?? here, directory: isElsewhere ? nil : surroundings.directory, home: home)
    }

    /// nil where there is none: what needs none works there too. A town that is named must be one.
    func townIfAny() throws(CommandFailure) -> TownLayout? {
        if let meant = try townHere() { return meant }
        guard let home = surroundings.value("HOME"), Places.isTown("\(home)/gt") else { return nil }
        return TownLayout(root: "\(home)/gt")
    }
}
