internal import TownModel

/// From beads back to a formula: a tree of work that was done once, as a text from which it can be done again.
///
/// - A bead with children is a group. An epic ends with its children, as a group does; any other bead is worked at itself too,
///   so its own work is a step of its group, which whoever waits for the bead needs.
/// - What a bead waits for is what its step needs; that a child waits with its parent is what a group does.
/// - Who did it, and when, is not kept.
package enum Distilling {
    /// Pure: the same beads give the same text, byte for byte.
    package static func distill(_ tree: BeadTree, _ order: DistillOrder) throws(DistillFault) -> Distillate {
        let name = order.name ?? fallback(StepNames.slug(tree.root.title))
        try check(name: name)
        try check(order.names)
        var writing = DistilledSteps(tree)
        guard !writing.top.isEmpty else {
            throw DistillFault(
                sentence: "\(tree.root.id) has no parts that could be steps",
                remedy: "gt bead create --parent \(tree.root.id) makes one")
        }
        var concealing = Concealing(order.names)
        let title = concealing.conceal(tree.root.title)
        let description = tree.root.description.map { concealing.conceal($0) }
        let steps = writing.text(&concealing)
        var warnings = writing.warnings
        for (value, name) in order.names.sorted(by: { $0.key < $1.key }) where concealing.used[name] != value {
            warnings.append("no text says \(value.debugDescription), so nothing became {{\(name)}}")
        }
        var lines = ["# Made from \(tree.root.id): \(TOMLText.comment(tree.root.title))", "formula = \"\(name)\""]
        lines += ["type = \"workflow\"", "version = 1"]
        if let description, !description.isEmpty { lines.append("description = \(TOMLText.string(description))") }
        lines.append(contentsOf: variables(concealing))
        return Distillate(
            name: name, title: title, text: lines.joined(separator: "\n") + "\n" + steps, warnings: warnings)
    }

    /// A text that was replaced is the default of what stands for it; what was a variable before must be given.
    private static func variables(_ concealing: Concealing) -> [String] {
        var lines: [String] = []
        for name in concealing.found.union(concealing.used.keys).sorted() {
            let value = concealing.used[name].map { "default = \(TOMLText.string($0))" }
            lines += ["", "[vars.\(name)]", value ?? "required = true"]
        }
        return lines
    }

    private static func fallback(_ slug: String) -> String { slug.isEmpty ? "distilled" : slug }

    private static func check(name: String) throws(DistillFault) {
        let isGood =
            name.utf8.count <= 100
            && name.utf8.allSatisfy { byte in
                Braces.isName("_" + String(decoding: [byte], as: UTF8.self))
                    || [UInt8(ascii: "."), UInt8(ascii: "-")].contains(byte)
            }
        guard isGood, let first = name.utf8.first, first != UInt8(ascii: "."), first != UInt8(ascii: "-") else {
            throw DistillFault(
                sentence: "\(name.debugDescription) is no name of a formula",
                remedy: "letters, digits and . _ - after the first, 100 at most: tidy-up")
        }
    }

    private static func check(_ names: [String: String]) throws(DistillFault) {
        var known: [String: String] = [:]
        for (value, name) in names.sorted(by: { $0.key < $1.key }) {
            guard Braces.isName(name) else {
                throw DistillFault(
                    sentence: "\(name.debugDescription) is no name of a variable",
                    remedy: "A name has letters, digits and _, and begins with no digit: --var auth=component")
            }
            guard !value.isEmpty, !Braces.hasAny(value) else {
                throw DistillFault(
                    sentence: "\(value.debugDescription) is no text that a variable can stand for",
                    remedy: "Name a word of the beads, without {{: --var auth=component")
            }
            if let other = known.updateValue(value, forKey: name) {
                throw DistillFault(
                    sentence: "{{\(name)}} would stand for \(other.debugDescription) and \(value.debugDescription)",
                    remedy: "Give them two names")
            }
        }
    }
}
