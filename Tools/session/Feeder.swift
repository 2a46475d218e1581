import CHost  // In a build of whole modules the C types of spawn count as its own.
import Glibc
import TownModel

/// Hands an agent the messages of a folder as its stdin: each file whole, once, as soon as it is there, in the order of
/// their names. It never says that there are no more.
enum Feeder {
    /// Begins in a thread of its own; gives the end of the pipe that the agent reads. nil when that can't be.
    static func start(_ folder: String) -> Int32? {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let watch = gt_watch_directory(folder)
        guard watch >= 0 else { return nil }
        // An agent that has ended takes nothing more; that is no signal's business.
        signal(SIGPIPE, SIG_IGN)
        let feed = Unmanaged.passRetained(Feed(folder: folder, output: ends[1], watch: watch))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { feed in
                if let feed { Unmanaged<Feed>.fromOpaque(feed).takeRetainedValue().run() }
                return nil
            }, feed.toOpaque())
        return code == 0 ? ends[0] : nil
    }
}

private final class Feed {
    private let folder: String
    private let output: Int32
    private let watch: Int32
    private var fed: Set<String> = []

    init(folder: String, output: Int32, watch: Int32) {
        self.folder = folder
        self.output = output
        self.watch = watch
    }

    /// Until nobody reads any more.
    func run() {
        var drain = [UInt8](repeating: 0, count: 4096)
        while true {
            for name in names().sorted() {
                fed.insert(name)
                guard let bytes = Record.read("\(folder)/\(name)"), give(named(bytes, in: name)) else { return }
            }
            var wanted = pollfd(fd: watch, events: Int16(POLLIN), revents: 0)
            _ = poll(&wanted, 1, -1)
            while read(watch, &drain, drain.count) > 0 {}
        }
    }

    /// Messages that were not handed on.
    private func names() -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(SessionSpec.messageEnding), !fed.contains(name) { names.append(name) }
        }
        return names
    }

    private func named(_ bytes: [UInt8], in name: String) -> [UInt8] {
        guard name == SessionSpec.firstMessage + SessionSpec.messageEnding else { return bytes }
        return SessionSpec.naming(getpid(), in: bytes)
    }

    private func give(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(output, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
