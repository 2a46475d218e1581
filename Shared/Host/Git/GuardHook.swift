/// The hooks of a rig's bare clone that keep everybody's hands but the town's own off the refs that matter.
///
/// All worktrees of a rig share one clone, so one careless command in any of them could move a target branch, drop a
/// submitted head, or put work into the one stash that everybody shares. The hooks stop mistakes; whoever wants to can
/// get around them, and the Refinery's compare-and-swap is the line behind.
package struct GuardHook: Hashable, Sendable {
    /// The target branches, e.g. `main`.
    package var targets: [String]

    package init(targets: [String]) { self.targets = targets }

    /// Writes both hooks where they are missing or different, and has the clone use its own hooks directory, whatever
    /// the user's configuration says. True when something was changed.
    @discardableResult
    package func install(in git: Git) async throws(HostError) -> Bool {
        // A town that was moved away must not be begun anew where it was.
        guard Files.isDirectory(git.repository) else {
            throw .unreadable(path: git.repository, reason: "it is not there: was the town moved or removed?")
        }
        let hooks = "\(git.repository)/hooks"
        try Files.makeDirectory(hooks)
        var changed = false
        for (name, text) in scripts where !isInPlace("\(hooks)/\(name)", text) {
            try Files.writeAtomically(text, to: "\(hooks)/\(name)", mode: 0o755)
            changed = true
        }
        if try await git.configuration("core.hooksPath") != hooks {
            try await git.setConfiguration("core.hooksPath", hooks)
            changed = true
        }
        return changed
    }

    /// What is not as `install` leaves it, in words; empty when the guard stands.
    package func gaps(in git: Git) async throws(HostError) -> [String] {
        let hooks = "\(git.repository)/hooks"
        var found = scripts.filter { !isInPlace("\(hooks)/\($0.name)", $0.text) }.map {
            Files.exists("\(hooks)/\($0.name)") ? "hooks/\($0.name) was changed" : "hooks/\($0.name) is missing"
        }
        if try await git.configuration("core.hooksPath") != hooks { found.append("core.hooksPath names other hooks") }
        return found
    }

    private var scripts: [(name: String, text: String)] {
        [("reference-transaction", referenceTransaction), ("pre-push", prePush)]
    }

    private func isInPlace(_ path: String, _ text: String) -> Bool {
        // What can't be read is not ours.
        guard let known = try? Files.readText(path) else { return false }
        return known == text && HostEnvironment.executable(path) != nil
    }

    /// Asked by git before any refs change: each line is `<old> <new> <ref>`.
    package var referenceTransaction: String {
        let branches = targets.map { "refs/heads/\($0)" }.sorted().map(Self.quoted).joined(separator: " | ")
        let guardTargets = branches.isEmpty ? "" : "    \(branches))\n      allowed='refinery' ;;\n"
        return """
            #!/bin/sh
            # Installed by gt, and again when it differs. Only the refinery moves target branches.
            [ "$1" = prepared ] || exit 0
            while read -r old new ref; do
              case "$ref" in
            \(guardTargets)    refs/gt/submitted/*)
                  allowed='refinery done' ;;
                refs/gt/rescue/*)
                  allowed='refinery witness' ;;
                refs/gt/* | refs/stash)
                  allowed='refinery' ;;
                *)
                  continue ;;
              esac
              case " $allowed " in
                *" ${GT_REF_WRITER:-nobody} "*) continue ;;
              esac
              echo "gt: $ref is kept by the town and was not changed." >&2
              case "$ref" in
                refs/stash) echo "gt: commit instead of stash: the stash is shared by every worktree of this rig." >&2 ;;
                *) echo "gt: commit on your own branch; 'gt done' hands your work in, and the refinery lands it." >&2 ;;
              esac
              exit 1
            done
            exit 0

            """
    }

    /// Asked by git before a push. The Refinery pushes without asking it.
    package var prePush: String {
        """
        #!/bin/sh
        # Installed by gt, and again when it differs. Work reaches the remote through the refinery.
        [ "$GT_REF_WRITER" = refinery ] && exit 0
        echo "gt: nothing was pushed: 'gt done' hands your work in, and the refinery lands it on the remote." >&2
        exit 1

        """
    }

    /// One word for the shell, whatever characters a branch's name has.
    private static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}
