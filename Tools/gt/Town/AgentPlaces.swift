import Configuration
import Host
import TownModel

/// Which agent works where by the settings files as they are now, and by whose word.
struct AgentPlaces {
    /// First the town's, for rigs that say nothing; then the rigs.
    let places: [Place]

    /// Who takes work of one role in one rig.
    struct Place: Encodable {
        /// nil: every rig that says nothing itself.
        let rig: RigName?
        let role: AgentRole
        let preset: String
        let source: AgentSource
        /// The file that says so; nil for the default.
        let file: String?
    }

    init(_ layout: TownLayout) throws(CommandFailure) {
        let town = try ConfigurationPlace(layout, rig: nil).agents()
        var places: [Place] = []
        for rig in [nil] + Self.rigs(layout).map(Optional.some) {
            let own = try rig.map { (rig) throws(CommandFailure) in
                try ConfigurationPlace(layout, rig: rig).agents()
            }
            for role in AgentRole.allCases {
                let choice = AgentChoice(role: role, rig: own, town: town)
                guard role.hasStandard || choice.source != .standard else { continue }
                places.append(
                    Place(
                        rig: rig, role: role, preset: choice.preset, source: choice.source,
                        file: Self.file(of: choice, rig, layout)))
            }
        }
        self.places = places
    }

    func users(of preset: AgentPreset) -> [Place] { places.filter { $0.preset == preset.name } }

    private static func rigs(_ layout: TownLayout) -> [RigName] {
        Files.names(in: layout.rigs).compactMap { RigName($0) }.filter { Files.exists(layout.rigFile($0)) }.sorted()
    }

    private static func file(of choice: AgentChoice, _ rig: RigName?, _ layout: TownLayout) -> String? {
        switch choice.source {
        case .rig, .rigRole: rig.map(layout.rigFile)
        case .town, .townRole: layout.townFile
        case .flag, .standard: nil
        }
    }
}

extension ConfigurationPlace {
    /// What the file itself says about agents.
    func agents() throws(CommandFailure) -> AgentSettings {
        let text = try text()
        do {
            if rig == nil { return try TownFile.parse(text, path: path).agents }
            return try RigFile.parse(text, path: path).agents ?? AgentSettings()
        } catch {
            throw .configuration("\(error)", hint: "correct the file; the store keeps the last good settings meanwhile")
        }
    }
}
