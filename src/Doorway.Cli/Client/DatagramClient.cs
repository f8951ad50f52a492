using System.Net;
using System.Net.Sockets;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Client;

/// <summary>
/// The client of datagrams: each line, without its newline, is one datagram, and waits for its
/// answer. A line that is sent again keeps its socket: the answer to any copy will do. One that was
/// not answered leaves its socket behind: were the answer still to come, it could not be taken for
/// the answer to the next line.
/// </summary>
sealed class DatagramClient(ClientOptions options) : IAsyncDisposable
{
    const int LargestUdp = 65_535;
    const int LargestUnix = 4 * 1024 * 1024;

    readonly byte[] _buffer =
        new byte[options.Address.Transport == Transport.Udp ? 64 * 1024 : LargestUnix];

    IReadOnlyList<EndPoint> _remotes = [];
    int _remote;
    bool _remoteAnswered;
    DatagramSocket? _socket;
    long _line;
    long _sent;
    long _answered;
    long _bytesSent;
    long _bytesReceived;
    string? _failure;

    /// <summary>Sends each line and waits for its answer.</summary>
    public async Task<ClientResult> RunAsync(CancellationToken cancellation)
    {
        _remotes = await options.ResolveAsync(cancellation);
        int limit = options.Address.Transport == Transport.Udp ? LargestUdp : LargestUnix;
        var lines = new LineReader(options.Input, limit);
        SocketName local = default;
        while (await lines.ReadLineAsync(cancellation) is { } line)
        {
            _line++;
            if (line.Length > limit)
            {
                Miss(TooLong($"over {limit}"));
                continue;
            }

            Miss(await AskAsync(line, cancellation));
            local = _socket?.Local ?? local;
        }

        return new ClientResult
        {
            ExitCode = _failure is null ? ExitCode.Ok : ExitCode.Failed,
            Local = local,
            Peer = SocketName.From(_remotes[_remote]),
            BytesSent = _bytesSent,
            BytesReceived = _bytesReceived,
            Sent = _sent,
            Answered = _answered,
        };
    }

    void Miss(string? failure)
    {
        if (failure is not null)
        {
            _failure ??= failure;
            options.Notices.Fail(failure);
        }
    }

    string TooLong(string size) =>
        $"TOO-LONG {options.Address}: line {_line} has {size} bytes and does not fit into a "
            + "datagram; "
        + "it was not sent (TCP has no such limit)";

    async Task<string?> AskAsync(byte[] line, CancellationToken cancellation)
    {
        byte[] datagram = LineEnds.Datagram(line, options.CrLf);
        _sent++;
        for (int attempt = 0; attempt <= options.Retries; attempt++)
        {
            SocketError error = await AskOnceAsync(datagram, attempt, cancellation);
            switch (error)
            {
                case SocketError.Success:
                    return null;
                case SocketError.ConnectionRefused
                    when !_remoteAnswered && _remote + 1 < _remotes.Count:
                    // Nobody was there, so nobody has the line: the name's next address may have
                    // it.
                    _remote++;
                    attempt--;
                    break;
                case SocketError.TimedOut:
                    break;
                case SocketError.MessageSize:
                    return TooLong($"{datagram.Length}");
                default:
                    return Failure.ToReach(options.Address, error, $"(line {_line})");
            }
        }

        string times = options.Retries > 0 ? $", sent {options.Retries + 1} times," : "";
        return $"TIMEOUT {options.Address}: line {_line}{times} was not answered within "
            + $"{options.Timeout.TotalSeconds:0.###} s; UDP promises no delivery "
            + "(--timeout, --retries)";
    }

    async Task<SocketError> AskOnceAsync(
        byte[] datagram, int attempt, CancellationToken cancellation)
    {
        EndPoint remote = _remotes[_remote];
        _socket ??= await OpenAsync(remote, cancellation);
        SocketError error = await _socket.SendToAsync(datagram, remote, cancellation);
        if (error == SocketError.Success)
        {
            _bytesSent += datagram.Length;
            error = await AnswerAsync(remote, cancellation);
        }

        _remoteAnswered |= error == SocketError.Success;
        bool isAskedAgain = error == SocketError.TimedOut && attempt < options.Retries;
        if (!isAskedAgain && (error != SocketError.Success || attempt > 0))
        {
            // The line, or a copy of it that was sent before, may still be answered.
            await _socket.DisposeAsync();
            _socket = null;
        }

        return error;
    }

    async Task<DatagramSocket> OpenAsync(EndPoint remote, CancellationToken cancellation)
    {
        var dial = new DialOptions
        {
            Local = await options.LocalAsync(remote.AddressFamily, cancellation)
                ?? UnixName(options.Address),
            Broadcast = options.Broadcast,
            Journal = options.Journal,
        };
        return options.OpenDatagram(remote.AddressFamily, dial);
    }

    // unix(7): a datagram socket without a name can't be answered. Linux has names without a file.
    static UnixDomainSocketEndPoint? UnixName(Address address)
    {
        if (address.Transport != Transport.UnixDatagram)
        {
            return null;
        }

        string name = $"doorway-{Environment.ProcessId}-{Guid.NewGuid():N}";
        return new UnixDomainSocketEndPoint(
            OperatingSystem.IsLinux() ? "\0" + name : Path.Combine(Path.GetTempPath(), name[..24]));
    }

    async Task<SocketError> AnswerAsync(EndPoint remote, CancellationToken cancellation)
    {
        SocketName expected = SocketName.From(remote);
        bool isBroadcast = options.IsToEverybody;
        SocketError result = SocketError.TimedOut;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(options.Timeout);
        try
        {
            while (true)
            {
                Datagram answer = await _socket!.ReceiveFromAsync(_buffer, deadline.Token);
                if (answer.Error != SocketError.Success)
                {
                    return answer.Error;
                }

                if (!isBroadcast && !expected.IsSameEnd(answer.From))
                {
                    options.Notices.Say(
                        $"ignored {answer.Count} bytes from {answer.From}: "
                            + $"the question went to {expected}");
                    continue;
                }

                Show(answer);
                result = SocketError.Success;
                if (!isBroadcast)
                {
                    return result;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return result;
        }
    }

    void Show(Datagram answer)
    {
        _answered++;
        _bytesReceived += answer.Count;
        options.Arrivals.Datagram(_buffer.AsSpan(0, answer.Count));
        options.Events?.Write("received", json =>
        {
            json.WriteString("from", answer.From.ToString());
            json.WriteString(
                "text", System.Text.Encoding.UTF8.GetString(_buffer.AsSpan(0, answer.Count)));
            json.WriteBase64String("bytes", _buffer.AsSpan(0, answer.Count));
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_socket is not null)
        {
            await _socket.DisposeAsync();
        }
    }
}
