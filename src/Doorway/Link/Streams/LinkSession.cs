namespace Doorway;

/// <summary>
/// One end of a connection through a link: the client's, which was accepted, or the server's, which
/// was dialled. What it receives flows to the other end.
/// </summary>
sealed class LinkSession(StreamPair pair) : Session
{
    bool _isOpen;

    StreamFlow Flow => pair.FlowOf(this);

    protected override bool IsPaused => !pair.IsOpen || Flow.IsFull;

    protected override void OnOpened()
    {
        _isOpen = true;
        pair.Opened(this);
    }

    protected override void OnReceived(ReadOnlySpan<byte> bytes) => Flow.Receive(bytes);

    protected override void OnPeerFinished() => Flow.Finish();

    protected override void OnRoom() => pair.OtherOf(this).LookAgain();

    protected override void OnClosed() => pair.Closed(this);

    /// <summary>Whether it is to receive may have changed.</summary>
    public void LookAgain()
    {
        if (Volatile.Read(ref _isOpen))
        {
            Socket.InterestChanged();
        }
    }
}
