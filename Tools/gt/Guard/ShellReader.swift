/// Takes a shell's line apart: words, quotes, lists, pipes, groups, substitutions, redirections.
///
/// As much of the grammar as it takes to see which programs are called with which words. It is no shell: a guard against
/// mistakes need not understand what is written to fool it, but must not trip over what is written in earnest.
struct ShellReader {
    /// Why a line can't be taken apart.
    struct Problem: Error, Hashable {
        let text: String
    }

    private let text: [Unicode.Scalar]
    private var at = 0
    /// Delimiters of here-documents whose bodies begin on the next line.
    private var documents: [String] = []
    private(set) var commands: [[ShellWord]] = []

    init(_ text: String) { self.text = Array(text.unicodeScalars) }

    private init(_ text: [Unicode.Scalar], at: Int) {
        self.text = text
        self.at = at
    }

    /// Every simple command of a line, those in substitutions too, in the order in which they are written.
    static func commands(_ line: String) throws(Problem) -> [[ShellWord]] {
        var reader = ShellReader(line)
        try reader.list(until: nil)
        return reader.commands
    }

    private var next: Unicode.Scalar? { at < text.count ? text[at] : nil }

    private func peek(_ distance: Int = 1) -> Unicode.Scalar? {
        at + distance < text.count ? text[at + distance] : nil
    }

    /// Commands up to a closing parenthesis, or to the end.
    private mutating func list(until end: Unicode.Scalar?) throws(Problem) {
        var words: [ShellWord] = []
        var depth = 0
        func close(_ commands: inout [[ShellWord]]) {
            if !words.isEmpty { commands.append(words) }
            words = []
        }
        while let scalar = next {
            switch scalar {
            case " ", "\t", "\r": at += 1
            case "\\" where peek() == "\n": at += 2
            case "#":
                while let next, next != "\n" { at += 1 }
            case "\n":
                close(&commands)
                at += 1
                try skipDocuments()
            case "&" where peek() == ">":
                at += 1
                try redirection()
            case ";", "&", "|":
                close(&commands)
                at += 1
            case "(":
                close(&commands)
                depth += 1
                at += 1
            case ")":
                close(&commands)
                at += 1
                if depth == 0, end == ")" { return }
                depth = max(0, depth - 1)
            case "<" where peek() == "(", ">" where peek() == "(":
                at += 1
                words.append(try substitution())
            case "<", ">": try redirection()
            default:
                let word = try word()
                // The number of a descriptor is part of the redirection behind it.
                let isDescriptor = word.isKnown && !word.text.isEmpty && word.text.allSatisfy(\.isNumber)
                if isDescriptor, next == "<" || next == ">" { continue }
                words.append(word)
            }
        }
        close(&commands)
        if end != nil { throw Problem(text: "a parenthesis is never closed") }
    }

    /// The operator and the word behind it: neither is part of the command.
    private mutating func redirection() throws(Problem) {
        let start = at
        while let scalar = next, scalar == "<" || scalar == ">" || scalar == "&" || scalar == "|" {
            // `<(` begins a substitution of its own.
            if at > start, peek() == "(" { break }
            at += 1
        }
        let operation = String(String.UnicodeScalarView(text[start..<at]))
        if next == "-", operation.hasPrefix("<<") || operation.hasSuffix("&") { at += 1 }
        while next == " " || next == "\t" { at += 1 }
        guard let scalar = next, !Self.ends.contains(scalar) else { return }
        let target = try word()
        if operation == "<<" { documents.append(target.text) }
    }

    /// What a here-document says is text for a program.
    private mutating func skipDocuments() throws(Problem) {
        for delimiter in documents {
            while true {
                guard at < text.count else { throw Problem(text: "the here-document \(delimiter) never ends") }
                let start = at
                while let next, next != "\n" { at += 1 }
                let line = String(String.UnicodeScalarView(text[start..<at]))
                at = min(at + 1, text.count)
                if line == delimiter || String(line.drop { $0 == "\t" }) == delimiter { break }
            }
        }
        documents = []
    }

    private static let ends: Set<Unicode.Scalar> = [" ", "\t", "\r", "\n", ";", "&", "|", "(", ")", "<", ">"]

    private mutating func word() throws(Problem) -> ShellWord {
        var word = ShellWord(text: "", hasTilde: next == "~")
        while let scalar = next, !Self.ends.contains(scalar) {
            at += 1
            switch scalar {
            case "\\":
                if let escaped = next, escaped != "\n" { word.add(escaped) }
                at += 1
            case "'": try quoted(&word)
            case "\"": try doublyQuoted(&word)
            case "`": try backquoted(&word)
            case "$": try expansion(&word, inQuotes: false)
            default: word.add(scalar)
            }
        }
        at = min(at, text.count)
        return word
    }

