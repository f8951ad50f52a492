using System.Net;
using System.Net.Sockets;

namespace Doorway.Cli.Client;

/// <summary>
/// The client of a stream: sends what is typed or piped in and shows what arrives, both at once.
/// After the end of input it half-closes and reads to the peer's end, so that no answer is lost.
/// </summary>
sealed class StreamClient(ClientOptions options)
{
    static readonly TimeSpan InputAtHand = TimeSpan.FromMilliseconds(200);

    long _sent;
    long _received;
    SocketError _sendError;
    volatile bool _peerEnded;
    volatile bool _sending;

    /// <summary>Connects and converses.</summary>
    public async Task<ClientResult> RunAsync(CancellationToken cancellation)
    {
        IReadOnlyList<EndPoint> remotes = await options.ResolveAsync(cancellation);
        (Connection? connection, SocketError error) = await ConnectAsync(remotes, cancellation);
        if (connection is null)
        {
            string tried = remotes.Count > 1
                ? $"(tried {string.Join(", ", remotes.Select(SocketName.From))})" : "";
            return new ClientResult
            {
                ExitCode = ExitCode.Failed,
                Failure = IsLocal(error)
                    ? Failure.ToBind(options.Bind!, error)
                    : Failure.ToReach(options.Address, error, tried),
            };
        }

        SocketName local = connection.Local;
        SocketName peer = connection.Peer;
        options.Events?.Write("connected", json =>
        {
            json.WriteString("local", local.ToString());
            json.WriteString("peer", peer.ToString());
        });
        string? failure = await ConverseAsync(connection, cancellation);
        options.Arrivals.End();
        await connection.DisposeAsync();
        return new ClientResult
        {
            ExitCode = failure is null ? ExitCode.Ok : ExitCode.Failed,
            Failure = failure,
            Local = local,
            Peer = peer,
            BytesSent = Volatile.Read(ref _sent),
            BytesReceived = _received,
        };
    }

    // What connect(2) says only of the address that was bound to.
    bool IsLocal(SocketError error) => options.Bind is not null && error
        is SocketError.AddressNotAvailable or SocketError.AddressAlreadyInUse
            or SocketError.AccessDenied;

    // Every address that the name has, in the resolver's order, until one answers.
    async Task<(Connection?, SocketError)> ConnectAsync(
        IReadOnlyList<EndPoint> remotes, CancellationToken cancellation)
    {
        SocketError last = SocketError.HostNotFound;
        foreach (EndPoint remote in remotes)
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            deadline.CancelAfter(options.ConnectTimeout);
            try
            {
                var dial = new DialOptions
                {
                    Local = await options.LocalAsync(remote.AddressFamily, cancellation),
                    Journal = options.Journal,
                };
                (Connection? connection, last) = await options.Engine.ConnectAsync(
                    options.Address.Transport, remote, dial, deadline.Token);
                if (connection is not null)
                {
                    return (connection, SocketError.Success);
                }
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                last = SocketError.TimedOut;
            }
            catch (SocketException failure)
            {
                last = failure.SocketErrorCode;
            }
        }

        return (null, last);
    }

    async Task<string?> ConverseAsync(Connection connection, CancellationToken cancellation)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task input = SendInputAsync(connection, silence);
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                Reception reception = await connection.ReceiveAsync(buffer, silence.Token);
                if (reception.IsEnd)
                {
                    break;
                }

                _received += reception.Count;
                Show(buffer.AsSpan(0, reception.Count));
                if (input.IsCompleted)
                {
                    silence.CancelAfter(options.Timeout);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            connection.Abort(SocketError.TimedOut);
            return $"TIMEOUT {options.Address}: the peer neither answered nor closed within "
                + $"{options.Timeout.TotalSeconds:0.###} s of our end of input; "
                + "--timeout sets the time";
        }

        await LookForUnsentInputAsync(input);
        SocketError error = connection.Error != SocketError.Success ? connection.Error : _sendError;
        return error == SocketError.Success ? null : Failure.Broken(options.Address, error);
    }

    // The peer has ended the conversation. Input that is at hand now will have no answer; input
    // that may still come one day (an idle pipe, a person) is nobody's loss.
    async Task LookForUnsentInputAsync(Task input)
    {
        _peerEnded = true;
        if (options.IsInteractive || input.IsCompleted)
        {
            return;
        }

        if (_sending)
        {
            _sendError = SocketError.Shutdown;
            return;
        }

        await Task.WhenAny(input, Task.Delay(InputAtHand));
    }

    void Show(ReadOnlySpan<byte> bytes)
    {
        options.Arrivals.Stream(bytes);
        byte[]? copy = options.Events is null ? null : bytes.ToArray();
        options.Events?.Write("received", json =>
        {
            json.WriteString("text", System.Text.Encoding.UTF8.GetString(copy!));
            json.WriteBase64String("bytes", copy);
        });
    }

    async Task SendInputAsync(Connection connection, CancellationTokenSource silence)
    {
        byte[] buffer = new byte[64 * 1024];
        var lineEnds = new LineEnds(options.CrLf, options.NoNewline);
        while (true)
        {
            int count = await options.Input.ReadAsync(buffer);
            if (count == 0)
            {
                break;
            }

            if (_peerEnded)
            {
                _sendError = SocketError.Shutdown;
                return;
            }

            _sending = true;
            foreach (ReadOnlyMemory<byte> piece in lineEnds.Pieces(buffer.AsMemory(0, count)))
            {
                _sendError = await connection.SendAsync(piece);
                if (_sendError != SocketError.Success)
                {
                    return;
                }

                Interlocked.Add(ref _sent, piece.Length);
            }

            _sending = false;
        }

        connection.FinishSending();
        try
        {
            silence.CancelAfter(options.Timeout);
        }
        catch (ObjectDisposedException)
        {
            // The conversation ended while the end of input was on its way.
        }
    }
}
