import Hashing
import Host
import TownModel
import Wire

/// The `directives` folders: what the town and its rigs add to the texts of roles.
extension TownFiles {
    func directives(rigs: [RigName]) -> DirectivesApply {
        DirectivesApply(files: ([.hq] + rigs.map(BeadHome.rig)).flatMap(files))
    }

    private func files(of home: BeadHome) -> [DirectiveFile] {
        let folder = layout.directives(home.rig)
        return Files.names(in: folder).filter { $0.hasSuffix(".md") }.map { name in
            do {
                let text = try text(of: "\(folder)/\(name)", name)
                return DirectiveFile(home: home, name: name, text: text, hash: SHA256.hex(text))
            } catch {
                return DirectiveFile(
                    home: home, name: name, text: nil, hash: SHA256.hex("\(error)"), problem: "\(error)")
            }
        }
    }

    private func text(of path: String, _ name: String) throws(HostError) -> String {
        guard RoleText.allCases.contains(where: { $0.fileName == name }) else {
            let known = RoleText.allCases.map(\.fileName).joined(separator: ", ")
            throw .unreadable(path: path, reason: "no role has that name; there are: \(known)")
        }
        let bytes = try Files.read(path, bytesMax: StoreLimits.directiveBytesMax)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .unreadable(path: path, reason: "it is not UTF-8 text")
        }
        return text
    }
}