    private mutating func quoted(_ word: inout ShellWord) throws(Problem) {
        while let scalar = next, scalar != "'" {
            word.add(scalar)
            at += 1
        }
        guard next != nil else { throw Problem(text: "a quote (') is never closed") }
        at += 1
    }

    private mutating func doublyQuoted(_ word: inout ShellWord) throws(Problem) {
        while let scalar = next {
            at += 1
            switch scalar {
            case "\"": return
            case "\\":
                guard let escaped = next else { break }
                if !["$", "`", "\"", "\\", "\n"].contains(escaped) { word.add("\\") }
                if escaped != "\n" { word.add(escaped) }
                at += 1
            case "`": try backquoted(&word)
            case "$": try expansion(&word, inQuotes: true)
            default: word.add(scalar)
            }
        }
        throw Problem(text: "a quote (\") is never closed")
    }

    /// Behind the dollar sign.
    private mutating func expansion(_ word: inout ShellWord, inQuotes: Bool) throws(Problem) {
        switch next {
        case "'" where !inQuotes: try escapedText(&word)
        case "\"" where !inQuotes: break
        case "(" where peek() == "(":
            while let scalar = next, !(scalar == ")" && peek() == ")") { at += 1 }
            guard next != nil else { throw Problem(text: "an arithmetic expansion is never closed") }
            at += 2
            word.addUnknown("$((…))")
        case "(":
            word.addUnknown("$(…)")
            _ = try substitution()
        case "{":
            let start = at
            while let scalar = next, scalar != "}" {
                if scalar == "$", peek() == "(" {
                    at += 1
                    _ = try substitution()
                } else {
                    at += 1
                }
            }
            guard next != nil else { throw Problem(text: "a brace behind $ is never closed") }
            at += 1
            word.addUnknown("$" + String(String.UnicodeScalarView(text[start..<at])))
        case let scalar? where scalar.properties.isAlphabetic || scalar == "_":
            let start = at
            while let scalar = next, scalar.properties.isAlphabetic || scalar == "_" || ("0"..."9").contains(scalar) {
                at += 1
            }
            word.addUnknown("$" + String(String.UnicodeScalarView(text[start..<at])))
        case let scalar? where ("0"..."9").contains(scalar) || "@*#?$!-".unicodeScalars.contains(scalar):
            at += 1
            word.addUnknown("$\(scalar)")
        default: word.add("$")
        }
    }

    /// Behind `$'`: the escapes of C.
    private mutating func escapedText(_ word: inout ShellWord) throws(Problem) {
        at += 1
        while let scalar = next, scalar != "'" {
            at += 1
            guard scalar == "\\", let escaped = next else {
                word.add(scalar)
                continue
            }
            at += 1
            switch escaped {
            case "n": word.add("\n")
            case "t": word.add("\t")
            case "r": word.add("\r")
            case "e", "E": word.add("\u{1B}")
            case "x": word.add(digits(2, radix: 16))
            case "u": word.add(digits(4, radix: 16))
            case "0"..."7":
                at -= 1
                word.add(digits(3, radix: 8))
            default: word.add(escaped)
            }
        }
        guard next != nil else { throw Problem(text: "a quote ($') is never closed") }
        at += 1
    }

    private mutating func digits(_ most: Int, radix: Int) -> Unicode.Scalar {
        var value: UInt32 = 0
        for _ in 0..<most {
            guard let scalar = next, let digit = Character(scalar).hexDigitValue, digit < radix else { break }
            value = value * UInt32(radix) + UInt32(digit)
            at += 1
        }
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }

    /// An opening parenthesis is next: the commands within are commands of this line too.
    private mutating func substitution() throws(Problem) -> ShellWord {
        var inner = ShellReader(text, at: at + 1)
        try inner.list(until: ")")
        at = inner.at
        commands += inner.commands
        return ShellWord(text: "(…)", isKnown: false)
    }

    private mutating func backquoted(_ word: inout ShellWord) throws(Problem) {
        var inner: [Unicode.Scalar] = []
        while let scalar = next, scalar != "`" {
            at += 1
            if scalar == "\\", let escaped = next {
                inner.append(escaped)
                at += 1
            } else {
                inner.append(scalar)
            }
        }
        guard next != nil else { throw Problem(text: "a backquote is never closed") }
        at += 1
        var reader = ShellReader(inner, at: 0)
        try reader.list(until: nil)
        commands += reader.commands
        word.addUnknown("`…`")
    }
}

extension ShellWord {
    fileprivate mutating func add(_ scalar: Unicode.Scalar) { text.unicodeScalars.append(scalar) }

    fileprivate mutating func addUnknown(_ part: String) {
        text += part
        isKnown = false
    }
}
