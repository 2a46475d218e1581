import TownModel

/// What lies in the `directives` folders of the town and of every rig now; a bad file keeps the old text and is named.
/// Made by the store itself at start and on `config.reload`.
package struct DirectivesApply: Command {
    package typealias Reply = Done
    package static let verb = "directive.apply"
    /// All there are: what is not among them was taken away.
    package var files: [DirectiveFile]

    package init(files: [DirectiveFile]) { self.files = files }
}

/// One file of a `directives` folder.
package struct DirectiveFile: Codable, Hashable, Sendable {
    package var home: BeadHome
    /// `polecat.md`.
    package var name: String
    /// nil when it could not be used.
    package var text: String?
    /// SHA-256 of the text, or of the problem.
    package var hash: String
    /// The file could not be used: why.
    package var problem: String?

    package init(home: BeadHome, name: String, text: String?, hash: String, problem: String? = nil) {
        self.home = home
        self.name = name
        self.text = text
        self.hash = hash
        self.problem = problem
    }
}
