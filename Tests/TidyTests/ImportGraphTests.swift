import Testing

/// Imports point one way (docs/architecture.md); what a room may see is written down here once.
@Suite struct ImportGraphTests {
    /// Room (longest path prefix wins) → our own modules that it may import.
    static let allowed: [(room: String, modules: Set<String>)] = [
        ("Shared/TownModel", []),
        ("Shared/Configuration", ["TownModel"]),
        ("Shared/Agents", ["TownModel"]),
        ("Shared/Wire", ["TownModel"]),
        ("Shared/Bus", ["TownModel", "Wire"]),
        ("Shared/ZeroMQBus", ["TownModel", "Wire", "Bus", "CZeroMQ"]),
        ("Shared/Host", ["TownModel", "Wire", "CHost"]),
        ("Shared/RoleRuntime", ["TownModel", "Wire", "Bus", "Host", "CHost"]),
        ("Services/BeadsStore/Core", ["TownModel"]),
        ("Services/BeadsStore/Daemon/Storage", ["TownModel", "Wire", "BeadsStoreCore", "CSQLite", "CSodium"]),
        (
            "Services/BeadsStore/Daemon",
            [
                "TownModel", "Wire", "Bus", "ZeroMQBus", "BeadsStoreCore", "LedgerStorage", "Configuration", "Host",
                "RoleRuntime",
            ]
        ),
        ("Services/Mayor/Core", ["TownModel"]),
        ("Services/Deacon/Core", ["TownModel"]),
        ("Services/Witness/Core", ["TownModel"]),
        ("Services/Refinery/Core", ["TownModel"]),
        ("Services/Mayor/Daemon", ["TownModel", "Wire", "Bus", "ZeroMQBus", "RoleRuntime", "Host", "MayorCore"]),
        ("Services/Deacon/Daemon", ["TownModel", "Wire", "Bus", "ZeroMQBus", "RoleRuntime", "Host", "DeaconCore"]),
        (
            "Services/Witness/Daemon",
            ["TownModel", "Wire", "Bus", "ZeroMQBus", "RoleRuntime", "Host", "Agents", "WitnessCore"]
        ),
        (
            "Services/Refinery/Daemon",
            ["TownModel", "Wire", "Bus", "ZeroMQBus", "RoleRuntime", "Host", "RefineryCore"]
        ),
        ("Tools/gt", ["TownModel", "Wire", "Bus", "ZeroMQBus", "Host", "Configuration", "Agents"]),
        ("Tools/session", ["TownModel", "CHost"]),
        ("Benchmarks", ["TownModel", "Wire", "Bus", "ZeroMQBus", "Host", "CSQLite"]),
    ]

    /// Third-party module → the folders that may import it. `*` at the end of a folder means the Mains below it.
    static let rooms: [String: [String]] = [
        "CSQLite": ["Services/BeadsStore/Daemon/Storage", "Tests/BeadsStoreTests", "Benchmarks"],
        "CSodium": ["Services/BeadsStore/Daemon/Storage"],
        "TOMLKit": ["Shared/Configuration"],
        "Subprocess": ["Shared/Host"],
        "SystemPackage": ["Shared/Host"],
        "CZeroMQ": ["Shared/ZeroMQBus", "Tests/ContractTests"],
        "Logging": ["Shared/RoleRuntime"],
        "ServiceLifecycle": ["Shared/RoleRuntime"],
        "UnixSignals": ["Shared/RoleRuntime"],
        "ArgumentParser": ["Tools/gt", "Services", "Tests/CommandTests"],
    ]

    static let ours: Set<String> = Set(allowed.flatMap(\.modules)).union(["gt", "TownTesting", "SessionShim"])

    @Test("a file imports only what its room may see", arguments: SourceTree.current.shipped)
    func imports(_ file: SourceFile) throws {
        let room = try #require(
            Self.allowed.filter { file.path.hasPrefix($0.room + "/") }.max { $0.room.count < $1.room.count },
            "\(file.path) is in no room that this test knows: add the room, with what it may import")
        for module in file.imports where Self.ours.contains(module) {
            #expect(room.modules.contains(module), "\(file.path) may not import \(module)")
        }
    }

    @Test("a third-party package has one importing room", arguments: SourceTree.current.files)
    func importingRoom(_ file: SourceFile) {
        for module in file.imports {
            guard let folders = Self.rooms[module] else { continue }
            #expect(folders.contains { file.path.hasPrefix($0 + "/") }, "\(file.path) may not import \(module)")
            if module == "ArgumentParser", file.path.hasPrefix("Services/") {
                #expect(file.path.hasSuffix("/Main.swift"), "\(file.path): only a Main parses arguments")
            }
        }
    }

    @Test("what gt links never imports Foundation", arguments: SourceTree.current.shipped)
    func noFoundation(_ file: SourceFile) {
        let linked = [
            "Shared/TownModel/", "Shared/Configuration/", "Shared/Agents/", "Shared/Wire/", "Shared/Bus/",
            "Shared/ZeroMQBus/", "Shared/Host/", "Tools/",
        ]
        guard linked.contains(where: { file.path.hasPrefix($0) }) else { return }
        #expect(!file.imports.contains("Foundation"), "\(file.path): Foundation costs gt 45 MB and 1.5 ms")
        if file.imports.contains("FoundationEssentials") {
            #expect(file.path == "Shared/Wire/JSONText.swift", "\(file.path): JSON goes through JSONText")
        }
    }
}
