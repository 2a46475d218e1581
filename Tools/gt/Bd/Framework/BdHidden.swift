import ArgumentParser
import TownModel
import Wire

/// What lists leave out unless it is asked for: templates and gates; and wisps' rows, which a file should not have.
struct BdHidden: ParsableArguments {
    @Flag(help: "Templates too.") var includeTemplates = false
    @Flag(help: "Gates too.") var includeGates = false

    func hide(from selection: inout BeadSelection) {
        selection.includeTemplates = includeTemplates
        selection.includeEphemeral = false
        if selection.types.isEmpty, !includeGates { selection.exceptTypes = [.gate] }
    }
}
