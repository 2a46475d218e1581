/// One of the five fields of a schedule: its name, its range, and the names that stand for numbers.
struct CronField {
    let name: String
    let range: ClosedRange<Int>
    /// The first stands for the lower bound.
    var names: [String] = []

    static let minute = CronField(name: "minute", range: 0...59)
    static let hour = CronField(name: "hour", range: 0...23)
    static let day = CronField(name: "day of the month", range: 1...31)
    static let month = CronField(
        name: "month", range: 1...12,
        names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
    /// 7 is Sunday too.
    static let weekday = CronField(
        name: "day of the week", range: 0...7, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"])

    /// `*`, `5`, `1-5`, `*/10`, `1-30/5`, `mon-fri`, and lists of these.
    func values(_ text: String) throws(CronSchedule.Fault) -> Set<Int> {
        var values: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            values.formUnion(try self.part(String(part), of: text))
        }
        return values
    }

    private func part(_ part: String, of text: String) throws(CronSchedule.Fault) -> Set<Int> {
        let halves = part.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let body = halves.first, halves.count <= 2 else { throw fault(text) }
        var step = 1
        if halves.count == 2 {
            guard let number = Self.number(halves[1]), number > 0 else {
                throw CronSchedule.Fault(
                    sentence: "the step \"/\(halves[1])\" of the \(name) is no number above 0",
                    remedy: "Write \"*/5\" for every fifth")
            }
            step = number
        }
        let bounds: ClosedRange<Int>
        if body == "*" {
            bounds = range
        } else {
            let ends = body.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
            guard (1...2).contains(ends.count), let low = value(ends[0]), let high = value(ends[ends.count - 1]),
                low <= high
            else { throw fault(text) }
            // `5/15` is 5, 20, 35, 50.
            bounds = low...(ends.count == 1 && halves.count == 2 ? range.upperBound : high)
        }
        return Set(stride(from: bounds.lowerBound, through: bounds.upperBound, by: step))
    }

    private func value(_ word: String) -> Int? {
        if let index = names.firstIndex(of: word.lowercased()) { return range.lowerBound + index }
        return Self.number(word).flatMap { range.contains($0) ? $0 : nil }
    }

    private static func number(_ word: String) -> Int? {
        guard !word.isEmpty, word.utf8.count <= 4, word.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(word)
    }

    private func fault(_ text: String) -> CronSchedule.Fault {
        let words = names.isEmpty ? "" : ", or \(names.joined(separator: ", "))"
        return CronSchedule.Fault(
            sentence: "\"\(text)\" is no \(name)",
            remedy: "Write *, a number from \(range.lowerBound) to \(range.upperBound)\(words), a range like "
                + "\(range.lowerBound)-\(range.lowerBound + 4), a step like */2, or a list of them with commas")
    }
}
