/// The commands that a bead's description carries for the agent without a model.
package enum BeadScript {
    /// What stands between a line ```` ```sh ```` and the next line ```` ``` ````; nil when there is no such block.
    /// Several blocks are one script, in their order.
    package static func commands(in description: String) -> String? {
        var found: [String] = []
        var inside = false
        for line in description.split(separator: "\n", omittingEmptySubsequences: false) {
            let text = line.last == "\r" ? line.dropLast() : line
            if inside {
                if text == "```" { inside = false } else { found.append(String(text)) }
            } else if text == "```sh" {
                inside = true
            }
        }
        // A block without an end may have been cut off: half a script is never run.
        guard !inside, !found.isEmpty else { return nil }
        return found.joined(separator: "\n") + "\n"
    }
}
