import FormulaFiles
import Host
import TownModel

@testable import gt

/// Folders with formulas in a directory of their own, beside which nothing runs.
final class FormulaFolders {
    let root: String
    let layout: TownLayout
    let web = RigName("web")

    init() throws {
        root = try TemporaryFolder.make("gt-formulas")
        layout = TownLayout(root: root, runtimeDirectory: root)
        try Files.makePrivateDirectory("\(root)/.gt")
        if let web { try Files.makePrivateDirectory(layout.rig(web)) }
    }

    deinit {
        // Nothing can be done about a temporary directory that stays.
        try? Files.removeTree(root)
    }

    var inRig: FormulaPlaces {
        FormulaPlaces(layout, rig: web, directory: "\(root)/repo/src", home: "\(root)/home")
    }

    /// With the town's folder as the beginning of relative paths.
    func write(_ path: String, _ text: String) throws {
        let path = "\(root)/\(path)"
        try Files.makePrivateDirectory(Files.parent(of: path))
        try Files.writeAtomically(text, to: path)
    }

    static func text(_ name: String, title: String = "Do it") -> String {
        "formula = \"\(name)\"\n\n[[steps]]\nid = \"do\"\ntitle = \"\(title)\"\n"
    }
}

enum TemporaryFolder {
    static func make(_ name: String) throws -> String {
        let path = "/tmp/\(name)-\(FreshID.command())"
        try Files.makePrivateDirectory(path)
        return Files.resolved(path) ?? path
    }
}
