using System.Buffers;
using System.IO.Pipelines;

namespace Doorway;

/// <summary>
/// A stream whose bytes go to and come from a <see cref="Doorway.Connection"/>. What arrives waits
/// in a pipe of at most 64 KiB; when the conversation does not read, the session stops receiving.
/// </summary>
sealed class ConversationSession : Session
{
    static readonly PipeOptions Options = new(
        pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024,
        useSynchronizationContext: false);

    readonly Pipe _arrived = new(Options);
    readonly TaskCompletionSource _closed =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    volatile bool _paused;

    public ConversationSession() => Connection = new Connection(this);

    /// <summary>The conversation's side of this session.</summary>
    public Connection Connection { get; }

    /// <summary>What has arrived.</summary>
    public PipeReader Arrived => _arrived.Reader;

    /// <summary>A task that ends when the socket is closed.</summary>
    public Task WhenClosed => _closed.Task;

    /// <summary>Whether the conversation was ended: what still arrives is discarded.</summary>
    public bool IsOver { get; private set; }

    /// <summary>What to do once the connection is open.</summary>
    public Action<ConversationSession>? Started { get; init; }

    // Not while bytes lie unsent: two ends that send before they read would wait for each other
    // for ever. A conversation that waits for room does not read either, and so pauses all the
    // same.
    protected override bool IsPaused => _paused;

    protected override void OnOpened() => Started?.Invoke(this);

    protected override void OnReceived(ReadOnlySpan<byte> bytes)
    {
        _arrived.Writer.Write(bytes);
        ValueTask<FlushResult> flush = _arrived.Writer.FlushAsync();
        if (flush.IsCompleted)
        {
            flush.GetAwaiter().GetResult();
            return;
        }

        _paused = true;
        _ = ResumeAsync(flush);
    }

    async Task ResumeAsync(ValueTask<FlushResult> flush)
    {
        await flush.ConfigureAwait(false);
        _paused = false;
        Socket.InterestChanged();
    }

    protected override void OnPeerFinished() => _arrived.Writer.Complete();

    protected override void OnOver()
    {
        IsOver = true;
        _arrived.Reader.CancelPendingRead();
    }

    protected override void OnClosed()
    {
        // A reset gives the reader what had arrived before it, then the error.
        _arrived.Writer.Complete();
        _closed.TrySetResult();
    }
}
