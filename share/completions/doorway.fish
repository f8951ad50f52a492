# Completes the words of the doorway command in fish. It asks the command itself.
# Install: copy it to ~/.config/fish/completions/doorway.fish

function __doorway_complete
    set -l word (commandline --current-token --cut-at-cursor)

    # The path of a Unix address, as in unix:/tmp/up.sock.
    if set -l scheme (string match --regex '^unix(?:gram)?:' -- $word)
        for path in (__fish_complete_path (string replace -- $scheme '' $word))
            echo $scheme$path
        end
        return
    end

    set -l program (commandline --tokenize --current-process)[1]
    set program (string replace --regex '^~/' $HOME/ -- $program)
    set -l line (commandline --current-process --cut-at-cursor |
        string replace --regex '^\s*\S+\s*' '' | string collect)
    set -l suggested ($program '[suggest]' "$line" 2>/dev/null)

    # Where the command suggests nothing, fish offers file names.
    if set -q suggested[1]
        string join \n -- $suggested
    else
        __fish_complete_path $word
    end
end

complete --command doorway --no-files --arguments '(__doorway_complete)'
