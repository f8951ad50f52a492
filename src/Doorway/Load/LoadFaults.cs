using System.Net.Sockets;

namespace Doorway;

/// <summary>
/// The failures of a load of datagrams, and what they say of the target: whether anybody is there.
/// </summary>
/// <param name="mayMove">Whether there is another target to move to.</param>
sealed class LoadFaults(bool mayMove)
{
    /// <summary>How often each happened.</summary>
    public Dictionary<SocketError, long> Errors { get; } = [];

    /// <summary>When an answer came last; 0 before the first.</summary>
    public long LastAnswered { get; set; }

    bool EverAnswered => LastAnswered > 0;

    /// <summary>Whether the target refused before it answered, and there are others.</summary>
    public bool IsMoved { get; private set; }

    /// <summary>Whether nobody is there, as far as one can tell.</summary>
    public bool IsRefused =>
        !EverAnswered && Errors.ContainsKey(SocketError.ConnectionRefused);

    /// <summary>The network or the kernel reported a failure.</summary>
    /// <param name="error">Which.</param>
    /// <param name="opened">How many sockets there are.</param>
    /// <returns>Whether to give up at once.</returns>
    public bool Add(SocketError error, int opened)
    {
        Errors[error] = Errors.GetValueOrDefault(error) + 1;
        bool isGone = opened == 0 || error == SocketError.ConnectionRefused;
        IsMoved |= mayMove && !EverAnswered && isGone;
        return mayMove && !EverAnswered && isGone;
    }
}
