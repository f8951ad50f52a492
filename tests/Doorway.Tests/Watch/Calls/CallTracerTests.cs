using System.Net.Sockets;
using System.Text;
using Doorway.Services;
using Doorway.Tests.Check;
using Doorway.Tests.Command;
using Doorway.Watch;
using Doorway.Watch.Calls;

namespace Doorway.Tests.Watch.Calls;

public sealed class CallTracerTests
{
    static string Peer(string name) => Path.Combine(Programs.Peers, name);

    static string[] Python(string code) => [Programs.Python, "-c", code];

    static byte[] Ask(int port, string text)
    {
        using var client = new TcpClient("127.0.0.1", port);
        client.Client.Send(Encoding.UTF8.GetBytes(text));
        client.Client.Shutdown(SocketShutdown.Send);
        byte[] answer = new byte[1024];
        client.Client.ReceiveTimeout = (int)Deadline.Default.TotalMilliseconds;
        int count = client.Client.Receive(answer);
        return answer[..count];
    }

    [Fact]
    public void A_TCP_client_and_server_are_told_call_by_call()
    {
        int port = FreePorts.Next();
        var numbers = new CallNumbers();
        using var server = WatchedRun.Start(
            [Programs.Python, Peer("tcp_server.py"), $"{port}"], numbers);
        CallEvent waiting = server.UntilWaits("accept4", "accept");
        Assert.Equal($"0.0.0.0:{port}", waiting.Local);
        using var client = WatchedRun.Start(
            [Programs.Python, Peer("tcp_client.py"), "127.0.0.1", $"{port}"], numbers);
        client.Until<OutputEvent>(_ => client.Output.Contains("sentence:"));
        CallEvent connected = client.Until<CallEvent>(
            call => call is { Call: "connect", Error: null, IsWaiting: false }
                && call.Transport == Transport.Tcp);
        Assert.Equal($"127.0.0.1:{port}", connected.Peer);
        Assert.True(client.Tracer.Type("hello\n"));
        client.End();
        Assert.Contains("HELLO", client.Output);

        CallEvent accepted = server.Until<CallEvent>(
            call => call.Id == waiting.Id && !call.IsWaiting);
        Assert.Equal(connected.Local, accepted.Peer);
        CallEvent sent = client.CallsOf("sendto").Single();
        Assert.Equal("hello"u8, sent.Bytes.Span);
        CallEvent received = server.Until<CallEvent>(
            call => call.Call == "recvfrom" && !call.IsWaiting);
        Assert.Equal("hello"u8, received.Bytes.Span);
        Assert.Equal(accepted.Made, received.Socket);
        Assert.Equal((sent.Peer, sent.Local), (received.Local, received.Peer));
        Assert.NotEqual(sent.Socket, received.Socket);
        server.UntilWaits("accept4", "accept");
        server.Dispose();
        ProgramEvent ended = server.Events.OfType<ProgramEvent>().Last();
        Assert.Equal((ProgramStep.Ended, "killed by SIGTERM"), (ended.Step, ended.How));
    }

    [Fact]
    public void A_UDP_client_and_server_are_told_with_the_ports_the_kernel_chose()
    {
        int port = FreePorts.Next();
        using var server = WatchedRun.Start([Programs.Python, Peer("udp_server.py"), $"{port}"]);
        server.UntilWaits("recvfrom");
        using var client = WatchedRun.Start(
            [Programs.Python, Peer("udp_client.py"), "127.0.0.1", $"{port}"]);
        client.Tracer.Type("hello\n");
        client.End();
        CallEvent sent = client.CallsOf("sendto").Single();
        Assert.Equal(Transport.Udp, sent.Transport);
        Assert.Equal($"127.0.0.1:{port}", sent.Peer);
        CallEvent answer = client.CallsOf("recvfrom").Single();
        Assert.Equal("HELLO"u8, answer.Bytes.Span);
        CallEvent received = server.Until<CallEvent>(
            call => call.Call == "recvfrom" && !call.IsWaiting);
        Assert.Equal("hello"u8, received.Bytes.Span);
        Assert.Equal(answer.Local!.Split(':')[1], received.Peer!.Split(':')[1]);
        CallEvent replied = server.Until<CallEvent>(call => call.Call == "sendto");
        Assert.Equal(received.Socket, replied.Socket);
    }

