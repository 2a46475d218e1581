internal import TownModel

/// Fills the templates of one convoy, and keeps what was wrong with them.
struct ConvoyTexts {
    private(set) var problems: [FormulaProblem] = []

    mutating func fill(_ text: String, _ words: ConvoyWords, at place: FormulaPlace, key: String) -> String {
        let place = FormulaPlace(path: place.path, line: place.line, key: key)
        let template: Template
        do {
            template = try Template(text)
        } catch {
            report(error, in: text, at: place)
            return text
        }
        for fault in template.faults(offered: .table(words.shapes)) { report(fault, in: text, at: place) }
        return template.rendered(with: .table(words.values))
    }

    /// A path below the folder that the convoy works in; nil, and reported, when it is none.
    mutating func path(_ path: String, at place: FormulaPlace, key: String) -> String? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let sentence: String? =
            if path.isEmpty {
                "this path is empty"
            } else if path.hasPrefix("/") || path.hasPrefix("~") {
                "\"\(path)\" is not below the folder that is worked in"
            } else if parts.contains("..") {
                "\"\(path)\" climbs out of the folder that is worked in"
            } else if path.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
                "the path has control characters in it"
            } else {
                nil
            }
        guard let sentence else { return path }
        problems.append(
            FormulaProblem(
                at: FormulaPlace(path: place.path, line: place.line, key: key), sentence,
                remedy: "Write a relative path without \"..\", and look at the variables that are filled in."))
        return nil
    }

    mutating func add(_ more: [FormulaProblem]) { problems += more }

    private mutating func report(_ fault: Template.Fault, in text: String, at place: FormulaPlace) {
        let isLong = text.contains(where: \.isNewline)
        let problem = FormulaProblem(
            at: place, isLong ? "in line \(fault.line) of this text \(fault.sentence)" : fault.sentence,
            remedy: fault.remedy)
        // A base prompt is filled once a leg, and wrong once.
        if !problems.contains(problem) { problems.append(problem) }
    }
}
