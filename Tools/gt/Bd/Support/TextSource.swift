import Host
import TownModel
import Wire

/// Where a long text or a file comes from: its path, or `-` for what is piped in.
enum TextSource {
    static func text(_ path: String) throws -> String { try Files.readText(place(path)) }

    /// At most what can be sent to the store.
    static func bytes(_ path: String) throws -> [UInt8] {
        try Files.read(place(path), bytesMax: WireLimits.blobPartBytesMax * WireLimits.blobPartsMax)
    }

    private static func place(_ path: String) -> String { path == "-" ? "/dev/stdin" : path }
}
