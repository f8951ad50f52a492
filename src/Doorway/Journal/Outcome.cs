using System.Net.Sockets;

namespace Doorway;

/// <summary>What was called, and what came of it.</summary>
/// <param name="Call">The call.</param>
/// <param name="Result">What it returned; the length of a merged message.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Argument">An argument in words.</param>
/// <param name="Segment">
/// Where the message is several datagrams, the length of all but the last; else 0.
/// </param>
readonly record struct Outcome(
    SocketCall Call, int Result = 0, SocketError Error = SocketError.Success,
    string? Argument = null, int Segment = 0)
{
    /// <summary>How many entries it makes.</summary>
    public int Count => CountOf(Result, Segment);

    /// <summary>How many datagrams a message is.</summary>
    public static int CountOf(int length, int segment) =>
        segment == 0 ? 1 : (length + segment - 1) / segment;
}