    [Theory]
    [InlineData("8")]
    [InlineData("0")]
    public async Task A_program_that_uses_io_uring_is_told_of(string entries)
    {
        IReadOnlyList<string> command = await MutantBuilds.CommandAsync("ring.c");
        using var run = WatchedRun.Start([.. command, entries]);
        run.End();
        // It prints whether it has a ring: a kernel or a container may forbid that.
        bool hasRing = run.Output == "a ring\n";
        Assert.True(hasRing || run.Output == "none\n", run.Words);
        Assert.False(hasRing && entries == "0");
        Assert.Equal(
            hasRing ? 1 : 0, run.Events.OfType<NoticeEvent>().Count(
                notice => notice.Words.Contains("uses io_uring")));
    }

    [Theory]
    [InlineData("tcp_server.c")]
    [InlineData("good/LineServer.java")]
    [InlineData("good/line_server.js")]
    [InlineData("good/threaded_line_server.py")]
    [InlineData("good/asyncio_line_server.py")]
    [InlineData("good/csharp/LineServer.cs")]
    public async Task Servers_of_all_languages_are_seen(string name)
    {
        int port = FreePorts.Next();
        IReadOnlyList<string> command = await MutantBuilds.CommandAsync(name);
        using var server = WatchedRun.Start([.. command, $"{port}"]);
        server.Until<CallEvent>(call => call.Call == "listen" && call.Local!.EndsWith($":{port}"));
        server.Until<CallEvent>(call => call.IsWaiting);
        Assert.Equal("HELLO\n"u8, Ask(port, "hello\n"));
        CallEvent accepted = server.Until<CallEvent>(
            call => call.Call.StartsWith("accept") && call is { IsWaiting: false, Result: >= 0 });
        Assert.StartsWith("127.0.0.1:", accepted.Peer);
        server.Until<CallEvent>(
            call => call.Socket == accepted.Made && call.Bytes.Span.SequenceEqual("HELLO\n"u8));
        CallEvent[] moved = [.. server.Calls.Where(
            call => call.Socket == accepted.Made && call.Bytes.Length > 0)];
        Assert.Equal("hello\nHELLO\n", string.Concat(
            moved.Select(call => Encoding.UTF8.GetString(call.Bytes.Span))));
        Assert.All(moved, call => Assert.Equal($"127.0.0.1:{port}", call.Local));
    }

    [Fact]
    public void A_forking_server_has_a_child_for_each_client()
    {
        int port = FreePorts.Next();
        using var server = WatchedRun.Start(
            [Programs.Python, Peer("forking_server.py"), $"{port}"]);
        server.UntilWaits("accept4");
        Assert.Equal("ONE"u8, Ask(port, "one"));
        Assert.Equal("TWO"u8, Ask(port, "two"));
        server.Until<ProgramEvent>(_ => server.Events.OfType<ProgramEvent>()
            .Count(one => one.Step == ProgramStep.Ended) == 2);
        ProgramEvent[] children = [.. server.Events.OfType<ProgramEvent>()
            .Where(one => one.Step == ProgramStep.Forked)];
        Assert.Equal(2, children.Length);
        Assert.All(children, child => Assert.Equal(server.Tracer.Process, child.Parent));
        int[] made = [.. server.CallsOf("accept4").Where(call => call.Error is null)
            .Select(call => call.Made)];
        Assert.Equal(2, made.Distinct().Count());
        foreach ((ProgramEvent child, int socket) in children.Zip(made))
        {
            CallEvent sent = server.Until<CallEvent>(
                call => call.Process == child.Process && call.Call == "sendto");
            Assert.Equal(socket, sent.Socket);
            server.Until<CallEvent>(call => call.Call == "close"
                && call.Process == server.Tracer.Process && call.Socket == socket);
        }
    }

