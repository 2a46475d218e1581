import FormulaFiles
import Host
import TownModel

extension Invocation {
    /// Of the rig that is named, else of the one that the current directory is in; the built-in formulas and the user's own
    /// are there outside of towns too.
    func formulaPlaces(rig named: RigName?) throws(CommandFailure) -> FormulaPlaces {
        let home = surroundings.value("HOME")
        guard let layout = try townIfAny() else {
            if let named {
                throw .configuration(
                    "there is no town here, so that there is no rig \(named)", hint: "name the town with --town")
            }
            return FormulaPlaces(nil, rig: nil, directory: surroundings.directory, home: home)
        }
        let here = layout.rig(containing: surroundings.directory)
        if let named, !Files.exists(layout.rig(named)) {
            throw CommandFailure(
                .refused, code: "not-found", "there is no rig \(named)", about: named.text, hint: "gt rig list")
        }
        // The repository here is not that of a rig elsewhere.
        let isElsewhere = named != nil && here != nil && named != here
        return FormulaPlaces(
            layout, rig: named ?? here, directory: isElsewhere ? nil : surroundings.directory, home: home)
    }

    /// nil where there is none: what needs none works there too. A town that is named must be one.
    func townIfAny() throws(CommandFailure) -> TownLayout? {
        if let meant = try townHere() { return meant }
        guard let home = surroundings.value("HOME"), Places.isTown("\(home)/gt") else { return nil }
        return TownLayout(root: "\(home)/gt")
    }
}
