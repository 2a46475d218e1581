internal import TownModel
internal import Wire

/// What the texts of a bead must be.
enum BeadText {
    /// One line that says something.
    static func title(_ text: String) throws(LedgerError) -> String {
        let title = text.trimmed
        guard !title.isEmpty else { throw .refuse(.invalid, "the title is empty", hint: "say in a line what it is") }
        guard title.utf8.count <= BeadLimits.titleBytesMax else {
            throw .refuse(
                .tooLarge, "the title is over \(BeadLimits.titleBytesMax) bytes", hint: "put it in the description")
        }
        guard !title.unicodeScalars.contains(where: \.isControl) else {
            throw .refuse(.invalid, "the title has control characters", hint: "a title is one line of text")
        }
        return title
    }

    static func check(description: String) throws(LedgerError) {
        guard description.utf8.count <= BeadLimits.textBytesMax else {
            throw .refuse(.tooLarge, "the text is over \(BeadLimits.textBytesMax) bytes", hint: "say it shorter")
        }
    }

    static func check(labels: [String]) throws(LedgerError) {
        guard labels.count <= BeadLimits.labelsMax else {
            throw .refuse(.tooLarge, "more than \(BeadLimits.labelsMax) labels on one bead")
        }
        for label in labels {
            guard !label.isEmpty, label.utf8.count <= BeadLimits.labelBytesMax,
                !label.unicodeScalars.contains(where: \.isControl)
            else {
                throw .refuse(
                    .invalid, "not a label: \(label.debugDescription)",
                    hint: "1 to \(BeadLimits.labelBytesMax) bytes on one line")
            }
        }
    }
}

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool { properties.generalCategory == .control }
}
