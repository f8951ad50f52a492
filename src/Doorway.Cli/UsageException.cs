namespace Doorway.Cli;

/// <summary>
/// The command line asks for what can't be: one line that names the cause and the fix.
/// </summary>
sealed class UsageException(string message) : Exception(message);
