/// The formulas that come with the program: texts like everybody's, looked for last, so that a town or a rig replaces one
/// by a file of the same name.
package enum ShippedFormulas {
    /// Their source, in messages and lists, in place of a folder.
    package static let folder = "gt:formulas"

    /// By name, in the order of the alphabet.
    package static let all: [(name: String, path: String, text: String)] = files.map { name, bytes in
        (name, "\(folder)/\(name).formula.toml", String(decoding: bytes, as: UTF8.self))
    }

    /// Embedded when the program is built, so that it stays one file.
    private static let files: [(name: String, bytes: [UInt8])] = [
        ("code-review", PackageResources.code_review_formula_toml),
        ("conflict-rework", PackageResources.conflict_rework_formula_toml),
        ("deacon-patrol", PackageResources.deacon_patrol_formula_toml),
        ("polecat-work", PackageResources.polecat_work_formula_toml),
        ("refinery-patrol", PackageResources.refinery_patrol_formula_toml),
        ("release", PackageResources.release_formula_toml),
        ("rule-of-five", PackageResources.rule_of_five_formula_toml),
        ("shiny", PackageResources.shiny_formula_toml),
        ("towers-of-hanoi", PackageResources.towers_of_hanoi_formula_toml),
        ("town-shutdown", PackageResources.town_shutdown_formula_toml),
        ("witness-patrol", PackageResources.witness_patrol_formula_toml),
    ]
}