    [Fact]
    public void Unix_sockets_are_told_with_who_is_at_the_other_end()
    {
        using var folder = new TemporaryFolder();
        using var run = WatchedRun.Start(Python($"""
            import socket
            s = socket.socket(socket.AF_UNIX); s.bind({Quoted(folder.File("door"))}); s.listen()
            c = socket.socket(socket.AF_UNIX); c.connect({Quoted(folder.File("door"))})
            a, _ = s.accept(); c.send(b"hi"); a.recv(9)
            """));
        run.End();
        CallEvent sent = run.CallsOf("sendto").Single();
        CallEvent received = run.CallsOf("recvfrom").Single();
        Assert.Equal(Transport.Unix, sent.Transport);
        Assert.Equal(folder.File("door"), sent.Peer);
        Assert.Equal(folder.File("door"), received.Local);
        Assert.Equal((sent.Socket, sent.PeerSocket), (received.PeerSocket, received.Socket));
    }

    static string Quoted(string text) => $"\"{text}\"";

    [Fact]
    public void A_refused_client_and_a_reset_are_told()
    {
        int port = FreePorts.Next();
        using var run = WatchedRun.Start(Python($"""
            import socket, struct
            try: socket.create_connection(("127.0.0.1", {port}))
            except OSError: pass
            s = socket.create_server(("127.0.0.1", {port}))
            c = socket.create_connection(("127.0.0.1", {port})); a, _ = s.accept()
            a.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)); a.close()
            try: c.recv(9)
            except OSError: pass
            """));
        run.End();
        Assert.Equal(["ECONNREFUSED", null], run.CallsOf("connect").Select(call => call.Error));
        Assert.Equal("ECONNRESET", run.CallsOf("recvfrom").Single().Error);
    }

    [Fact]
    public async Task A_program_that_runs_already_can_be_watched_and_goes_on_after()
    {
        int port = FreePorts.Next();
        await using var server = ChildProcess.Start(
            Programs.Python, [Peer("forking_server.py"), $"{port}"]);
        await FreePorts.WaitUntilOpenAsync("tcp", port, server);
        using (var run = WatchedRun.Attach(server.Id))
        {
            Assert.Equal($"0.0.0.0:{port}", run.UntilWaits("accept4").Local);
            Assert.Equal("ONE"u8, Ask(port, "one"));
            CallEvent sent = run.Until<CallEvent>(call => call.Call == "sendto");
            Assert.Equal("ONE"u8, sent.Bytes.Span);
            Assert.False(run.Tracer.CanType);
        }
        Assert.False(server.HasExited);
        Assert.Equal("TWO"u8, Ask(port, "two"));
        string status = File.ReadAllText($"/proc/{server.Id}/status");
        Assert.Contains("TracerPid:\t0", status);
    }

    [Fact]
    public void What_is_no_process_is_refused_in_words()
    {
        if (CallTracer.WhyNot is { } why)
            Assert.Skip(why);
        var refused = Assert.Throws<TraceException>(
            () => CallTracer.Attach(int.MaxValue, new CallNumbers(), _ => { }));
        Assert.Contains($"process {int.MaxValue}: There is no such process", refused.Message);
    }

    [Fact]
    public void Who_watches_can_not_be_watched()
    {
        if (CallTracer.WhyNot is { } why)
            Assert.Skip(why);
        var refused = Assert.Throws<TraceException>(
            () => CallTracer.Attach(Environment.ProcessId, new CallNumbers(), _ => { }));
        Assert.Contains("can't watch itself", refused.Message);
    }

    [Fact]
    public void What_is_no_program_is_refused_in_words() => Assert.Throws<ExecException>(
        () => CallTracer.Start(["./no-such-program"], new CallNumbers(), _ => { }));

    [Fact]
    public void What_the_kernel_does_not_run_is_refused_in_words()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("program");
        File.WriteAllText(file, "#!/no/such/interpreter\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var events = new List<WatchEvent>();
        var refused = Assert.Throws<ExecException>(
            () => CallTracer.Start([file], new CallNumbers(), events.Add));
        Assert.Contains("No such file", refused.Message);
        Assert.Empty(events);
    }

