namespace Doorway.Cli;

/// <summary>
/// The network does not give what was asked for: one line that begins with the fixed word.
/// </summary>
sealed class NetworkFailureException(string line) : Exception(line);
