using System.Net;
using System.Net.Sockets;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Client;

/// <summary>
/// Datagrams with a person at the terminal: every line typed is sent at once, and whatever the
/// peer sends is shown when it comes, asked for or not.
/// </summary>
sealed class DatagramTalk(ClientOptions options)
{
    readonly byte[] _buffer = new byte[64 * 1024];
    long _sent;
    long _answered;
    long _bytesSent;
    long _bytesReceived;
    string? _failure;

    /// <summary>Talks until the end of input, then waits for the last answer.</summary>
    public async Task<ClientResult> RunAsync(CancellationToken cancellation)
    {
        IReadOnlyList<EndPoint> remotes = await options.ResolveAsync(cancellation);
        EndPoint remote = remotes[0];
        var dial = new DialOptions
        {
            Local = await options.LocalAsync(remote.AddressFamily, cancellation),
            Broadcast = options.Broadcast,
            Journal = options.Journal,
        };
        await using DatagramSocket socket =
            options.OpenDatagram(remote.AddressFamily, dial);
        using var ended = new CancellationTokenSource();
        var lines = new LineReader(options.Input, _buffer.Length);
        Task listening = Task.CompletedTask;
        Task overdue = Task.CompletedTask;
        while (await lines.ReadLineAsync(cancellation) is { } line)
        {
            byte[] datagram = LineEnds.Datagram(line, options.CrLf);
            SocketError error = await socket.SendToAsync(datagram, remote, cancellation);
            if (error != SocketError.Success)
            {
                Miss($"{Failure.Word(error)} {options.Address}: "
                    + $"the line of {datagram.Length} bytes was not sent");
                continue;
            }

            _sent++;
            _bytesSent += datagram.Length;
            if (_sent == 1)
            {
                listening = ListenAsync(socket, SocketName.From(remote), ended.Token);
            }

            overdue = RemarkSilenceAsync(Volatile.Read(ref _answered));
        }

        await overdue;
        await ended.CancelAsync();
        await listening;
        return new ClientResult
        {
            ExitCode = _failure is null ? ExitCode.Ok : ExitCode.Failed,
            Local = socket.Local,
            Peer = SocketName.From(remote),
            BytesSent = _bytesSent,
            BytesReceived = _bytesReceived,
            Sent = _sent,
            Answered = _answered,
        };
    }

    void Miss(string failure)
    {
        _failure ??= failure;
        options.Notices.Fail(failure);
    }

    async Task ListenAsync(
        DatagramSocket socket, SocketName peer, CancellationToken ended)
    {
        try
        {
            while (true)
            {
                Datagram datagram = await socket.ReceiveFromAsync(_buffer, ended);
                if (datagram.Error != SocketError.Success)
                {
                    Miss(Failure.ToReach(options.Address, datagram.Error));
                    Interlocked.Increment(ref _answered);
                }
                else if (!peer.IsSameEnd(datagram.From) && !options.IsToEverybody)
                {
                    options.Notices.Say($"ignored {datagram.Count} bytes from {datagram.From}");
                }
                else
                {
                    Interlocked.Increment(ref _answered);
                    _bytesReceived += datagram.Count;
                    options.Arrivals.Datagram(_buffer.AsSpan(0, datagram.Count));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The talk is over.
        }
    }

    async Task RemarkSilenceAsync(long answeredBefore)
    {
        bool hasDeadline = options.Timeout != System.Threading.Timeout.InfiniteTimeSpan;
        long deadline = Environment.TickCount64 + (long)options.Timeout.TotalMilliseconds;
        while (!hasDeadline || Environment.TickCount64 < deadline)
        {
            if (Volatile.Read(ref _answered) > answeredBefore)
            {
                return;
            }

            await Task.Delay(20);
        }

        Miss($"TIMEOUT {options.Address}: no answer within {options.Timeout.TotalSeconds:0.###} s; "
            + "UDP promises no delivery");
    }
}
