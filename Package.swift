// swift-tools-version: 6.2
import PackageDescription

// House rules for every target of ours; CONTRIBUTING.md says why.
let house: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let tomlKit = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")

/// A shared room: `Shared/<Name>`.
func room(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Shared/\(name)", resources: resources, swiftSettings: house)
}

/// A role is a pure core and a daemon around it; the same two rooms for each of the four.
func role(
    _ name: String, core also: [Target.Dependency] = [], daemon extra: [Target.Dependency] = []
) -> [Target] {
    [
        .target(
            name: "\(name)Core", dependencies: ["TownModel"] + also, path: "Services/\(name)/Core",
            swiftSettings: house),
        .executableTarget(
            name: "\(name)Daemon",
            dependencies: [
                .target(name: "\(name)Core"), "TownModel", "Wire", "Bus", "ZeroMQBus", "RoleRuntime", argumentParser,
            ] + extra,
            path: "Services/\(name)/Daemon", swiftSettings: house),
    ]
}

/// Tests of a room: `Tests/<Name>`.
func tests(
    _ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil, exclude: [String] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, path: "Tests/\(name)", exclude: exclude, resources: resources,
        swiftSettings: house)
}

let package = Package(
    name: "gastown",
    products: [
        .executable(name: "gt", targets: ["gt"]),
        .executable(name: "gt-session", targets: ["SessionShim"]),
        .executable(name: "gt-beads-store", targets: ["BeadsStoreDaemon"]),
        .executable(name: "gt-mayor", targets: ["MayorDaemon"]),
        .executable(name: "gt-deacon", targets: ["DeaconDaemon"]),
        .executable(name: "gt-witness", targets: ["WitnessDaemon"]),
        .executable(name: "gt-refinery", targets: ["RefineryDaemon"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    ],
    targets: [
        // Shared rooms, lowest first. Imports point one way: a room sees only rooms above it here.
        room("TownModel"),
        .systemLibrary(name: "CSodium", path: "Shared/CSodium"),
        room("Hashing", ["CSodium"]),
        room("BeadsFormat", ["TownModel"]),
        // Files of people, TOML and JSON, with the line of everything in them.
        room("SourceText", ["BeadsFormat", tomlKit]),
        room(
            "Formulas", ["TownModel", "SourceText"], resources: [.embedInCode("BuiltIn")]),
        room("Wire", ["TownModel"]),
        // What became of all work, by the log alone; pure.
        room("Audit", ["TownModel", "Wire"]),
        room("Agents", ["TownModel", "Wire"]),
        room("Configuration", ["TownModel", "Agents", "SourceText"]),
        room("Bus", ["TownModel", "Wire"]),
        .systemLibrary(name: "CZeroMQ", path: "Shared/CZeroMQ"),
        room("ZeroMQBus", ["TownModel", "Wire", "Bus", "CZeroMQ"]),
        .target(name: "CHost", path: "Shared/CHost"),
        room("Host", ["TownModel", "Wire", "CHost", subprocess, systemPackage]),
        room("FormulaFiles", ["TownModel", "Formulas", "Host"]),
        room("RoleRuntime", ["TownModel", "Wire", "Bus", "Host", logging, serviceLifecycle, unixSignals]),
        room("ResidentCore", ["TownModel"]),
        // Plugins: what is in their directories, and when each is to be run; pure.
        room("Plugins", ["TownModel", "SourceText"]),
        // Their directories and checks on this host; then the hands of the services that decide about them.
        room("PluginFiles", ["TownModel", "Wire", "Host", "Plugins"]),
        room("PluginHost", ["TownModel", "Wire", "Bus", "Host", "RoleRuntime", "Plugins", "PluginFiles"]),
        room("SessionHost", ["TownModel", "Wire", "Agents", "Host", "RoleRuntime", "ResidentCore"]),
    ] + [
        // The store: pure rules, the ledger on SQLite (also in memory, for tests and the simulator), the process.
        .systemLibrary(name: "CSQLite", path: "Services/BeadsStore/CSQLite"),
        .target(
            name: "BeadsStoreCore", dependencies: ["TownModel"], path: "Services/BeadsStore/Core", swiftSettings: house),
        .target(
            name: "LedgerStorage",
            dependencies: ["TownModel", "Agents", "BeadsFormat", "Wire", "BeadsStoreCore", "CSQLite", "Hashing"],
            path: "Services/BeadsStore/Daemon/Storage", swiftSettings: house),
        .executableTarget(
            name: "BeadsStoreDaemon",
            dependencies: [
                "TownModel", "Hashing", "BeadsFormat", "Wire", "Bus", "ZeroMQBus", "BeadsStoreCore", "LedgerStorage",
                "Configuration",
                "Host", "RoleRuntime", argumentParser,
            ],
            path: "Services/BeadsStore/Daemon", exclude: ["Storage"], swiftSettings: house),
    ]
        + role("Mayor", core: ["ResidentCore"], daemon: ["Host", "ResidentCore", "SessionHost"])
        + role(
            "Deacon", core: ["ResidentCore", "Plugins"],
            daemon: [
                "Host", "Configuration", "ResidentCore", "SessionHost", "FormulaFiles", "Plugins", "PluginHost",
            ])
        + role(
            "Witness", core: ["ResidentCore", "Plugins"],
            daemon: ["Host", "Agents", "ResidentCore", "SessionHost", "FormulaFiles", "Plugins", "PluginHost"])
        + role("Refinery", daemon: ["Host", "FormulaFiles"])
        + [
            .executableTarget(
                name: "gt",
                dependencies: [
                    "TownModel", "Wire", "Bus", "ZeroMQBus", "Host", "Configuration", "Agents", "Audit", "BeadsFormat",
                    "Formulas", "FormulaFiles", "Hashing", "Plugins", "PluginFiles",
                    argumentParser,
                ],
                path: "Tools/gt", swiftSettings: house),
            .executableTarget(
                name: "SessionShim", dependencies: ["TownModel", "CHost"], path: "Tools/session", swiftSettings: house),

            .executableTarget(
                name: "TownBenchmarks",
                dependencies: [
                    "TownModel", "Wire", "Bus", "ZeroMQBus", "Host", "LedgerStorage", "CSQLite", "CZeroMQ",
                    "RefineryCore", "Formulas",
                ],
                path: "Benchmarks", swiftSettings: house),

            // Nothing at all, but under the thread sanitizer.
            .target(name: "CVisibleMutex", path: "Tests/CVisibleMutex"),
            // Fakes and fixtures that several test rooms share.
            .target(
                name: "TownTesting",
                dependencies: ["TownModel", "Wire", "Bus", "Host", "RoleRuntime", "LedgerStorage", "CVisibleMutex"],
                path: "Tests/TownTesting", exclude: ["Fixtures"], swiftSettings: house),
            tests("TownModelTests", ["TownModel", "TownTesting"]),
            tests("ConfigurationTests", ["TownModel", "Agents", "Configuration", "Host"]),
            tests("AgentsTests", ["TownModel", "Wire", "Agents", "Host"]),
            tests(
                "FormulasTests", ["TownModel", "SourceText", "Formulas", "Wire", "TownTesting"], exclude: ["Fixtures"]),
            tests("PluginsTests", ["TownModel", "Wire", "Host", "Plugins", "PluginFiles", "TownTesting"]),
            tests("AuditTests", ["TownModel", "Wire", "Audit"]),
            tests("BeadsFormatTests", ["TownModel", "BeadsFormat", "TownTesting"], exclude: ["Fixtures"]),
            tests("WireTests", ["TownModel", "Wire", "Host", "TownTesting"], exclude: ["Fixtures"]),
            tests("BusTests", ["TownModel", "Wire", "Bus", "TownTesting"]),
            tests(
                "ContractTests",
                ["TownModel", "Wire", "Bus", "ZeroMQBus", "CZeroMQ", "Host", "TownTesting"]),
            tests(
                "BeadsStoreTests",
                [
                    "TownModel", "BeadsFormat", "Hashing", "Wire", "Bus", "Host", "RoleRuntime", "BeadsStoreCore",
                    "LedgerStorage",
                    "BeadsStoreDaemon", "TownTesting", "CSQLite",
                ]),
            tests("RoleRuntimeTests", ["TownModel", "Wire", "Bus", "RoleRuntime", "TownTesting"]),
            tests(
                "MayorTests",
                [
                    "TownModel", "Wire", "Host", "MayorCore", "MayorDaemon", "ResidentCore", "RoleRuntime",
                    "TownTesting",
                ]),
            tests(
                "DeaconTests",
                [
                    "TownModel", "Wire", "Bus", "Host", "DeaconCore", "DeaconDaemon", "ResidentCore", "RoleRuntime",
                    "Plugins",
                    "PluginHost", "SessionHost",
                    "TownTesting",
                ]),
            tests(
                "WitnessTests",
                [
                    "TownModel", "Agents", "Wire", "Bus", "WitnessCore", "WitnessDaemon", "Host", "ResidentCore",
                    "Plugins",
                    "RoleRuntime", "SessionHost", "TownTesting",
                ]),
            tests(
                "RefineryTests",
                [
                    "TownModel", "Wire", "RefineryCore", "RefineryDaemon", "Host", "RoleRuntime", "LedgerStorage",
                    "TownTesting",
                ]),
            tests(
                "Simulation",
                [
                    "TownModel", "Wire", "Bus", "Host", "RoleRuntime", "LedgerStorage", "TownTesting", "MayorDaemon",
                    "DeaconDaemon", "WitnessDaemon", "RefineryDaemon", "MayorCore", "DeaconCore", "WitnessCore",
                    "RefineryCore", "ResidentCore", "SessionHost", "Audit",
                ]),
            tests(
                "CommandTests",
                [
                    "TownModel", "Wire", "Bus", "ZeroMQBus", "Host", "LedgerStorage", "TownTesting", "gt",
                    "Formulas", "FormulaFiles", argumentParser,
                ], exclude: ["Golden"]),
            tests("ProcessTests", ["TownModel", "Wire", "Bus", "ZeroMQBus", "CZeroMQ", "Host", "TownTesting"]),
            tests("TidyTests", []),
        ]
)
