internal import Glibc
package import TownModel

/// Which file system object a path names: a path can come to mean another one.
package struct DiskIdentity: Hashable, Sendable {
    package var device: UInt64
    package var inode: UInt64
}

/// The permissions of what this process newly makes, as its mask has it.
package struct FreshModes: Sendable {
    package var directory: UInt32
    /// Plain and executable.
    package var files: [UInt32]

    package init() throws(HostError) {
        let (path, lead) = ("/proc/self/status", "Umask:")
        let line = try Files.readText(path).split(separator: "\n").first { $0.hasPrefix(lead) }
        guard let line, let mask = UInt32(String(line.dropFirst(lead.count)).trimmed, radix: 8) else {
            throw .unreadable(path: path, reason: "it says nothing of the mask of permissions")
        }
        directory = 0o777 & ~mask
        files = [0o666 & ~mask, 0o777 & ~mask]
    }
}

extension Files {
    /// Makes a directory of mode 0700 and what is missing above it. One that is there is taken as it is.
    package static func makePrivateDirectory(_ path: String) throws(HostError) {
        try makeDirectory(path, mode: privateDirectoryMode)
    }

    /// - Parameter isDurable: false for what can be made again: then the disk may learn of it later.
    package static func makeDirectory(
        _ path: String, mode: UInt32 = 0o755, isDurable: Bool = true
    ) throws(HostError) {
        if isDirectory(path) { return }
        let above = parent(of: path)
        if above != path, !isDirectory(above) { try makeDirectory(above, mode: mode, isDurable: isDurable) }
        if mkdir(path, mode) == 0 {
            if isDurable { try syncDirectory(above) }
            return
        }
        let code = errno
        // Somebody else may have made it meanwhile, or it is a link to a directory.
        var info = stat()
        guard code == EEXIST, stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFDIR else {
            throw .system(call: "mkdir", path: path, errno: code)
        }
    }

    /// The names in a directory, sorted; none when it can't be read.
    package static func names(in directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// nil when there is nothing.
    package static func identity(of path: String) -> DiskIdentity? {
        var info = stat()
        guard lstat(path, &info) == 0 else { return nil }
        return DiskIdentity(device: UInt64(info.st_dev), inode: UInt64(info.st_ino))
    }

    /// Bytes of what the path names; nil when there is nothing.
    package static func size(of path: String) -> Int? {
        var info = stat()
        guard stat(path, &info) == 0 else { return nil }
        return Int(info.st_size)
    }

    /// When a path's own entry last changed (a rename counts); nil when there is nothing.
    package static func changedAt(_ path: String) -> Timestamp? {
        var info = stat()
        guard lstat(path, &info) == 0 else { return nil }
        return Timestamp(milliseconds: Int64(info.st_ctim.tv_sec) * 1000 + Int64(info.st_ctim.tv_nsec) / 1_000_000)
    }

    /// When what the path names was last written to; nil when there is nothing.
    package static func modifiedAt(_ path: String) -> Timestamp? {
        var info = stat()
        guard stat(path, &info) == 0 else { return nil }
        return Timestamp(milliseconds: Int64(info.st_mtim.tv_sec) * 1000 + Int64(info.st_mtim.tv_nsec) / 1_000_000)
    }

    /// Sets when a file or directory was last read and modified, in whole seconds since 1970.
    static func setModified(_ path: String, atSecond second: Int64) throws(HostError) {
        let time = timespec(tv_sec: Int(second), tv_nsec: 0)
        guard utimensat(AT_FDCWD, path, [time, time], 0) == 0 else {
            throw .system(call: "utimensat", path: path, errno: errno)
        }
    }

    /// A second name for a file, with the same bytes and times. Never over something that is there already.
    package static func link(_ path: String, as name: String) throws(HostError) {
        guard Glibc.link(path, name) == 0 else { throw .system(call: "link", path: name, errno: errno) }
    }

    /// Removes a file, or a directory with all that is in it; what is not there is removed already. Symbolic links are
    /// removed, never followed, and nothing on another file system is touched.
    package static func removeTree(_ path: String) throws(HostError) {
        guard let identity = identity(of: path) else { return }
        try removeTree(path, device: identity.device)
    }

    private static func removeTree(_ path: String, device: UInt64) throws(HostError) {
        guard let identity = identity(of: path) else { return }
        guard identity.device == device else {
            throw .unreadable(path: path, reason: "it is on another file system than the directory it is in")
        }
        guard isDirectory(path) else {
            guard unlink(path) == 0 || errno == ENOENT else {
                throw .system(call: "unlink", path: path, errno: errno)
            }
            return
        }
        // What an agent made unwritable is still ours to remove.
        chmod(path, privateDirectoryMode)
        for name in names(in: path) { try removeTree("\(path)/\(name)", device: device) }
        guard rmdir(path) == 0 || errno == ENOENT else { throw .system(call: "rmdir", path: path, errno: errno) }
    }

    /// Removes what has this name in any directory below one, and gives all else the permissions of what is newly made:
    /// a directory gets them, a file of others is removed, for whoever made it to make it again. Links are not followed.
    package static func strip(_ unwanted: String, below directory: String, fresh: FreshModes) throws(HostError) {
        for name in names(in: directory) {
            let path = "\(directory)/\(name)"
            var info = stat()
            guard name != unwanted, lstat(path, &info) == 0 else {
                try removeTree(path)
                continue
            }
            switch info.st_mode & S_IFMT {
            case S_IFDIR:
                if info.st_mode & 0o7777 != fresh.directory { try setMode(fresh.directory, of: path) }
                try strip(unwanted, below: path, fresh: fresh)
            case S_IFREG:
                if !fresh.files.contains(info.st_mode & 0o7777) { try removeTree(path) }
            default: break
            }
        }
    }

    /// Where a symbolic link points; nil when it is none.
    package static func linkTarget(_ path: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = buffer.withUnsafeMutableBytes { room in
            room.bindMemory(to: CChar.self).baseAddress.map { readlink(path, $0, room.count) } ?? -1
        }
        guard count > 0 else { return nil }
        return String(decoding: buffer[..<count], as: UTF8.self)
    }

    /// The path with every link resolved, as the kernel shows it; nil when it does not exist.
    package static func resolved(_ path: String) -> String? {
        guard let text = realpath(path, nil) else { return nil }
        defer { free(text) }
        return String(cString: text)
    }

    /// Part of the file system that is used, 0 to 1; nil when it can't be told.
    package static func diskUse(at path: String) -> Double? {
        var info = statvfs()
        guard statvfs(path, &info) == 0, info.f_blocks > 0 else { return nil }
        return 1 - Double(info.f_bavail) / Double(info.f_blocks)
    }
}
