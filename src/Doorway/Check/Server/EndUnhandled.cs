using System.Net.Sockets;

namespace Doorway.Check.Server;

/// <summary>The client has finished, and the server does not notice.</summary>
sealed class EndUnhandled : CheckCase
{
    // More than any server has left to say to a client that has finished.
    const int Flood = 64 * 1024;
    static readonly TimeSpan LastMoment = TimeSpan.FromSeconds(1);
    static readonly TimeSpan MuchForAnEnd = TimeSpan.FromMilliseconds(100);

    public override string Id => "tcp/end/unhandled";

    public override string Title => "Doesn't understand that a client has finished";

    public override string Requirement =>
        "A receive of no bytes is the end of the stream: the conversation with this client is "
            + "over.";

    public override string Source => "recv(2), the return value 0; RFC 9293 3.6";

    public override CheckRole Role => CheckRole.Server;

    public override CheckLevel? LevelFor(Traits traits) =>
        traits.IsTcpServer(
            CheckProfile.Line, CheckProfile.Loop, CheckProfile.Echo, CheckProfile.TwoWay)
            ? CheckLevel.Must : null;

    public override Explanation Explanation { get; } = new()
    {
        Why = "When a client has closed, recv does not fail and does not wait: it returns no "
            + "bytes, again and again. A program that goes on as if that were an empty message "
            + "turns in a loop and takes a whole processor, or sends answers that nobody asked "
            + "for, or dies.",
        How = "A client asks, gets its answer and finishes sending (shutdown). The program should "
            + "close the connection, and wait for others. Its processor time is measured, not the "
            + "time that passes, so a busy machine does not matter.",
        Causes =
        [
            "The loop around recv has no way out for an empty result.",
            "The end is taken for an error that ends the whole program.",
        ],
        CausesIn = new Dictionary<Language, string>
        {
            [Language.Python] = "while True: around recv without a test for b''.",
            [Language.Java] = "readLine returns null, or read returns -1, and nobody looks.",
            [Language.C] = "recv returns 0, and only < 0 is tested.",
            [Language.CSharp] = "ReadLine returns null, or Read returns 0, and nobody looks.",
            [Language.Go] = "Read returns io.EOF, and the loop goes on, or log.Fatal ends it all.",
        },
        Fix = "Leave the loop when recv returns no bytes, and close the connection.",
        Fixes = new Dictionary<Language, string>
        {
            [Language.Python] = """
                while True:
                    data = connection.recv(1024)
                    if not data:
                        break
                    connection.sendall(data.upper())
                connection.close()
                """,
            [Language.Java] = """
                String line;
                while ((line = in.readLine()) != null) {
                    out.println(line.toUpperCase(Locale.ROOT));
                }
                connection.close();
                """,
            [Language.C] = """
                while ((length = recv(connection, message, sizeof message, 0)) > 0)
                    answer(connection, message, length);
                close(connection);
                """,
            [Language.CSharp] = """
                while (reader.ReadLine() is { } line)
                {
                    writer.WriteLine(line.ToUpperInvariant());
                }
                """,
            [Language.Go] = """
                if err != nil { // io.EOF among them
                    return
                }
                """,
        },
    };

    internal override Verdict Run(Trial trial)
    {
        trial.Serve();
        using TcpPeer peer = trial.Connect();
        byte[] message = trial.Message("hello, to the end");
        peer.Send(message);
        if (trial.Traits.Profile != CheckProfile.TwoWay)
        {
            byte[] expected = trial.Traits.Manner.Answer(message);
            if (peer.Read(expected.Length).Bytes.Length == 0)
            {
                return Verdict.Skipped("the first message was not answered");
            }
        }

        OrdinaryClient.LetFinish(trial);
        return AfterTheEnd(trial, peer);
    }

    static Verdict AfterTheEnd(Trial trial, TcpPeer peer)
    {
        var work = new Restlessness(trial.Subject);
        long printed = Printed(trial);
        var came = new List<byte>();
        bool isOver = false;
        peer.FinishSending();
        bool isLoud = trial.Patience.Wait(time =>
        {
            isOver = isOver || IsOver(peer, came, time);
            if (isOver)
            {
                Thread.Sleep(time);
            }

            return work.IsSure || NeverRests(trial, work) || came.Count > Flood
                || Printed(trial) - printed > Flood
                || trial.Subject is { HasExited: true };
        });
        if (trial.Subject is { HasExited: true, Exit: { } exit })
        {
            return exit is { Code: 0, Signal: 0 }
                ? Verdict.Passed
                : Verdict.Failed($"The client finished sending, and the whole program {exit}.");
        }

        if (isLoud)
        {
            return Verdict.Failed(
                $"The client finished sending, and the program turned in a loop: "
                + $"{work.Used.TotalMilliseconds:0} ms of processor time, {came.Count:N0} "
                + "bytes sent "
                + $"to it and {Printed(trial) - printed:N0} printed since.");
        }

        return came.Count == 0 || trial.Traits.Profile == CheckProfile.TwoWay
            ? Verdict.Passed
            : Verdict.Failed(
                $"The client finished sending, and {came.Count:N0} bytes came as if that had "
                    + "been a "
                + "message.",
                new Evidence.Difference(default, came.ToArray()));
    }

    // On a machine where hardly any processor time is left for it: seconds without a rest, and more
    // work than any program has with an end of a stream.
    static bool NeverRests(Trial trial, Restlessness work) =>
        trial.Left < LastMoment && work.Used >= MuchForAnEnd;

    static long Printed(Trial trial) =>
        (trial.Subject?.Output.Total ?? 0) + (trial.Subject?.Errors.Total ?? 0);

    // Takes what is there; true once the connection has ended.
    static bool IsOver(TcpPeer peer, List<byte> came, TimeSpan time)
    {
        if (!peer.Socket.Poll(time, SelectMode.SelectRead))
        {
            return false;
        }

        byte[] buffer = new byte[4096];
        int count = peer.Socket.Receive(buffer, SocketFlags.None, out SocketError error);
        came.AddRange(buffer.AsSpan(0, count));
        return error is not (SocketError.Success or SocketError.WouldBlock)
            || (error == SocketError.Success && count == 0);
    }
}
