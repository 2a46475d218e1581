import Foundation
import Testing

@testable import BeadsFormat

/// Real input. The excerpt is always there; whole files lie where GT_SHARED_DATA says, else beside the repository.
enum RealFiles {
    private static let here = URL(filePath: #filePath).deletingLastPathComponent()

    static func excerpt() throws -> [UInt8] {
        [UInt8](try Data(contentsOf: here.appending(path: "Fixtures/excerpt.jsonl")))
    }

    static let shared: URL =
        ProcessInfo.processInfo.environment["GT_SHARED_DATA"].map { URL(filePath: $0) }
        ?? here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/data")

    /// Skipped by name on a machine that has no such folder; one that is named must be there.
    static var isShared: Bool {
        ProcessInfo.processInfo.environment["GT_SHARED_DATA"] != nil
            || FileManager.default.fileExists(atPath: shared.path)
    }

    static func file(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: shared.appending(path: path))) }

    static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] { bytes.split(separator: UInt8(ascii: "\n")) }
}

/// Reproducible: SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
