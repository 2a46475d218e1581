import Host
import TownModel

/// How a file was: whoever touches it changes this.
struct FileStamp: Hashable, Codable {
    var device: UInt64
    var inode: UInt64
    var bytes: Int
    var changedAt: Timestamp

    /// nil when there is none.
    init?(of path: String) {
        guard let identity = Files.identity(of: path), let bytes = Files.size(of: path),
            let changedAt = Files.changedAt(path)
        else { return nil }
        device = identity.device
        inode = identity.inode
        self.bytes = bytes
        self.changedAt = changedAt
    }
}
