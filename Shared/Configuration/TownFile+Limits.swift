internal import TownModel

extension TownLimits {
    /// `[limits]` of the town's file.
    init(_ table: StrictTable) throws(ConfigurationError) {
        self.init()
        polecatsMax = try table.number("polecats_max", in: 1...Self.polecatsMost)
        if let named = try table.table("presets") {
            var caps: [String: Int] = [:]
            for name in named.keys { caps[name] = try named.number(name, in: 1...Self.polecatsMost) }
            presets = caps.isEmpty ? nil : caps
        }
        if let load = try table.decimal("load_max") {
            let percent = load * 100
            guard percent >= 1, percent <= Double(Self.loadMostPercent) else {
                throw table.failure(
                    "\"load_max\" is a load for each core from 0.01 to \(Self.loadMostPercent / 100)", at: "load_max")
            }
            loadMaxPercent = Int(percent.rounded())
        }
        guard table.isText("memory_min") else {
            memoryMinMB = try table.number("memory_min", in: 1...Self.memoryMostMB)
            return
        }
        let text = try table.text("memory_min") ?? ""
        guard text.hasSuffix("%"), let percent = Int(text.dropLast()), (1...99).contains(percent) else {
            throw table.failure(
                "\"memory_min\" is a number of MB, or a part from \"1%\" to \"99%\", not \"\(text)\"", at: "memory_min")
        }
        memoryMinPercent = percent
    }
}
