using System.Net.Sockets;

namespace Doorway.Tests;

/// <summary>
/// A socket that takes as many bytes as it is told to, and writes down what was asked of it. It
/// carries a
/// session without an engine: the test is the engine.
/// </summary>
sealed class FakeStreamSocket : IStreamSocket
{
    readonly List<byte> _taken = [];

    public FakeStreamSocket(Session session) => Session = session;

    public Session Session { get; }

    public SocketName Local { get; init; }

    public SocketName Peer { get; init; }

    /// <summary>How many bytes the kernel takes before it is full.</summary>
    public int Room { get; set; } = int.MaxValue;

    /// <summary>What the next send fails with.</summary>
    public SocketError Fails { get; set; }

    /// <summary>Told before bytes are taken: what happens elsewhere meanwhile.</summary>
    public Action? Sending { get; init; }

    public bool SendsUnsent { get; private set; }

    public int Finishes { get; private set; }

    public int Closes { get; private set; }

    public bool WasReset { get; private set; }

    public int InterestChanges { get; private set; }

    public byte[] Taken => [.. _taken];

    public string Text => System.Text.Encoding.UTF8.GetString(Taken);

    public int Send(ReadOnlySpan<byte> bytes, out SocketError error)
    {
        Assert.Equal(0, Closes);
        Assert.Equal(0, Finishes);
        Sending?.Invoke();
        error = Fails;
        int count = Fails == SocketError.Success ? Math.Min(Room, bytes.Length) : 0;
        _taken.AddRange(bytes[..count]);
        Room -= count;
        return count;
    }

    public void SendUnsent()
    {
        Assert.False(SendsUnsent, "It is being sent already.");
        SendsUnsent = true;
    }

    /// <summary>The kernel has room again: what an engine does then.</summary>
    public void Writable(int room)
    {
        Room = room;
        while (SendsUnsent && Room > 0)
        {
            int count = Send(Session.Unsent.Span, out _);
            Assert.True(count > 0, "Asked to send nothing.");
            SendsUnsent = Session.Sent(count);
        }
    }

    public void FinishSending()
    {
        Assert.Equal(0, Closes);
        Finishes++;
    }

    public void InterestChanged() => InterestChanges++;

    public int Use(Func<int, int> call) => -9;

    public void Close(bool reset)
    {
        Closes++;
        WasReset = reset;
    }
}