    [Fact]
    public void Programs_that_ignore_the_wish_to_end_are_ended_and_nothing_stays()
    {
        using var run = WatchedRun.Start(Python("""
            import os, signal, socket
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            s = socket.create_server(("127.0.0.1", 0))
            if os.fork() == 0: os.setsid()
            s.accept()
            """));
        run.Until<CallEvent>(call => call.IsWaiting
            && run.Events.OfType<CallEvent>().Count(one => one.IsWaiting) == 2);
        int[] processes =
            [.. run.Events.OfType<ProgramEvent>().Select(one => one.Process).Distinct()];
        Assert.Equal(2, processes.Length);
        run.Dispose();
        Assert.All(processes, one => Assert.False(IsAlive(one)));
        Assert.Equal(2, run.Events.OfType<ProgramEvent>().Count(
            one => one is { Step: ProgramStep.Ended, How: "killed by SIGKILL" }));
        Assert.All(run.Events.OfType<CallEvent>().Where(call => call.IsWaiting), call =>
            Assert.Contains(run.Calls, one => one.Id == call.Id));
    }

    // Who has ended may wait for its parent to notice: state Z in its stat file.
    static bool IsAlive(int process)
    {
        try
        {
            return !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ");
        }
        catch (IOException)
        {
            return false;
        }
    }

    [Fact]
    public async Task A_program_that_prints_without_end_is_not_held_up_and_not_kept()
    {
        const int MiB = 300;
        using var run = WatchedRun.Start(Python($"""
            import os
            block = b"x" * 1048576
            for _ in range({MiB}): os.write(1, block)
            """));
        await run.Tracer.Ended.WaitAsync(Deadline.Long);
        long kept = run.Events.OfType<OutputEvent>().Sum(one => (long)one.Bytes.Length);
        Assert.InRange(kept, 1 << 20, 64 << 20);
        Assert.Contains(run.Events, one => one is NoticeEvent notice
            && notice.Words.Contains("more bytes, which are not kept"));
    }

    [Fact]
    public async Task A_flood_of_calls_is_told_in_full()
    {
        const int Calls = 5000;
        using var run = WatchedRun.Start(Python($"""
            import socket
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            for i in range({Calls}): s.sendto(b"%d" % i, ("127.0.0.1", 9))
            """));
        await run.Tracer.Ended.WaitAsync(Deadline.Long);
        CallEvent[] sent = run.CallsOf("sendto");
        Assert.Equal(
            Enumerable.Range(0, Calls).Select(i => $"{i}"),
            sent.Where(call => call.Error is null)
                .Select(call => Encoding.UTF8.GetString(call.Bytes.Span)));
    }

    [Fact]
    public void Without_strace_a_program_runs_and_prints_all_the_same()
    {
        using var run = WatchedRun.Start(Python("print(input().upper())"), withCalls: false);
        Assert.True(run.Tracer.Type("hello\n"));
        run.End();
        Assert.Equal("HELLO\n", run.Output);
        Assert.Empty(run.Calls);
        Assert.Equal(
            [ProgramStep.Started, ProgramStep.Ended],
            run.Events.OfType<ProgramEvent>().Select(one => one.Step));
    }

    [Fact]
    public void What_is_printed_in_pieces_at_once_is_told_as_one()
    {
        using var run = WatchedRun.Start(
            Python("import sys; print('From', 'server:', 1); sys.stdout.write('Line? '); input()"),
            withCalls: false);
        run.Until<OutputEvent>(_ => run.Output.EndsWith("Line? "));
        run.Tracer.EndInput();
        run.End();
        OutputEvent[] printed = [.. run.Events.OfType<OutputEvent>().Where(one => !one.IsError)];
        const int Pieces = 7;
        Assert.InRange(printed.Length, 1, Pieces - 1);
        Assert.Equal("From server: 1\nLine? "u8, printed.SelectMany(one => one.Bytes.ToArray())
            .ToArray());
    }

    [Fact]
    public void The_end_of_the_input_reaches_a_program()
    {
        using var run = WatchedRun.Start(["cat"]);
        run.Tracer.Type("one\ntwo");
        run.Tracer.EndInput();
        run.End();
        Assert.Equal("one\ntwo", run.Output);
        Assert.False(run.Tracer.Type("three"));
    }
}
