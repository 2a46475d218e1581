import Host
import Testing

/// The shells that `gt completions` has a script for, each as people have it: a process that reads the script and
/// completes lines, with an empty home.
enum TestShell: String, CaseIterable, CustomTestStringConvertible {
    case bash, zsh, fish

    var testDescription: String { rawValue }

    /// Its own words for: read the script, complete each line, print what fits, then a line `--`.
    fileprivate var driver: String {
        switch self {
        case .bash:
            // Words are cut where readline cuts them.
            #"""
            source "$1" || exit 1
            [[ $(complete -p gt) == *"-F _gt gt" ]] || exit 1
            shift
            for COMP_LINE in "$@"; do
                COMP_POINT=${#COMP_LINE}
                mapfile -t COMP_WORDS < <(sed -E 's/[=:@]/\n&\n/g; s/ /\n/g' <<< "$COMP_LINE" | sed '/^$/d')
                current="${COMP_WORDS[-1]}"
                case "$COMP_LINE" in
                *' ') COMP_WORDS+=('') current='' ;;
                *[=:]) current='' ;;
                esac
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                _gt gt "$current" "${COMP_WORDS[COMP_CWORD - 1]}"
                printf '%s\n' "${COMPREPLY[@]}" --
            done
            """#
        case .zsh:
            // Zsh completes at a terminal alone: one is made, and everything happens before the first key is read.
            #"""
            zmodload zsh/zpty || exit 1
            export GT_OFFERS="$HOME/offers" GT_SCRIPT="$1" GT_LINES="${(pj:\n:)@[2,-1]}"
            mkdir "$HOME/functions" && cp "$1" "$HOME/functions/_gt"
            cat > "$HOME/.zshrc" <<'RC'
            fpath=("$HOME/functions" $fpath)
            autoload -Uz compinit
            compinit -u -D
            unsetopt autolist automenu beep
            # What would be shown is written down instead.
            compadd() {
                local word
                for word in "$@"; do
                    [[ $word == (-|--) ]] && break
                    [[ $word == -*[OAD]* ]] && { builtin compadd "$@"; return }
                done
                local -a hits
                builtin compadd -A hits "$@"
                (( $#hits )) && print -rl -- "${(Q)hits[@]}" >> $GT_OFFERS
                return 1
            }
            zle-line-init() {
                for BUFFER in "${(@f)GT_LINES}"; do
                    CURSOR=$#BUFFER
                    zle complete-word
                    print -r -- -- >> $GT_OFFERS
                done
                exit
            }
            zle -N zle-line-init
            RC
            zpty shell "zsh -i 2> $HOME/errors"
            while zpty -r shell noise; do :; done
            cat "$HOME/errors" >&2
            cat "$GT_OFFERS"
            """#
        case .fish:
            #"""
            source $argv[1]; or exit 1
            for line in $argv[2..-1]
                complete -C "$line" | string replace -r '\t.*' ''
                printf '%s\n' --
            end
            """#
        }
    }

    /// Those that are installed; in the gate all must be.
    static var here: [TestShell] {
        allCases.filter { shell in
            let isThere = HostEnvironment.executable(shell.rawValue) != nil || HostEnvironment.value("CI") == "true"
            if !isThere { print("skipped: completions in \(shell), which is not installed") }
            return isThere
        }
    }

    /// What it offers for each of the lines. A shell that says anything on stderr, or takes more than half a minute,
    /// fails.
    func offers(
        for lines: [String], in town: TestTown, home: String, variables: [String: String] = [:]
    ) async throws -> [[String]] {
        let folder = try #require(HostEnvironment.programDirectory)
        let script = try await town.gt(["completions", rawValue])
        try #require(script.ending.isSuccess)
        try Files.makePrivateDirectory(home)
        try Files.writeAtomically(script.outputText, to: "\(home)/script")
        try Files.writeAtomically(driver, to: "\(home)/driver")
        let start =
            switch self {
            case .bash: ["--norc", "--noprofile"]
            case .zsh: ["-f"]
            case .fish: ["--no-config"]
            }
        let environment = [
            "GT_TOWN": town.root, "HOME": home, "PATH": "\(folder):\(HostEnvironment.path)", "TERM": "xterm",
            "LC_ALL": "C.UTF-8", "GT_PONG_SECONDS": "10", "GT_COMPLETION_SECONDS": "10",
        ].merging(variables) { $1 }
        let result = try await CommandRunner().run(
            CommandSpec(
                program: rawValue, arguments: start + ["\(home)/driver", "\(home)/script"] + lines,
                environment: environment, directory: home, limit: .seconds(30)))
        try #require(result.ending.isSuccess, "\(rawValue): \(result.ending): \(result.errorTail)")
        #expect(result.errors.isEmpty, "\(result.errorTail)")
        var answers = result.outputText.split(separator: "\n").split(separator: "--", omittingEmptySubsequences: false)
        // Behind the last mark there is nothing.
        #expect(answers.popLast()?.isEmpty == true)
        try #require(answers.count == lines.count, "\(result.outputText)")
        return answers.map { $0.map(String.init) }
    }
}
