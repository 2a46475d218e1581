import Host
import RefineryCore
import Testing
import TownModel

@testable import RefineryDaemon

@Suite("Work of all kinds, on a real repository")
struct TargetGitContentTests {
    static let start = "refs/remotes/origin/main"

    @Test("A file renamed on one side and edited on the other is both afterwards", arguments: MergeStyle.allCases)
    func renames(_ style: MergeStyle) async throws {
        let rig = try await RigOnDisk(withRemote: true)
        try await rig.pushByOthers("seq 40 >numbers && git add -A && git commit -qm numbers")
        try await rig.inRepository("git fetch -q origin")
        let request = try await rig.request("gt-mr-a", "sed -i 's/^20$/twenty/' numbers", from: Self.start)
        try await rig.pushByOthers("git mv numbers digits && git commit -qm renamed")
        try await TargetGitStyleTests.land([request], style, on: rig)
        #expect(try await rig.inRepository("git ls-tree --name-only main") == "README\ndigits\nrun.sh")
        #expect(try await rig.inRepository("git show main:digits | sed -n 20p") == "twenty")
    }

    @Test("Modes, links, and names with a dash, a space or an accent in front", arguments: MergeStyle.allCases)
    func names(_ style: MergeStyle) async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let request = try await rig.request(
            "gt-mr-a", "chmod +x README && ln -s README -- '-l' && echo x >./--force && echo y >' ü'", from: Self.start)
        try await rig.pushByOthers("echo x >other && git add -A && git commit -qm theirs")
        try await TargetGitStyleTests.land([request], style, on: rig)
        #expect(
            try await rig.inRepository("git -c core.quotePath=false ls-tree --format='%(objectmode) %(path)' main")
                == "100644  ü\n100644 --force\n120000 -l\n100755 README\n100644 other\n100755 run.sh")
    }

    @Test("A conflict names files that begin with a dash, and binary ones", arguments: MergeStyle.allCases)
    func conflicts(_ style: MergeStyle) async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let request = try await rig.request(
            "gt-mr-a", "echo ours >./-rf && printf 'a\\0b' >image", from: Self.start)
        try await rig.pushByOthers(
            "echo theirs >./-rf && printf 'c\\0d' >image && git add -A && git commit -qm theirs")
        let base = try #require(CommitID(try await rig.target()))
        let finding = await rig.git.prepare(request, hasRemote: true, style: style, at: Samples.noon).finding
        #expect(finding == .conflict(files: ["-rf", "image"], base: base))
    }

    @Test("Work without any change lands and is found again", arguments: MergeStyle.allCases)
    func empty(_ style: MergeStyle) async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let head = try await rig.work(
            "git checkout -q --detach \(Self.start) && git commit -q --allow-empty -m empty && git rev-parse HEAD")
        var request = Samples.request()
        request.head = try #require(CommitID(head))
        request.base = try #require(CommitID(try await rig.target()))
        try await TargetGitStyleTests.land([request], style, on: rig)
        guard
            case .contained = await rig.git.prepare(request, hasRemote: true, style: style, at: Samples.noon).finding
        else {
            Issue.record("it has landed")
            return
        }
    }

    @Test("A merge driver that somebody has set up is not run, whether in the work or in the user's configuration")
    func mergeDriver() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let sign = "\(rig.layout.root)/was-run"
        try await rig.pushByOthers("echo '* merge=evil' >.gitattributes && git add -A && git commit -qm attributes")
        try await rig.inRepository("git fetch -q origin && git config merge.evil.driver 'touch \(sign); exit 0'")
        let request = try await rig.request("gt-mr-a", "echo ours >README", from: Self.start)
        try await rig.pushByOthers("echo theirs >README && git add -A && git commit -qm theirs")
        let base = try #require(CommitID(try await rig.target()))
        let finding = await rig.git.prepare(request, hasRemote: true, at: Samples.noon).finding
        #expect(finding == .conflict(files: ["README"], base: base))
        #expect(!Files.exists(sign))
    }

    @Test("Line ends are kept byte for byte, whatever the attributes say about a checkout")
    func lineEnds() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let request = try await rig.request(
            "gt-mr-a",
            "printf 'a\\r\\nb\\r\\n' >dos && printf '*.txt text eol=crlf\\n' >.gitattributes && echo t >t.txt",
            from: Self.start)
        try await rig.pushByOthers("echo x >other && git add -A && git commit -qm theirs")
        try await TargetGitStyleTests.land([request], .merge, on: rig)
        for file in ["dos", "t.txt"] {
            let blobs = try await rig.inRepository("git rev-parse main:\(file) \(request.head):\(file) | uniq | wc -l")
            #expect(blobs == "1")
        }
    }

    @Test("A file of 48 MiB lands")
    func hugeFile() async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let request = try await rig.request("gt-mr-a", "head -c 50331648 /dev/zero >huge", from: Self.start)
        try await TargetGitStyleTests.land([request], .merge, on: rig)
        #expect(try await rig.inRepository("git cat-file -s main:huge") == "50331648")
    }

    @Test(
        "Work that brings in a submodule, or files for Git LFS, goes back with that reason",
        arguments: MergeStyle.allCases)
    func unsupported(_ style: MergeStyle) async throws {
        let rig = try await RigOnDisk(withRemote: true)
        let module = try await rig.request(
            "gt-mr-a", "git update-index --add --cacheinfo 160000,\(Samples.commit("1")),lib && mkdir lib",
            from: Self.start)
        let large = try await rig.request(
            "gt-mr-b", "rm -rf lib; mkdir d && echo '*.psd filter=lfs diff=lfs -text' >d/.gitattributes",
            from: Self.start)
        let fine = try await rig.request(
            "gt-mr-c", "printf '# filter=lfs\\n*.txt text\\n' >.gitattributes", from: Self.start)
        let preparation = await rig.git.prepare(
            [module, large, fine], target: "main", hasRemote: true, style: style, at: Samples.noon)
        let sight = try #require(preparation.sight)
        #expect(sight.stack.requests == [fine.id])
        let what = [module.id: "the submodule lib", large.id: "files kept in Git LFS (d/.gitattributes)"]
        for (id, part) in what {
            #expect(
                sight.aside[id]
                    == .unusable(
                        reason: "it brings in \(part), which this version can't give to workers and gates: take it out")
            )
        }
    }
}
