import RefineryCore
import TownModel

/// The messages of the commits that bring a request in. By its trailer a landing is found again: only the last commit of
/// a request has it, and nothing else in a commit of ours can look like it.
enum LandingMessage {
    static func merge(_ request: MergeRequest) -> String {
        "Merge \(request.bead): \(SafeText.line(request.title))\n\n" + trailers(request)
    }

    static func squash(_ request: MergeRequest) -> String {
        "\(SafeText.line(request.title)) (\(request.bead))\n\n" + trailers(request, namesHead: true)
    }

    /// A worker's own message, which may hold anything, for a commit that is ours now.
    static func replay(_ message: String, of request: MergeRequest, isLast: Bool) -> String {
        var text = defused(message)
        while text.last?.isNewline == true { text.removeLast() }
        if text.allSatisfy(\.isWhitespace) { text = "\(SafeText.line(request.title)) (\(request.bead))" }
        guard isLast else { return text + "\n" }
        return text + (endsWithTrailers(text) ? "\n" : "\n\n") + trailers(request, namesHead: true)
    }

    /// `namesHead`: for a commit that has not the head as its parent.
    private static func trailers(_ request: MergeRequest, namesHead: Bool = false) -> String {
        var trailers = [(LandingMark.bead, request.bead.text), (LandingMark.request, request.id.text)]
        if let convoy = request.convoy { trailers.append(("Gt-Convoy", convoy.text)) }
        trailers.append(("Gt-Worker", request.worker.description))
        if namesHead { trailers.append((LandingMark.head, request.head.text)) }
        return trailers.map { "\($0.0): \($0.1)\n" }.joined()
    }

    /// Without the keys by which our landings are found, in whichever letters.
    private static func defused(_ message: String) -> String {
        defused(defused(message, of: LandingMark.request), of: LandingMark.head)
    }

    private static func defused(_ message: String, of key: String) -> String {
        let key = Array(key.utf8)
        var bytes = Array(message.utf8)
        var index = 0
        while index + key.count <= bytes.count {
            let here = bytes[index..<index + key.count]
            if zip(here, key).allSatisfy({ $0 | 0x20 == $1 | 0x20 }) { bytes[index + 2] = UInt8(ascii: "_") }
            index += 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether its last paragraph, which is not its first, is nothing but `Key: value`.
    private static func endsWithTrailers(_ text: String) -> Bool {
        let paragraphs = text.split(separator: "\n\n")
        guard paragraphs.count > 1, let last = paragraphs.last else { return false }
        return last.split(separator: "\n").allSatisfy { line in
            guard let colon = line.firstIndex(of: ":") else { return false }
            let key = line[..<colon]
            return !key.isEmpty && key.utf8.allSatisfy { isKeyByte($0) } && line[colon...].hasPrefix(": ")
        }
    }

    private static func isKeyByte(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
