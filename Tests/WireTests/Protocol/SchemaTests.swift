import Host
import Testing
import TownTesting
import Wire

/// docs/schemas: made from the types, committed, and the same when they are made again. `GT_REWRITE=1` writes them.
@Suite struct SchemaTests {
    @Test("the schemas in docs are those that the types give")
    func files() throws {
        let schema = try WireSchema.current()
        for (name, made) in [("events", schema.events), ("verbs", schema.verbs)] {
            let path = "\(Repository.root)/docs/schemas/\(name).json"
            if HostEnvironment.value("GT_REWRITE") == "1" {
                try Files.makeDirectory("\(Repository.root)/docs/schemas")
                try Files.writeAtomically(made.page, to: path, mode: 0o644)
            }
            #expect(
                try Files.readText(path) == made.page,
                "docs/schemas/\(name).json is not what the types say: GT_REWRITE=1 swift test --filter WireTests")
            #expect(JSONTree(Array(made.page.utf8)) == made)
        }
    }

    @Test("every verb of the sources is in the catalogue, once")
    func verbs() throws {
        let listed = WireVerb.all.map(\.typeName)
        #expect(listed.sorted() == (try WireSchema.current().comments.verbs).sorted())
        #expect(Set(WireVerb.all.map(\.verb)).count == listed.count)
    }

    @Test("what is documented has words of its own", arguments: WireVerb.all)
    func words(_ verb: WireVerb) throws {
        let comments = try WireSchema.current().comments
        let brief = try #require(comments.brief(verb.typeName), "\(verb.typeName) has no doc comment")
        #expect(brief.last.map(".:;?".contains) == true, "\(brief)")
    }

    @Test("a sample of each verb's body and reply is valid", arguments: WireVerb.all)
    func samples(_ verb: WireVerb) throws {
        let validator = SchemaValidator(try WireSchema.current().verbs)
        let body = try #require(JSONTree(try verb.sampleBody()))
        #expect(validator.complaints(about: body, as: verb.verb) == [])
        if let reply = try verb.sampleReply() {
            let tree = try #require(JSONTree(reply))
            #expect(validator.complaints(about: tree, as: "\(verb.verb).reply") == [])
        }
    }

    @Test("what is no body of a verb is found out")
    func invalid() throws {
        let validator = SchemaValidator(try WireSchema.current().verbs)
        for (json, place) in [
            (#"{"id":"gt-1","reason":"r"}"#, "outcome"), (#"{"id":7,"outcome":"success","reason":"r"}"#, "id"),
            (#"{"id":"gt-1","outcome":"splendid","reason":"r"}"#, "outcome"),
            (#"{"id":"/","outcome":"success","reason":"r"}"#, "id"),
            (#"{"id":"gt-1","outcome":"success","reason":"r","why":1}"#, "why"),
        ] {
            let tree = try #require(JSONTree(Array(json.utf8)))
            let complaints = validator.complaints(about: tree, as: "bead.close")
            #expect(complaints.count == 1 && complaints[0].contains(place), "\(json): \(complaints)")
        }
    }

    @Test(
        "a sample of each kind of event is valid, and one with another kind's data is not",
        arguments: EventKind.allCases)
    func events(_ kind: EventKind) throws {
        let validator = SchemaValidator(try WireSchema.current().events)
        #expect(validator.complaints(aboutEvent: try EventSample.tree(of: kind)) == [])
        let other: EventKind = kind == .mailSent ? .edgeAdded : .mailSent
        #expect(validator.complaints(aboutEvent: try EventSample.tree(of: kind, carrying: other)) != [])
    }
}
