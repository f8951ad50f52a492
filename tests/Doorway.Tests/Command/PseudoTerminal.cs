namespace Doorway.Tests.Command;

/// <summary>
/// The command on a terminal: Python's pty stands between the pipes of the test and it. What is
/// written is what a person types, and comes back as the terminal's echo.
/// </summary>
static class PseudoTerminal
{
    public const string CtrlC = "\x03";
    public const string CtrlD = "\x04";

    const string Script =
        "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])) % 256)";

    /// <summary>On a terminal that knows no colour.</summary>
    public static ChildProcess Start(params string[] arguments) =>
        Start(["TERM=dumb"], arguments);

    /// <summary>With these variables, as in "TERM=xterm".</summary>
    public static ChildProcess Start(string[] environment, params string[] arguments) =>
        DoorwayProcess.StartUnder(
            ["/usr/bin/env", .. environment, Programs.Python, "-c", Script], arguments);

    /// <summary>Any program on a terminal, as it is.</summary>
    public static ChildProcess StartProgram(params string[] command) =>
        ChildProcess.Start(Programs.Python, ["-c", Script, .. command]);

    public static Task TypeAsync(this ChildProcess terminal, string keys) =>
        terminal.WriteAsync(System.Text.Encoding.UTF8.GetBytes(keys));
}
