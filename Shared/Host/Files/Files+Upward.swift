extension Files {
    /// A directory and all that it lies in, the nearest first; not the root of all.
    package static func upward(from directory: String) -> [String] {
        var found = [directory]
        var rest = directory[...]
        while let slash = rest.lastIndex(of: "/"), slash != rest.startIndex {
            rest = rest[..<slash]
            found.append(String(rest))
        }
        return found
    }
}
