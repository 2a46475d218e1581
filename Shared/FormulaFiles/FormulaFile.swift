package import Formulas
internal import Host

/// A formula's file, or an overlay's: what its name says, and its text as far as it can be had.
package enum FormulaFile {
    package static let suffixes = [".formula.toml", ".formula.json"]
    /// Of a formula's text: more than a thousand long steps have.
    package static let bytesMax = 4 << 20

    /// Whether a word of the command line means a file, not a formula's name.
    package static func isPath(_ word: String) -> Bool {
        word.contains("/") || word.hasSuffix(".toml") || word.hasSuffix(".json")
    }

    /// The formula's name by its file's; nil for other files.
    package static func name(of file: String) -> String? {
        suffixes.first { file.hasSuffix($0) && file.count > $0.count }.map { String(file.dropLast($0.count)) }
    }

    /// The same for a file that somebody named: also `x.toml` is a formula then.
    package static func name(ofPath path: String) -> String {
        let file = String(path.split(separator: "/").last ?? "")
        if let name = name(of: file) { return name }
        for suffix in [".toml", ".json"] where file.hasSuffix(suffix) { return String(file.dropLast(suffix.count)) }
        return file
    }

    /// The text of a file that was found in a folder. Links are not followed: what lies in a repository must not make
    /// anybody read what lies elsewhere.
    package static func found(_ path: String) throws(FormulaProblem) -> String {
        if Files.linkTarget(path) != nil {
            throw problem(
                path, "it is a symbolic link, and those are not followed here",
                remedy: "Put the file itself there, or name the other file by its path.")
        }
        return try text(path)
    }

    /// The text of a file that somebody named: a link is followed.
    package static func text(_ path: String) throws(FormulaProblem) -> String {
        guard let target = Files.resolved(path), Files.isFile(target) else {
            let isThere = Files.exists(path)
            throw problem(
                path, isThere ? "it is no file" : "there is no such file",
                remedy: isThere ? "Name a file that ends in \(suffixes[0])." : "Check the path.")
        }
        do throws(HostError) {
            guard (Files.size(of: target) ?? 0) <= bytesMax else {
                throw .unreadable(path: path, reason: "it is over \(bytesMax >> 20) MiB")
            }
            guard let text = String(validating: try Files.read(target, bytesMax: bytesMax), as: UTF8.self) else {
                throw .unreadable(path: path, reason: "it is not UTF-8 text")
            }
            return text
        } catch .unreadable(_, let reason) {
            throw problem(path, reason, remedy: "A formula is a text of at most \(bytesMax >> 20) MiB.")
        } catch {
            throw problem(path, "\(error)", remedy: "Make it readable, or take it away.")
        }
    }

    /// Of a whole file.
    package static func problem(
        _ path: String, _ sentence: String, remedy: String, severity: FormulaProblem.Severity = .error
    ) -> FormulaProblem {
        FormulaProblem(severity, at: FormulaPlace(path: path, line: 1, key: ""), sentence, remedy: remedy)
    }
}
