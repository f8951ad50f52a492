using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Doorway.Check;
using Trace = Doorway.Check.Trace;

namespace Doorway.Tests.Check;

[SupportedOSPlatform("linux")]
public sealed class IsolationTests
{
    static readonly TimeSpan Time = TimeSpan.FromSeconds(10);

    // Chosen as the command does: with namespaces wherever the tests may make them.
    static readonly Isolation Chosen = Isolation.Choose(null, null);

    public static TheoryData<bool> Ways => [true, false];

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_program_runs_and_its_exit_code_and_output_come_through(bool isolate)
    {
        (string output, SubjectExit? exit) = Run(isolate, "print('hello'); raise SystemExit(7)");
        Assert.Equal("hello\n", output);
        Assert.Equal(new SubjectExit(7, 0), exit);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_signal_that_ends_it_is_seen_as_one(bool isolate)
    {
        (_, SubjectExit? exit) = Run(
            isolate, "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)");
        Assert.Equal(new SubjectExit(0, 11), exit);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Little_of_our_environment_is_passed_on(bool isolate)
    {
        (string output, _) = Run(
            isolate, "import os; print(*sorted(n for n in os.environ if n[:8] != 'DOORWAY_'))");
        Assert.Equal("HOME LANG LC_CTYPE PATH TMPDIR", output.Replace(
            "LANG PATH", "LANG LC_CTYPE PATH", StringComparison.Ordinal).Trim());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Its_home_is_its_own_and_goes_with_it(bool isolate)
    {
        (string output, _) = Run(isolate, """
            import os, tempfile
            for folder in (os.environ['HOME'], tempfile.gettempdir()):
                open(folder + '/doorway-test-file', 'w').write('x')
            print(os.environ['HOME'])
            """);
        Assert.StartsWith("/", output, StringComparison.Ordinal);
        Assert.False(File.Exists(output.Trim() + "/doorway-test-file"));
        Assert.False(Directory.Exists(output.Trim()));
    }

    [Theory]
    [InlineData("/tmp")]
    [InlineData("/srv")]
    public void A_file_that_it_makes_in_its_folder_goes_with_it(string place)
    {
        Assert.SkipUnless(Chosen.IsIsolated, "no namespaces here");
        string folder = Path.Combine(place, $"doorway test {Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (UnauthorizedAccessException)
        {
            Assert.Skip($"{place} is not ours to write to");
        }

        try
        {
            UnixFileMode mode = File.GetUnixFileMode(folder);
            for (int i = 0; i < 2; i++)
            {
                string output = Chosen.Run(room =>
                {
                    using Doorway.Check.Subject subject = Start(
                        room, "print(open('server.log', 'x').write('hello'))", folder);
                    subject.WaitForExit(Time);
                    return Text(subject);
                });
                Assert.Equal("5\n", output);
            }

            Assert.Empty(Directory.GetFileSystemEntries(folder));
            Assert.Equal(mode, File.GetUnixFileMode(folder));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void It_is_not_root_where_we_are()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "we are not root");
        (string output, _) = Run(true, "import os; print(os.getuid() != 0, os.getgid() != 0)");
        Assert.Equal("True True\n", output);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("hostname")]
    [InlineData("servername")]
    [InlineData("server.example.org")]
    public void Every_name_is_ours(string name)
    {
        Assert.SkipUnless(Chosen.IsIsolated, "no namespaces here");
        var watch = Stopwatch.StartNew();
        (string output, _) = Run(true, $"""
            import socket
            print(socket.gethostbyname('{name}'))
            print(sorted(set(i[4][0] for i in socket.getaddrinfo('{name}', 80))))
            """);
        Assert.Equal("127.0.0.1\n['127.0.0.1']\n", output);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(4), $"it took {watch.Elapsed}");
    }

    [Fact]
    public void The_name_of_this_machine_is_ours()
    {
        Assert.SkipUnless(Chosen.IsIsolated, "no namespaces here");
        (string output, _) = Run(
            true, "import socket; print(socket.gethostbyname(socket.gethostname()))");
        Assert.Equal("127.0.0.1\n", output);
    }

    [Theory]
    [InlineData("192.168.1.7")]
    [InlineData("8.8.8.8")]
    [InlineData("127.0.0.1")]
    public void Every_address_is_ours(string address)
    {
        Assert.SkipUnless(Chosen.IsIsolated, "no namespaces here");
        string got = Chosen.Run(room =>
        {
            using var listening = new Socket(
                AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            listening.Bind(new IPEndPoint(IPAddress.Any, 12000));
            listening.Listen();
            using Doorway.Check.Subject subject = Start(room, $"""
                import socket
                print(socket.create_connection(('{address}', 12000)).recv(10))
                """);
            using Socket accepted = listening.Accept();
            accepted.Send("hello"u8);
            subject.WaitForExit(Time);
            return Text(subject);
        });
        Assert.Equal("b'hello'\n", got);
    }

    [Fact]
    public async Task Two_cases_may_use_the_same_port_at_once()
    {
        Assert.SkipUnless(Chosen.IsIsolated, "no namespaces here");
        using var both = new Barrier(2);
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => Chosen.Run(room =>
        {
            using Doorway.Check.Subject subject = Start(room, """
                import socket, time
                s = socket.socket(); s.bind(('', 12000)); s.listen()
                c, _ = s.accept(); c.send(b'x'); time.sleep(100)
                """);
            Await(() => subject.Sockets().Any(one => one.IsOpenDoor));
            Assert.True(both.SignalAndWait(Time));
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(IPAddress.Loopback, 12000);
            Assert.Equal(1, socket.Receive(new byte[9]));
            return 0;
        }))));
    }

    [Fact]
    public void A_port_below_1024_may_be_bound()
    {
        Assert.SkipUnless(Chosen.IsIsolated, "no namespaces here");
        (_, SubjectExit? exit) = Run(
            true, "import socket; socket.socket().bind(('', 7))");
        Assert.Equal(new SubjectExit(0, 0), exit);
    }

    // A thread is born into the namespaces of the one that makes it, and those of the pool stay.
    [Fact]
    public async Task No_thread_of_the_pool_is_born_in_a_case()
    {
        Assert.SkipUnless(Chosen.IsIsolated, "no namespaces here");
        for (int i = 0; i < 10; i++)
        {
            (string output, _) = Run(true, "import socket; print(socket.gethostbyname('a.b'))");
            Assert.Equal("127.0.0.1\n", output);
        }

        // All at once, so that each has a thread of its own; the pool makes one only now and then.
        const int Count = 32;
        ThreadPool.GetMinThreads(out int least, out int leastForPorts);
        Assert.True(ThreadPool.SetMinThreads(2 * Count, leastForPorts));
        using var all = new Barrier(Count);
        string?[] networks;
        try
        {
            networks = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => Task.Run(() =>
            {
                Assert.True(all.SignalAndWait(Time));
                return File.ResolveLinkTarget("/proc/thread-self/ns/net", false)?.Name;
            })));
        }
        finally
        {
            ThreadPool.SetMinThreads(least, leastForPorts);
        }

