internal import Glibc

extension Files {
    /// What `chmod` sets: 0o700 for a private directory. nil when there is nothing.
    package static func mode(of path: String) -> UInt32? {
        var info = stat()
        guard lstat(path, &info) == 0 else { return nil }
        return info.st_mode & 0o7777
    }

    /// Whether the user who runs this owns it.
    package static func isOwn(_ path: String) -> Bool {
        var info = stat()
        return lstat(path, &info) == 0 && info.st_uid == getuid()
    }

    package static func setMode(_ mode: UInt32, of path: String) throws(HostError) {
        guard chmod(path, mode) == 0 else { throw .system(call: "chmod", path: path, errno: errno) }
    }

    /// Bytes that a directory's files take on the disk, looking at no more than this many entries: nil when there are
    /// more. Links are counted, not followed.
    package static func bytes(under path: String, entriesMax: Int) -> Int64? {
        var left = entriesMax
        return bytes(path, &left)
    }

    private static func bytes(_ path: String, _ left: inout Int) -> Int64? {
        guard left > 0 else { return nil }
        left -= 1
        var info = stat()
        guard lstat(path, &info) == 0 else { return 0 }
        var sum = Int64(info.st_blocks) * 512
        guard info.st_mode & S_IFMT == S_IFDIR else { return sum }
        for name in names(in: path) {
            guard let more = bytes("\(path)/\(name)", &left) else { return nil }
            sum += more
        }
        return sum
    }
}

extension Files {
    /// Whether a path is a file of bytes itself: no directory, no link, nothing that waits to be read.
    package static func isFile(_ path: String) -> Bool {
        var info = stat()
        return lstat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFREG
    }

    /// The names in a directory, sorted. Throws when it can't be read.
    package static func entries(of directory: String) throws(HostError) -> [String] {
        guard access(directory, R_OK | X_OK) == 0 else {
            throw .system(call: "opendir", path: directory, errno: errno)
        }
        return names(in: directory)
    }
}
