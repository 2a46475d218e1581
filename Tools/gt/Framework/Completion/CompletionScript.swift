/// What `gt completions` prints: a few lines for each shell, which hand over the words and put back what fits.
///
/// No word from the program is evaluated: each is a line that becomes an element of a list.
enum CompletionScript {
    static func text(for shell: CompletionsCommand.Shell, program: String) -> String {
        let template =
            switch shell {
            case .bash: bash
            case .zsh: zsh
            case .fish: fish
            }
        return template.replacing("PROGRAM", with: program).replacing("OFFER", with: Offers.word)
    }

    /// Bash cuts words at `=`, `:` and `@`, and replaces only the last piece: what no space parts is joined again, and
    /// what stands before the last piece is taken off each offer.
    private static let bash = #"""
        # PROGRAM in bash: the program itself says what fits.
        _PROGRAM() {
            local typed="${COMP_LINE:0:COMP_POINT}" rest piece word lead line
            local -a words=()
            rest="$typed"
            for piece in "${COMP_WORDS[@]:0:COMP_CWORD+1}"; do
                if [[ ${#words[@]} -eq 0 || $rest == [[:space:]]* ]]; then
                    words+=("$piece")
                else
                    words[${#words[@]}-1]+="$piece"
                fi
                rest="${rest#"${rest%%[![:space:]]*}"}"
                rest="${rest#"$piece"}"
            done
            unset "words[${#words[@]}-1]"
            word="${typed##*[[:space:]]}"
            [[ $word == *"$2" ]] || word="$2"
            lead="${word%"$2"}"
            COMPREPLY=()
            while IFS= read -r line; do
                line="${line%%$'\t'*}"
                case "$line" in
                :file) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$2") ;;
                :directory) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$2") ;;
                "$word"*) COMPREPLY+=("${line#"$lead"}") ;;
                esac
            done < <("${1/#\~\//$HOME/}" OFFER -- "${words[@]:1}" "$word" 2>/dev/null </dev/null)
            return 0
        }
        complete -F _PROGRAM PROGRAM
        """#

    private static let zsh = #"""
        #compdef PROGRAM
        # PROGRAM in zsh: the program itself says what fits.
        _PROGRAM() {
            local -a lines offers
            local line
            lines=("${(@f)$("${words[1]/#\~\//$HOME/}" OFFER -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" \
                2>/dev/null </dev/null)}")
            case "${lines[1]}" in
            '') return 1 ;;
            :file) _files ;;
            :directory) _files -/ ;;
            *)
                for line in "${lines[@]}"; do
                    if [[ $line == *$'\t'* ]]; then
                        offers+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
                    else
                        offers+=("${line//:/\\:}")
                    fi
                done
                _describe -V PROGRAM offers
                ;;
            esac
        }
        if [[ "${funcstack[1]}" = _PROGRAM ]]; then
            _PROGRAM "$@"
        else
            compdef _PROGRAM PROGRAM
        fi
        """#

    private static let fish = #"""
        # PROGRAM in fish: the program itself says what fits.
        function __PROGRAM_offer
            set -l words (commandline -opc)
            set -l program (string replace -r '^~/' "$HOME/" -- $words[1])
            set -l current (commandline -ct)
            set -l offers ($program OFFER -- $words[2..-1] "$current" 2>/dev/null </dev/null)
            switch "$offers[1]"
                case ':file'
                    __fish_complete_path "$current"
                case ':directory'
                    __fish_complete_directories "$current"
                case '?*'
                    printf '%s\n' $offers
            end
        end
        complete -c PROGRAM -f -a '(__PROGRAM_offer)'
        """#
}
