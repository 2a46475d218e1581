import ArgumentParser
import TownModel
import Wire

struct MailSearchCommand: TownCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find letters that you got or wrote by their words, newest first.",
        discussion: """
            Every word must stand in it, in capitals or not; several in quotes stand one after the other. No sign means
            another: % is looked for as %. Without --archived or --all: in your inbox and in what you wrote.

            Example: gt mail search door
            Example: gt mail search "the door" --from mayor --subject
            """)

    @Argument(help: "What stands in it.") var words: [String] = []
    @Option(help: "Only from there.", completion: IDCompletion.addresses) var from: String?
    @Flag(help: "Only in the subject.") var subject = false
    @Flag(help: "Only in the text.") var body = false
    @Flag(help: "Only what you put away.") var archived = false
    @Flag(name: .shortAndLong, help: "What you put away too.") var all = false
    @Option(name: [.customShort("n"), .long], help: "At most so many.") var limit = 50
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard !words.isEmpty || from != nil else { throw ValidationError("look for what? Name a word, or --from") }
        if archived, all { throw ValidationError("--archived or --all, not both") }
        if limit < 1 { throw ValidationError("-n is at least 1") }
    }

    func run(_ call: Invocation) async throws {
        let client = try call.client()
        var search = MailSearch(
            words: words, part: subject == body ? nil : subject ? .subject : .body,
            folder: archived ? .archived : all ? .all : .inbox, limit: limit)
        if let from { search.from = try await client.address(from, rig: call.rigHere()) }
        var findings = try await client.query(search, within: CommandLimits.pageWait)
        // An answer ends when much was looked through, whether or not enough was found.
        while let next = findings.next, findings.mails.count < limit {
            search.before = next
            search.limit = limit - findings.mails.count
            let more = try await client.query(search, within: CommandLimits.pageWait)
            findings = MailFindings(mails: findings.mails + more.mails, next: more.next)
        }
        call.answer(findings.mails) { MailText.found(findings, $0) }
        if findings.next != nil { call.note("there is more: -n \(limit * 2)") }
    }
}
