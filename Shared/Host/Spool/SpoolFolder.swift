internal import Glibc
internal import TownModel

/// What lies in the spool's directory, read once.
struct SpoolFolder {
    /// Entries, oldest first.
    private(set) var names: [String] = []
    /// Bytes of all entries.
    private(set) var bytes = 0
    /// Files that a writer has begun, with the second in which each was last written.
    private(set) var drafts: [(name: String, second: Int)] = []

    static let suffix = ".json"

    /// A directory that is not there is empty.
    init(_ path: String) throws(HostError) {
        guard let stream = opendir(path) else {
            guard errno != ENOENT else { return }
            throw .system(call: "opendir", path: path, errno: errno)
        }
        defer { closedir(stream) }
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                guard errno == 0 else { throw .system(call: "readdir", path: path, errno: errno) }
                break
            }
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            let isEntry = name.hasSuffix(Self.suffix)
            guard isEntry || name.contains("\(Self.suffix).new-") else { continue }
            var info = stat()
            // Taken away meanwhile: then it is not there.
            guard fstatat(dirfd(stream), name, &info, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
            if isEntry {
                names.append(name)
                bytes += Int(info.st_size)
            } else {
                drafts.append((name, info.st_mtim.tv_sec))
            }
        }
        names.sort()
    }

    /// For an entry accepted now: behind every other one, whatever the clock says.
    func nextName(at now: Timestamp) -> String {
        let last = names.last.flatMap { Int64($0.prefix(Self.digits)) } ?? 0
        let number = String(max(now.milliseconds, last + 1))
        let padding = String(repeating: "0", count: max(0, Self.digits - number.utf8.count))
        return "\(padding)\(number)-\(RandomText.digits(8, of: RandomText.base36))\(Self.suffix)"
    }

    /// Milliseconds since 1970, for the next three hundred years.
    private static let digits = 14
}
