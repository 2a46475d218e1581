package import Foundation

/// Real input. The excerpt is always there; whole files lie where GT_SHARED_DATA says, else beside the repository.
package enum RealFiles {
    private static let here = URL(filePath: #filePath).deletingLastPathComponent()

    package static func excerpt() throws -> [UInt8] {
        [UInt8](
            try Data(
                contentsOf: here.deletingLastPathComponent().appending(path: "BeadsFormatTests/Fixtures/excerpt.jsonl"))
        )
    }

    package static let shared: URL =
        ProcessInfo.processInfo.environment["GT_SHARED_DATA"].map { URL(filePath: $0) }
        ?? here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/data")

    /// Skipped by name on a machine that has no such folder; one that is named must be there.
    package static var isShared: Bool {
        ProcessInfo.processInfo.environment["GT_SHARED_DATA"] != nil
            || FileManager.default.fileExists(atPath: shared.path)
    }

    package static func file(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: shared.appending(path: path)))
    }

    package static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] { bytes.split(separator: UInt8(ascii: "\n")) }
}
