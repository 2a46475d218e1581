import Glibc
import Host

/// What strace wrote of one run.
struct StraceRecord {
    let lines: [Substring]

    init(_ path: String) throws {
        let bytes = try Files.read(path, bytesMax: 64 << 20)
        lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }

    /// The same with each call in one piece, where it ended: other threads may have come between its beginning and that.
    var calls: [String] {
        let broken = "<unfinished ...>"
        var begun: [Substring: Substring] = [:]
        return lines.compactMap { line in
            let thread = line.prefix { $0 != " " }
            if line.hasSuffix(broken) {
                begun[thread] = line.dropLast(broken.count)
                return nil
            }
            guard let end = line.firstRange(of: " resumed>"), let beginning = begun.removeValue(forKey: thread) else {
                return String(line)
            }
            return "\(beginning)\(line[end.upperBound...])"
        }
    }

    /// The calls of this kind that have no result: the process was killed at one.
    func unfinished(_ call: SyncPoint.Call) -> [Substring] {
        lines.filter { $0.contains(" \(call.rawValue)(") && ($0.hasSuffix("= ?") || $0.contains("<unfinished")) }
    }

    /// The calls that were made to fail.
    var injected: Int { lines.count { $0.contains("(INJECTED)") } }

    /// Whether this process may trace others. With CI set it must.
    static let isPossible: Bool = {
        if HostEnvironment.value("CI") != nil { return true }
        guard let strace = HostEnvironment.executable("strace") else { return false }
        var child: pid_t = 0
        var words = [strdup(strace), strdup("-qq"), strdup("-o"), strdup("/dev/null"), strdup("true"), nil]
        defer { for word in words { free(word) } }
        guard posix_spawn(&child, strace, nil, nil, &words, environ) == 0 else { return false }
        var status: Int32 = 0
        return waitpid(child, &status, 0) == child && status == 0
    }()
}
