internal import Glibc

/// This process's own environment, read in one place: what a child sees is always composed by name.
package enum HostEnvironment {
    package static var own: [String: String] {
        var found: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if let equals = text.firstIndex(of: "=") {
                found[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            next += 1
        }
        return found
    }

    /// Where programs are looked for.
    package static var path: String { value("PATH") ?? "/usr/local/bin:/usr/bin:/bin" }

    package static func value(_ name: String) -> String? {
        guard let text = getenv(name) else { return nil }
        return String(cString: text)
    }

    /// The program that a name means along a PATH; nil when there is none.
    package static func executable(_ name: String, path: String = path) -> String? {
        if name.contains("/") { return access(name, X_OK) == 0 ? name : nil }
        return path.split(separator: ":").map { "\($0)/\(name)" }.first {
            access($0, X_OK) == 0 && !Files.isDirectory($0)
        }
    }

    /// The directory this very program lies in: its siblings are the town's other programs.
    package static var programDirectory: String? {
        Files.linkTarget("/proc/self/exe").map(Files.parent(of:))
    }
}
