import Testing
import TownTesting

@testable import gt

@Suite("A command line, taken apart")
struct ShellLineTests {
    private func calls(_ text: String) -> String {
        ShellLine(text).calls.map { ([$0.program] + $0.words.map(\.text)).joined(separator: " ") }.joined(
            separator: " | ")
    }

    @Test(
        "gives each program that would run with its words",
        arguments: [
            ("ls -l", "ls -l"), ("", ""), ("# only a word", ""), ("ls # sudo x", "ls"), ("a#b", "a#b"),
            ("make && make test; echo ok || exit 1", "make | make test | echo ok | exit 1"),
            ("a | b & c\nd", "a | b | c | d"), ("(cd x && rm y)", "cd x | rm y"), ("{ a; b; }", "a | b"),
            ("if test -f x; then sudo y; fi", "test -f x | sudo y"), ("while true; do a; done", "true | a"),
            ("! grep x y", "grep x y"), ("X=1 Y='a b' make", "make"), ("X=1", ""),
            ("env -i A=1 -u B sudo x", "sudo x"), ("env", ""), ("/usr/bin/sudo -n x", "sudo -n x"),
            ("'su'\"do\" x", "sudo x"), ("su\\do x", "sudo x"), ("echo \"sudo rm\"", "echo sudo rm"),
            ("echo 'a && sudo b'", "echo a && sudo b"), ("echo a\\;b", "echo a;b"), ("a \\\n b", "a b"),
            ("sh -c 'sudo x && y'", "sudo x | y"), ("bash -lc \"git push\"", "git push"),
            ("sh -c \"sh -c 'sudo x'\"", "sudo x"), ("sh script.sh -c x", "sh script.sh -c x"),
            ("eval 'sudo x'", "sudo x"), ("eval sudo x", "sudo x"), ("nohup nice -n 5 sudo x", "sudo x"),
            ("timeout -k 5 10 sudo x", "sudo x"), ("time -p make", "make"), ("xargs -n 1 sudo rm", "sudo rm"),
            ("env -S 'sudo x'", "sudo x"), ("command -- sudo x", "sudo x"),
            ("find . -name '*.o' -exec rm -rf {} \\;", "rm -rf {} | find . -name *.o -exec rm -rf {} ;"),
            ("echo $(sudo x) y", "sudo x | echo $(…) y"), ("echo `sudo x`", "sudo x | echo `…`"),
            ("echo \"$(sudo \"a b\")\"", "sudo a b | echo $(…)"), ("diff <(sudo x) y", "sudo x | diff (…) y"),
            ("echo $((1 + 2)) ${X:-$(sudo x)}", "sudo x | echo $((…)) ${X:-$(sudo x)}"),
            ("cat > out.txt <in 2>&1 >>x", "cat"), ("make &> log; x", "make | x"), ("a 2>/dev/null b", "a b"),
            ("cat <<E\nsudo x\nE\nls", "cat | ls"), ("cat <<'E' | sh\nsudo\nE", "cat | sh"),
            ("cat <<-E\n\tsudo x\n\tE\nls", "cat | ls"), ("cat <<< sudo", "cat"),
            ("git commit -m $'a\\nb'", "git commit -m a\nb"), ("echo $'\\x41\\102'", "echo AB"), ("echo $", "echo $"),
            ("f() { sudo x; }", "f | sudo x"), ("echo a\r\nls", "echo a | ls"),
        ])
    func parts(_ text: String, _ expected: String) {
        #expect(calls(text) == expected)
        #expect(ShellLine(text).doubts.isEmpty)
    }

    @Test(
        "what can't be understood is a doubt, and no guess",
        arguments: [
            "echo 'open", "echo \"open", "echo $(open", "echo `open", "echo ${open", "cat <<E\nno end", "echo $((1",
            "echo $'open", "$TOOL x", "sh -c \"$TEXT\"", "eval $X", "\"$(which sudo)\" x",
        ])
    func doubts(_ text: String) {
        #expect(!ShellLine(text).doubts.isEmpty, "\(ShellLine(text).calls)")
    }

    @Test("no text, however odd, is too much: a deep nest is a doubt, a random line an answer")
    func anything() {
        var nest = "sudo x"
        for _ in 0..<12 { nest = "eval \(nest)" }
        #expect(ShellLine(nest).calls == [] && ShellLine(nest).doubts.count == 1)
        var random = SeededRandom(seed: 7)
        let alphabet = Array("ab '\"\\$(){}`;&|<>#\n=-~*!0")
        for _ in 0..<3000 {
            let line = String(
                (0..<Int.random(in: 0...24, using: &random)).map { _ in
                    alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
                })
            let place = GuardPlace(directory: "/town/w", home: "/home/a", worktree: "/town/w")
            _ = CommandGuard(names: Set(GuardName.allCases), place: place).judge(line)
        }
    }
}
