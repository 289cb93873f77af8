import SystemServices

/// The scripts with which a shell completes words of the command line.
///
/// They get the candidates from the program (``Completions``), so that these are defined in one place: combined short
/// options, options of tcpdump, interfaces, fields.
enum CompletionScript {
  /// The shells for which there are scripts.
  static var shells: [String] { ["bash", "zsh", "fish"] }

  /// The script for a shell; nil if there is none.
  static func script(for shell: String) -> String? {
    switch shell {
    case "bash": bash
    case "zsh": zsh
    case "fish": fish
    default: nil
    }
  }

  private static var bash: String {
    """
    # Completion of tcpinspect for bash.
    _tcpinspect() {
        local -a words=("${COMP_WORDS[@]:1:COMP_CWORD}")
        local line
        COMPREPLY=()
        while IFS='' read -r line; do
            # Without candidates, readline completes the names of files.
            [[ "${line}" == "\(Completions.Candidates.fileMark)" ]] && return
            COMPREPLY+=("${line}")
        done < <("${COMP_WORDS[0]}" \(Completions.request) "${words[@]}" 2>/dev/null)
    }
    complete -o default -F _tcpinspect tcpinspect

    """
  }

  private static var zsh: String {
    """
    #compdef tcpinspect
    # Completion of tcpinspect for zsh.
    _tcpinspect() {
        local -a candidates
        candidates=("${(@f)$("${words[1]}" \(Completions.request) "${(@)words[2,CURRENT]}" 2>/dev/null)}")
        if [[ "${candidates[1]}" == "\(Completions.Candidates.fileMark)" || -z "${candidates[1]}" ]]; then
            _files
        else
            compadd -a candidates
        fi
    }
    if [[ "${funcstack[1]}" == _tcpinspect ]]; then
        _tcpinspect "$@"
    else
        compdef _tcpinspect tcpinspect
    fi

    """
  }

  private static var fish: String {
    """
    # Completion of tcpinspect for fish.
    function __tcpinspect_candidates
        set -l words (commandline -opc) (commandline -ct)
        set -l candidates ($words[1] \(Completions.request) $words[2..-1] 2>/dev/null)
        if test (count $candidates) -eq 0; or test "$candidates[1]" = "\(Completions.Candidates.fileMark)"
            __fish_complete_path (commandline -ct)
        else
            printf '%s\\n' $candidates
        end
    end
    complete -c tcpinspect -f -a '(__tcpinspect_candidates)'

    """
  }
}
