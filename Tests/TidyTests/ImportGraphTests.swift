import Testing

/// Imports point one way (docs/architecture.md); what a room may see is written down here once.
enum ImportGraph {
    /// Room (longest path prefix wins) → our own modules that it may import.
    static let allowed: [(room: String, modules: Set<String>)] = [
        ("Shared/TownModel", []),
        ("Shared/Hashing", ["CSodium"]),
        ("Shared/Audit", ["TownModel", "Wire"]),
        ("Shared/Agents", ["TownModel", "Wire"]),
        ("Shared/Configuration", ["TownModel", "Agents", "SourceText"]),
        ("Shared/BeadsFormat", ["TownModel"]),
        ("Shared/SourceText", ["BeadsFormat"]),
        ("Shared/Formulas", ["TownModel", "SourceText"]),
        ("Shared/Wire", ["TownModel"]),
        ("Shared/Bus", ["TownModel", "Wire"]),
        ("Shared/ZeroMQBus", ["TownModel", "Wire", "Bus", "CZeroMQ"]),
        ("Shared/Host", ["TownModel", "Wire", "CHost"]),
        ("Shared/FormulaFiles", ["TownModel", "Formulas", "Host"]),
        ("Shared/RoleRuntime", ["TownModel", "Wire", "Bus", "Host", "CHost"]),
        ("Shared/ResidentCore", ["TownModel"]),
        ("Shared/Plugins", ["TownModel", "SourceText"]),
        ("Shared/PluginFiles", ["TownModel", "Wire", "Host", "Plugins"]),
        ("Shared/PluginHost", ["TownModel", "Wire", "Bus", "Host", "RoleRuntime", "Plugins", "PluginFiles"]),
        ("Shared/SessionHost", ["TownModel", "Wire", "Agents", "Host", "RoleRuntime", "ResidentCore"]),
        ("Services/BeadsStore/Core", ["TownModel"]),
        (
            "Services/BeadsStore/Daemon/Storage",
            ["TownModel", "Agents", "BeadsFormat", "Wire", "BeadsStoreCore", "CSQLite", "Hashing"]
        ),
        (
            "Services/BeadsStore/Daemon",
            [
                "TownModel", "Hashing", "BeadsFormat", "Wire", "Bus", "ZeroMQBus", "BeadsStoreCore", "LedgerStorage",
                "Configuration",
                "Host",
                "RoleRuntime",
            ]
        ),
        ("Services/Mayor/Core", ["TownModel", "ResidentCore"]),
        ("Services/Deacon/Core", ["TownModel", "ResidentCore", "Plugins"]),
        ("Services/Witness/Core", ["TownModel", "ResidentCore", "Plugins"]),
        ("Services/Refinery/Core", ["TownModel"]),
        (
            "Services/Mayor/Daemon",
            [
                "TownModel", "Wire", "Bus", "ZeroMQBus", "RoleRuntime", "Host", "ResidentCore", "SessionHost",
                "MayorCore",
            ]
        ),
        (
            "Services/Deacon/Daemon",
            [
                "TownModel", "Wire", "Bus", "ZeroMQBus", "RoleRuntime", "Host", "Configuration", "ResidentCore",
                "SessionHost", "FormulaFiles", "DeaconCore", "Plugins", "PluginHost",
            ]
        ),
        (
            "Services/Witness/Daemon",
            [
                "TownModel", "Wire", "Bus", "ZeroMQBus", "RoleRuntime", "Host", "Agents", "ResidentCore",
                "SessionHost", "FormulaFiles", "WitnessCore", "Plugins", "PluginHost",
            ]
        ),
        (
            "Services/Refinery/Daemon",
            ["TownModel", "Wire", "Bus", "ZeroMQBus", "RoleRuntime", "Host", "FormulaFiles", "RefineryCore"]
        ),
        (
            "Tools/gt",
            [
                "TownModel", "Wire", "Bus", "ZeroMQBus", "Host", "Configuration", "Agents", "Audit", "BeadsFormat",
                "Formulas", "FormulaFiles", "Hashing", "Plugins", "PluginFiles",
            ]
        ),
        ("Tools/session", ["TownModel", "CHost"]),
        (
            "Benchmarks",
            [
                "TownModel", "Wire", "Bus", "ZeroMQBus", "Host", "LedgerStorage", "CSQLite", "CZeroMQ",
                "RefineryCore", "Formulas",
            ]
        ),
    ]

