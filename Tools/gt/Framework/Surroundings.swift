import Glibc
import Host
import TownModel

/// What the process was started in: environment, directory, clock. Read here and nowhere else.
struct Surroundings {
    var directory: String
    var value: @Sendable (String) -> String?

    static var own: Surroundings {
        Surroundings(directory: currentDirectory()) { name in
            guard let text = getenv(name) else { return nil }
            return String(cString: text)
        }
    }

    static var now: Timestamp { .now }

    init(directory: String, value: @escaping @Sendable (String) -> String?) {
        self.directory = directory
        self.value = value
    }

    func value(_ name: String) -> String? { value(name) }

    private static func currentDirectory() -> String {
        guard let text = getcwd(nil, 0) else { return "/" }
        defer { free(text) }
        return String(cString: text)
    }
}
