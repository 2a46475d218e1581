import Host
package import TownModel
import WitnessCore

extension GitWorktrees {
    package func emptyTrash(olderThan moment: Timestamp) async {
        let trash = layout.trash(rig)
        let oldest = Files.names(in: trash).compactMap { name in
            Files.changedAt("\(trash)/\(name)").map { (path: "\(trash)/\(name)", at: $0) }
        }.sorted { $0.at < $1.at }
        for item in oldest where item.at < moment || isDiskFull(trash) {
            // What can't be removed now stays in the trash, where the next look finds it again.
            try? Files.removeTree(item.path)
        }
    }

    private func isDiskFull(_ path: String) -> Bool {
        Files.diskUse(at: path).map { $0 > WitnessLimits.diskUseMax } ?? false
    }
}
