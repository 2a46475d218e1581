import Host

/// What `git config gt.town` says where a command runs: a checkout can be bound to a town elsewhere.
///
/// Asked once a run, and only where nothing nearer names a town: asking git costs a process.
enum TownBinding: Sendable {
    case none
    case bound(to: String)
    /// The repository may be bound, but what it says can't be read: no other town is taken in its stead.
    case unreadable(CommandFailure)

    /// Whether a command line names its town itself, or needs none.
    static func isNamed(in words: [String]) -> Bool {
        words.contains {
            $0.hasPrefix("--town") || $0.hasPrefix("--remote") || $0 == "--help" || $0 == "-h"
        }
    }

    /// Of the repository that the current directory lies in. `words`: the command line, which may name a town itself.
    static func here(_ words: [String], _ surroundings: Surroundings = .own) async -> TownBinding {
        let discovery = TownDiscovery(surroundings: surroundings, isTown: Places.isTown)
        guard !isNamed(in: words), surroundings.value("GT_TOWN")?.isEmpty ?? true, discovery.nearest == nil,
            let top = TownDiscovery.upward(from: surroundings.directory).first(where: { Files.exists("\($0)/.git") })
        else { return .none }
        do throws(HostError) {
            guard let path = try await Git.setting("gt.town", in: surroundings.directory), !path.isEmpty else {
                return .none
            }
            return .bound(to: path.hasPrefix("/") || path.hasPrefix("~/") ? path : "\(top)/\(path)")
        } catch {
            return .unreadable(CommandFailure(error))
        }
    }
}
