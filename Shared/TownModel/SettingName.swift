/// What somebody calls a setting of his own, kept with a home of beads: `custom.`, then 1 to 93 bytes of
/// `[A-Za-z0-9._-]`. The beginning says that nothing of the town goes by it.
package struct SettingName: TextID {
    package static let beginning = "custom."

    package let text: String

    package init?(_ text: String) {
        guard text.hasPrefix(Self.beginning), text.utf8.count > Self.beginning.utf8.count,
            IDAlphabet.isToken(text, bytesMax: 100, extra: "._-")
        else { return nil }
        self.text = text
    }
}
