# Completes the words of the doorway command in bash (4 or later). It asks the command itself.
# Install: copy it to ~/.local/share/bash-completion/completions/doorway, or in ~/.bashrc:
#   . /path/to/share/completions/doorway.bash
# shellcheck shell=bash

# Completes the path of a Unix address, as in unix:/tmp/up.sock; $1 is the word so far.
_doorway_path() {
    local path=${1#*:}
    [[ $path != \~/* ]] || path=$HOME/${path#\~/}
    compopt -o filenames
    # One file name a line: a name with a newline in it can't be offered.
    mapfile -t COMPREPLY < <(compgen -f -P "${1%%:*}:" -- "$path")
}

_doorway() {
    local program=$1 line=${COMP_LINE:0:COMP_POINT}
    line=${line#*"$1"}
    local word=${line##*[[:space:]]}
    [[ $program != \~/* ]] || program=$HOME/${program#\~/}

    if [[ $word == unix:* || $word == unixgram:* ]]; then
        _doorway_path "$word"
    else
        mapfile -t COMPREPLY < <("$program" '[suggest]' "${line#[[:space:]]}" 2>/dev/null)
        # After tcp:// or unix: the word goes on.
        [[ ${COMPREPLY[0]-} != *[:/] ]] || compopt -o nospace
    fi

    # Readline replaces only what stands after the last of these in the word.
    local breaks=${COMP_WORDBREAKS//[!:=]/}
    if [[ -n $breaks && $word == *["$breaks"]* ]]; then
        local kept=${word%"${word##*["$breaks"]}"}
        COMPREPLY=("${COMPREPLY[@]#"$kept"}")
    fi
}

# Where the command suggests nothing, bash offers file names.
complete -o bashdefault -o default -F _doorway doorway