        Assert.Equal(
            [File.ResolveLinkTarget("/proc/self/ns/net", false)?.Name], networks.Distinct());
    }

    [Theory]
    [InlineData("no-such-program", "no such program")]
    [InlineData("/etc/passwd", "not executable")]
    [InlineData("/nowhere/at/all", "no such file")]
    public void What_can_t_be_started_is_said_in_words(string program, string reason)
    {
        var gone = Assert.Throws<SubjectGoneException>(() => Chosen.Run(room => Doorway.Check.Subject.Start(
            new Launch { Command = [program], Room = room }, new Trace())));
        Assert.Contains(reason, gone.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_its_user_can_t_read_is_said_with_what_to_do()
    {
        Assert.SkipUnless(HasOtherUsers(), "we are not root");
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            string script = Path.Combine(folder.FullName, "server.py");
            File.WriteAllText(script, "print(1)");
            var gone = Assert.Throws<SubjectGoneException>(() => Chosen.Run(room => Doorway.Check.Subject.Start(
                new Launch { Command = ["python3", script], Room = room }, new Trace())));
            Assert.Contains($"chmod o+rX {folder.FullName}", gone.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(true);
        }
    }

    static bool HasOtherUsers()
    {
        using SubjectUser? other = SubjectUser.Rent();
        return other is not null;
    }

    static (string Output, SubjectExit? Exit) Run(bool isolate, string script) =>
        (isolate ? Chosen : Isolation.Choose(false, null)).Run(room =>
        {
            using Doorway.Check.Subject subject = Start(room, script);
            SubjectExit? exit = subject.WaitForExit(Time);
            return (Text(subject), exit);
        });

    static Doorway.Check.Subject Start(Room room, string script, string? folder = null) =>
        Doorway.Check.Subject.Start(
            new Launch { Command = ["python3", "-c", script], Folder = folder, Room = room },
            new Trace());

    static string Text(Doorway.Check.Subject subject)
    {
        Await(() => subject.Output.HasEnded && subject.Errors.HasEnded);
        return subject.Output.Text + subject.Errors.Text;
    }

    static void Await(Func<bool> holds) =>
        Assert.True(SpinWait.SpinUntil(() => { Thread.Sleep(1); return holds(); }, Time));
}
