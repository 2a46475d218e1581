internal import SourceText

extension FormulaReader {
    /// Those of `vars`, then a convoy's `inputs`.
    func variables(_ top: FormulaSection) -> [FormulaVariable] {
        var variables: [FormulaVariable] = []
        for table in ["vars", "inputs"] {
            guard let section = top.section(table) else { continue }
            for entry in section.entries {
                let place = section.place(of: entry.key)
                if let known = variables.first(where: { $0.name == entry.key }) {
                    problem(
                        at: place, "the variable \"\(entry.key)\" is there already, in line \(known.place.line)",
                        remedy: "Take one of them out")
                }
                if !Self.isName(entry.key) {
                    problem(
                        at: place, "\"\(entry.key)\" is no name of a variable",
                        remedy: "A name has letters, digits and _, and begins with no digit")
                }
                variables.append(variable(section, entry, isInput: table == "inputs"))
            }
        }
        return variables
    }

    private func variable(_ section: FormulaSection, _ entry: SourceEntry, isInput: Bool) -> FormulaVariable {
        var variable = FormulaVariable(name: entry.key, place: section.place(of: entry.key))
        guard case .table = entry.node.value, let section = section.section(entry.key) else {
            variable.defaultValue = section.word(entry.key)
            return variable
        }
        section.check(
            ["description", "default", "required", "enum", "pattern", "type"] + (isInput ? ["required_unless"] : []))
        variable.description = section.text("description")
        variable.defaultValue = section.word("default")
        variable.isRequired = section.flag("required") ?? false
        variable.pattern = section.text("pattern")
        if let list = section.node("enum") {
            variable.allowed = section.texts("enum").map(\.value)
            if list.value == .list([]) {
                section.problem(at: "enum", "nothing is allowed", remedy: "Write the values, or take it out")
            }
        }
        if isInput, section.node("required_unless") != nil {
            variable.requiredUnless = section.texts("required_unless").map(\.value)
        }
        if let type = section.text("type") {
            if let kind = type == "number" ? .int : FormulaVariable.Kind(rawValue: type) {
                variable.kind = kind
            } else {
                section.problem(
                    at: "type", "there is no type \"\(type)\"", remedy: "There are: string, int (or number), bool")
            }
        }
        if variable.isRequired, variable.defaultValue != nil {
            // A real formula says both, so it is no error; what it can mean is the default.
            problem(
                .warning, at: section.place(of: "required"), "a variable with a default is never required",
                remedy: "Take required or default out")
            variable.isRequired = false
        }
        return variable
    }

    private static func isName(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first, !("0"..."9").contains(first) else { return false }
        return name.unicodeScalars.allSatisfy {
            $0 == "_" || $0.isASCII && $0.properties.isAlphabetic || ("0"..."9").contains($0)
        }
    }
}
