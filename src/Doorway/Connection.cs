using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;

namespace Doorway;

/// <summary>
/// Everything that speaks unprompted or keeps state (greeting, chat, a program) is a conversation
/// on a connection. When the task ends, the connection is half-closed, drained and closed.
/// </summary>
/// <param name="connection">The connection, open.</param>
/// <param name="cancellation">Cancelled when the server's drain time is over.</param>
public delegate Task Conversation(Connection connection, CancellationToken cancellation);

/// <summary>What one receive brought.</summary>
/// <param name="Count">
/// How many bytes; 0 when the peer has finished or the connection failed.
/// </param>
/// <param name="Error">Success, or why the connection failed.</param>
public readonly record struct Reception(int Count, SocketError Error)
{
    /// <summary>Whether the peer has finished sending: nothing will follow.</summary>
    public bool IsEnd => Count == 0;
}

/// <summary>
/// One end of a stream between two programs, dialled (<see cref="Engine.ConnectAsync"/>) or
/// accepted. Expected network events (reset, time-out) are values, not exceptions. Sending and
/// receiving may go on at the same time, one of each.
/// </summary>
public sealed class Connection : IAsyncDisposable
{
    // RFC 1122 4.2.2.13 lets a full close lose the peer's last bytes; nginx waits 5 s for them too.
    static readonly TimeSpan Linger = TimeSpan.FromSeconds(5);
    readonly ConversationSession _session;

    internal Connection(ConversationSession session) => _session = session;

    /// <summary>The name of this end.</summary>
    public SocketName Local => _session.Socket.Local;

    /// <summary>The name of the other end.</summary>
    public SocketName Peer => _session.Socket.Peer;

    /// <summary>
    /// Why the connection failed; Success while it stands or after a proper close.
    /// </summary>
    public SocketError Error => _session.Error;

    /// <summary>How many bytes wait for the peer to read.</summary>
    internal int UnsentCount => _session.UnsentCount;

    /// <summary>A task that ends when the socket is closed.</summary>
    public Task Closed => _session.WhenClosed;

    /// <summary>Waits for bytes.</summary>
    /// <param name="buffer">Where they go; must not be empty.</param>
    /// <param name="cancellation">Gives up waiting; nothing is lost.</param>
    /// <returns>
    /// How many arrived; none once the peer has finished or the connection failed.
    /// </returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async ValueTask<Reception> ReceiveAsync(
        Memory<byte> buffer, CancellationToken cancellation = default)
    {
        PipeReader reader = _session.Arrived;
        ReadResult result = await reader.ReadAsync(cancellation).ConfigureAwait(false);
        int count = _session.IsOver ? 0 : (int)Math.Min(result.Buffer.Length, buffer.Length);
        ReadOnlySequence<byte> taken = result.Buffer.Slice(0, count);
        taken.CopyTo(buffer.Span);
        reader.AdvanceTo(taken.End);
        return new Reception(count, count == 0 ? _session.Error : SocketError.Success);
    }

    /// <summary>
    /// Sends bytes; waits while more than 64 KiB lie unsent because the peer does not read.
    /// </summary>
    /// <returns>Success, or why the connection failed.</returns>
    /// <exception cref="OperationCanceledException">
    /// The wait was cancelled; the bytes still go out.
    /// </exception>
    public async ValueTask<SocketError> SendAsync(
        ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
    {
        if (!_session.Send(bytes.Span))
        {
            return _session.Error == SocketError.Success ? SocketError.Shutdown : _session.Error;
        }

        await _session.RoomAsync().WaitAsync(cancellation).ConfigureAwait(false);
        return _session.Error;
    }

    /// <summary>Sends bytes without waiting, unless more than a limit would lie unsent.</summary>
    /// <param name="bytes">What to send.</param>
    /// <param name="unsentLimit">How many bytes may wait for the peer to read.</param>
    /// <returns>
    /// False when the limit is reached or the connection is gone: nothing was sent.
    /// </returns>
    public bool TrySend(ReadOnlySpan<byte> bytes, int unsentLimit) =>
        _session.UnsentCount + bytes.Length <= unsentLimit && _session.Send(bytes);

    /// <summary>Half-close: the peer reads to the end, and may still answer.</summary>
    public void FinishSending() => _session.FinishSending();

    /// <summary>Closes at once with a RST; what is unsent is lost.</summary>
    /// <param name="reason">What <see cref="Error"/> shall say.</param>
    public void Abort(SocketError reason = SocketError.OperationAborted) => _session.Abort(reason);

    /// <summary>
    /// Half-closes, waits up to 5 s for the peer to finish, and closes: a close with input still
    /// unread would send a RST and could destroy what the peer has not read yet.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        _session.End();
        if (await Task.WhenAny(Closed, Task.Delay(Linger)).ConfigureAwait(false) != Closed)
        {
            _session.StopLingering();
            await Closed.ConfigureAwait(false);
        }
    }
}
