namespace Doorway;

/// <summary>The datagrams of one client in one direction: the order in which they go out.</summary>
abstract class DatagramFlow
{
    /// <summary>Whose they are.</summary>
    public abstract SocketName Client { get; }

    /// <summary>Why none of them can be sent on, in words; null where they can.</summary>
    public virtual string? Obstacle => null;

    /// <summary>The highest number that has gone out.</summary>
    public long Highest { get; set; }

    /// <summary>How many of them are in the link.</summary>
    public int Waiting { get; set; }

    /// <summary>Those held back at the exit until later ones have passed.</summary>
    public List<DatagramInWait> Held { get; } = [];

    /// <summary>Sends one on.</summary>
    public abstract void Send(ReadOnlySpan<byte> datagram);
}
