namespace Doorway.Services;

/// <summary>One end of a chat's room: listens to its connection, line by line.</summary>
sealed class ChatMember(Connection connection, TimeSpan quiet)
{
    const int BufferSize = 4 * 1024;

    /// <summary>The member's connection.</summary>
    public Connection Connection => connection;

    /// <summary>How many bytes lay unread when it was dropped; 0 while it was not.</summary>
    public int Unread { get; set; }

    /// <summary>Tells each line, without its newline, until the peer has finished.</summary>
    public async Task ListenAsync(
        Action<ReadOnlySpan<byte>> heard, CancellationToken cancellation)
    {
        var cutter = new LineCutter(Chat.LineLimit, heard);
        byte[] buffer = new byte[BufferSize];
        while (true)
        {
            Task<Reception> arriving = connection.ReceiveAsync(buffer, cancellation).AsTask();
            if (cutter.HasPartial)
            {
                using var arrived = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                var pause = Task.Delay(quiet, arrived.Token);
                if (await Task.WhenAny(arriving, pause).ConfigureAwait(false) == pause)
                {
                    cutter.Pause();
                }

                await arrived.CancelAsync().ConfigureAwait(false);
            }

            Reception reception = await arriving.ConfigureAwait(false);
            if (reception.IsEnd)
            {
                cutter.Cut();
                return;
            }

            cutter.Add(buffer.AsSpan(0, reception.Count));
        }
    }
}
