import Host
import TownModel

/// The checkouts of runs that have ended, `rigs/<rig>/refinery/spare/<run>`: the next run takes one over, and git writes
/// only what differs. A whole checkout for each run would cost the more, the larger the repository is.
///
/// A spare tree is a room with nothing in it but the files of a commit and git's index of them. There are never more of
/// them than runs were under way at the same time.
struct SpareTrees {
    let directory: String
    let git: Git

    init(refinery: String, git: Git) {
        directory = "\(refinery)/\(Self.name)"
        self.git = git
    }

    static let name = "spare"

    /// Moves one into a room, for that run alone; nil: there is none.
    func take(into room: String) -> SpareTree? {
        let carried = "\(room)/carried"
        for name in Files.names(in: directory) {
            // Losing the error is right: another run was quicker, and a checkout of one's own does as well.
            guard (try? Files.rename("\(directory)/\(name)", to: carried, isDurable: false)) != nil else { continue }
            return SpareTree(path: carried)
        }
        return nil
    }

    /// Makes one of a room that nobody is in any more.
    func keep(_ room: String, named name: String) async throws(HostError) {
        let spare = SpareTree(path: room)
        try await git.cleanse(spare.files, index: spare.index)
        for name in Files.names(in: room) where !SpareTree.parts.contains(name) {
            try Files.removeTree("\(room)/\(name)")
        }
        try Files.makeDirectory(directory, mode: Files.privateDirectoryMode, isDurable: false)
        try Files.rename(room, to: "\(directory)/\(name)", isDurable: false)
    }
}

/// Files of a commit, and git's index of them.
struct SpareTree {
    let path: String

    var files: String { "\(path)/\(Self.parts[0])" }
    var index: String { "\(path)/\(Self.parts[1])" }
    static let parts = ["tree", "index"]
}
