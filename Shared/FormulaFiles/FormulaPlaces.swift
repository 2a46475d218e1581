package import Host
package import TownModel

/// Where formulas are looked for, in order: what a rig and its town say themselves, what a repository brings along, the
/// places of those who come from elsewhere, what comes with the program.
package struct FormulaPlaces {
    /// What kind of place a formula is from, as lists show it.
    package enum Origin: String, Encodable {
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

    package struct Folder: Hashable {
        package let origin: Origin
        package let path: String
    }

    package let folders: [Folder]
    /// Where overlays lie: the rig's replaces the town's.
    package let overlays: [String]
    package let layout: TownLayout?
    package let rig: RigName?

    /// - Parameters:
    ///   - layout: nil outside of a town.
    ///   - rig: whose formulas come first; nil outside of rigs.
    ///   - directory: upward from which a repository's own are looked for; nil: not at all.
    package init(_ layout: TownLayout?, rig: RigName?, directory: String?, home: String?) {
        self.layout = layout
        self.rig = rig
        var folders: [Folder] = []
        func add(_ origin: Origin, _ path: String?) {
            guard let path, !folders.contains(where: { $0.path == path }) else { return }
            folders.append(Folder(origin: origin, path: path))
        }
        let townBeads = layout.map { Self.beads($0.root) }
        let userBeads = home.map(Self.beads)
        let project = directory.map(Files.upward)?.map(Self.beads).first(where: Files.isFolder)
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
    package static func isFolder(_ path: String) -> Bool { resolved(path).map(isDirectory) ?? false }
}
