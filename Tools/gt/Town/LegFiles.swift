import Host
import TownModel
import Wire

/// Files that steps of a molecule have written: of a leg that only looks, in the work that is kept under its ref.
struct LegFiles {
    /// Bytes of one file: a report, not a dataset.
    static let bytesMax = 1 << 20

    /// One step's.
    struct File: Encodable, Hashable {
        let step: BeadID
        let path: String
        /// Where it is; nil: it landed, or is not written yet.
        let head: CommitID?
        let state: StepState
    }

    let client: TownClient

    /// Of every step that is to write one.
    func list(of root: BeadID) async throws(CommandFailure) -> [File] {
        var files: [File] = []
        var after: Int64? = 0
        while let from = after {
            let page = try await client.query(MoleculeSteps(molecule: root, after: from, limit: 500))
            for step in page.steps {
                guard let path = step.step.metadata?["output"], let id = BeadID("\(root).\(step.number)") else {
                    continue
                }
                files.append(
                    File(step: id, path: path, head: step.output?["head"].flatMap(CommitID.init), state: step.state))
            }
            after = page.next
        }
        return files
    }

    /// Puts the files of the legs before a step into its worktree, where its text says that they are. What is there already is left.
    func fetch(for session: OwnSession) async throws {
        guard let step = StepID(session.assignment.bead.text), let worktree = session.worktree else { return }
        let files: [File]
        do throws(CommandFailure) {
            files = try await list(of: step.root)
        } catch {
            // Its parent is no molecule: it is a bead like any.
            guard ["not-found", "conflict"].contains(error.code) else { throw error }
            return
        }
        for file in files where file.head != nil { _ = try await write(file, into: worktree, session.git) }
    }

    /// Gives whether it was written: what is there, or is nowhere, is not.
    func write(_ file: File, into directory: String, _ git: Git) async throws(CommandFailure) -> Bool {
        let path = "\(directory)/\(file.path)"
        do throws(HostError) {
            // Nothing is written outside of the directory, whatever a graph says.
            guard !file.path.hasPrefix("/"), !file.path.split(separator: "/").contains("..") else { return false }
            guard let head = file.head, !Files.exists(path),
                let bytes = try await git.bytes(ofBlob: "\(head):\(file.path)", bytesMax: Self.bytesMax)
            else { return false }
            try Files.makeDirectory(Files.parent(of: path))
            try Files.writeAtomically(bytes, to: path, mode: 0o644)
            return true
        } catch {
            throw CommandFailure(error)
        }
    }
}

extension OwnSession {
    /// nil for who has none.
    fileprivate var worktree: String? { assignment.base == nil ? nil : assignment.worktree }
}