    /// Third-party module → the folders that may import it. `*` at the end of a folder means the Mains below it.
    static let rooms: [String: [String]] = [
        "CSQLite": ["Services/BeadsStore/Daemon/Storage", "Tests/BeadsStoreTests", "Benchmarks"],
        "CSodium": ["Shared/Hashing"],
        "TOMLKit": ["Shared/SourceText"],
        "Subprocess": ["Shared/Host"],
        "SystemPackage": ["Shared/Host"],
        "CZeroMQ": ["Shared/ZeroMQBus", "Tests/ContractTests", "Tests/ProcessTests", "Benchmarks"],
        "Logging": ["Shared/RoleRuntime"],
        "ServiceLifecycle": ["Shared/RoleRuntime"],
        "UnixSignals": ["Shared/RoleRuntime"],
        "ArgumentParser": ["Tools/gt", "Services", "Tests/CommandTests"],
    ]

    static let ours: Set<String> = Set(allowed.flatMap(\.modules)).union(["gt", "TownTesting", "SessionShim"])

    static func inward(_ file: SourceFile) -> [String] {
        let room = allowed.filter { file.path.hasPrefix($0.room + "/") }.max { $0.room.count < $1.room.count }
        guard let room else {
            return ["\(file.path) is in no room that this test knows: add the room, with what it may import"]
        }
        return file.imports.filter { ours.contains($0) && !room.modules.contains($0) }
            .map { "\(file.path) may not import \($0)" }
    }

    static func packages(_ file: SourceFile) -> [String] {
        file.imports.flatMap { module -> [String] in
            guard let folders = rooms[module] else { return [] }
            var found: [String] = []
            if !folders.contains(where: { file.path.hasPrefix($0 + "/") }) {
                found.append("\(file.path) may not import \(module)")
            }
            if module == "ArgumentParser", file.path.hasPrefix("Services/"), !file.path.hasSuffix("/Main.swift") {
                found.append("\(file.path): only a Main parses arguments")
            }
            return found
        }
    }

    static func foundation(_ file: SourceFile) -> [String] {
        let linked = [
            "Shared/TownModel/", "Shared/Configuration/", "Shared/Agents/", "Shared/Wire/", "Shared/Bus/",
            "Shared/ZeroMQBus/", "Shared/Host/", "Shared/FormulaFiles/", "Tools/",
        ]
        guard linked.contains(where: { file.path.hasPrefix($0) }) else { return [] }
        var found: [String] = []
        if file.imports.contains("Foundation") {
            found.append("\(file.path): Foundation costs gt 45 MB and 1.5 ms")
        }
        if file.imports.contains("FoundationEssentials"), file.path != "Shared/Wire/JSONText.swift" {
            found.append("\(file.path): JSON goes through JSONText")
        }
        return found
    }
}

/// The graph of `ImportGraph` holds for every file there is.
@Suite struct ImportGraphTests {
    private func expectNone(_ problems: [String]) {
        for problem in problems { Issue.record("\(problem)") }
    }

    @Test("a file imports only what its room may see", arguments: SourceTree.current.shipped)
    func imports(_ file: SourceFile) { expectNone(ImportGraph.inward(file)) }

    @Test("problem 38: the merge queue has no way to start an agent: it sees neither sessions nor presets")
    func noModelInTheLoop() throws {
        let rooms = ImportGraph.allowed.filter { $0.room.hasPrefix("Services/Refinery/") }
        #expect(rooms.count == 2)
        #expect(rooms.allSatisfy { $0.modules.isDisjoint(with: ["Agents", "SessionHost", "ResidentCore"]) })
        let files = SourceTree.current.shipped.filter { $0.path.hasPrefix("Services/Refinery/") }
        #expect(!files.isEmpty && files.flatMap(ImportGraph.inward).isEmpty)
    }

    @Test("a third-party package has one importing room", arguments: SourceTree.current.files)
    func importingRoom(_ file: SourceFile) { expectNone(ImportGraph.packages(file)) }

    @Test("what gt links never imports Foundation", arguments: SourceTree.current.shipped)
    func noFoundation(_ file: SourceFile) { expectNone(ImportGraph.foundation(file)) }
}
