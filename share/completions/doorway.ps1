# Completes the words of the doorway command in PowerShell (7.3 or later). It asks the command itself.
# Install: in $PROFILE
#   . /path/to/share/completions/doorway.ps1

Register-ArgumentCompleter -Native -CommandName doorway -ScriptBlock {
    param($word, $command, $cursor)

    # The line up to the cursor, without the program's name.
    $program = $command.CommandElements[0]
    $start = $command.Extent.StartOffset
    $line = $command.ToString().PadRight($cursor - $start).Substring(0, $cursor - $start)
    $line = $line.Substring([Math]::Min($program.Extent.EndOffset - $start, $line.Length)).TrimStart()

    # Where the command suggests nothing, PowerShell offers file names.
    & $program.Value '[suggest]' $line 2>$null | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
    }
}
