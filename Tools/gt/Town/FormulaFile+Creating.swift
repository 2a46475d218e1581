import FormulaFiles
import Host
import TownModel
import Wire

extension FormulaFile {
    /// Writes a file that is not there yet. Throws 1 when something of that name is there, and leaves it as it is.
    static func create(_ path: String, text: String) throws(CommandFailure) {
        do throws(HostError) {
            if Files.exists(path) { throw .system(call: "link", path: path, errno: alreadyThere) }
            let draft = "\(Files.parent(of: path))/.\(FreshID.command()).new"
            try Files.writeAtomically(Array(text.utf8), to: draft, mode: 0o644)
            defer {
                // Only a second name by now, or nothing: what stays of it hinders nobody.
                try? Files.removeTree(draft)
            }
            // Unlike a rename it never takes the place of what came between.
            try Files.link(draft, as: path)
        } catch .system(_, _, alreadyThere) {
            throw isThere(path)
        } catch {
            throw CommandFailure(error)
        }
    }

    static func isThere(_ path: String) -> CommandFailure {
        CommandFailure(
            .refused, code: "conflict", "\(path) is there already, and is left as it is", about: name(ofPath: path),
            hint: "take another name, or edit that file")
    }

    /// EEXIST.
    private static let alreadyThere: Int32 = 17
}
