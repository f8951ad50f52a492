using Doorway.Watch;
using Doorway.Watch.Calls;
using static Doorway.Tests.Watch.Calls.StraceSample;

namespace Doorway.Tests.Watch.Calls;

/// <summary>What becomes of strace's lines, without strace.</summary>
public sealed class CallTranslatorTests
{
    const string Any = "{sa_family=AF_INET, sin_port=htons(80), " +
        "sin_addr=inet_addr(\"\\x30\\x2e\\x30\\x2e\\x30\\x2e\\x30\")}";
    const string Took = " <0.000001000>";

    [Fact]
    public void A_process_is_told_from_its_beginning_to_its_end()
    {
        string[] told = [.. Events(Several).OfType<ProgramEvent>().Select(
            one => $"{one.Process} of {one.Parent} {one.Step} {one.Name} {one.How}")];
        Assert.Equal(
        [
            "100 of 0 Started ./t ".Replace("./", ""), "102 of 100 Forked t ",
            "100 of 0 Signalled t SIGALRM", "102 of 100 Ended t killed by SIGKILL",
            "100 of 0 Ended t exited with 3",
        ], told);
    }

    [Fact]
    public void A_socket_has_one_number_in_all_processes_that_share_it()
    {
        CallEvent[] calls = CallsOf(Several);
        Assert.Equal([1, 1, 1, 2, 2, 1, 2, 1], calls.Select(call => call.Socket));
        CallEvent close = calls.Single(call => call.Call == "close");
        Assert.Equal((102, 3, 1), (close.Process, close.Descriptor, close.Socket));
        CallEvent received = calls.Single(call => call.Bytes.Length == 6);
        Assert.Equal((100, 101), (received.Process, received.Thread));
        Assert.Equal("thread"u8, received.Bytes.Span);
        Assert.Equal("127.0.0.1:4000", received.Local);
        Assert.Equal("127.0.0.1:5000", received.Peer);
    }

    [Fact]
    public void A_refusal_names_whom_it_is_about()
    {
        CallEvent refused = CallsOf(Several).Single(call => call.Call == "connect");
        Assert.Equal("ECONNREFUSED", refused.Error);
        Assert.Equal("127.0.0.1:1", refused.Peer);
        Assert.Equal(-1, refused.Result);
    }

    [Fact]
    public void A_call_whose_thread_is_killed_never_returns()
    {
        CallEvent last = CallsOf(Several).Last(call => call.Process == 102);
        Assert.Equal(CallResult.NeverReturned, last.Error);
        Assert.Equal(TimeSpan.FromMilliseconds(10), last.Took);
    }

    [Fact]
    public void Who_uses_io_uring_is_told_once_and_who_may_not_is_not()
    {
        string ring = Lines(
            $"io_uring_setup(8, {{flags=0}}) = 3<anon_inode:[io_uring]>{Took}",
            $"io_uring_enter(3<anon_inode:[io_uring]>, 1, 1, 0, NULL, 8) = 1{Took}");
        NoticeEvent told = Assert.Single(Events(ring).OfType<NoticeEvent>());
        Assert.Contains("uses io_uring", told.Words);
        Assert.Empty(CallsOf(ring));
        foreach (string error in (string[])["EPERM (Operation not permitted)", "ENOSYS (None)"])
        {
            Assert.Empty(Events(Lines($"io_uring_setup(8, {{flags=0}}) = -1 {error}{Took}"))
                .OfType<NoticeEvent>());
        }
    }

    [Fact]
    public void A_call_that_waits_is_told_twice_under_one_number()
    {
        var events = new List<WatchEvent>();
        var translator = new CallTranslator(new CallNumbers(), events.Add);
        var reader = new StraceReader(translator.Take);
        reader.Read("100 1795303247.000000000 accept(3<TCP:[0.0.0.0:80]>, "u8);
        DateTime began = DateTime.UnixEpoch.AddSeconds(1795303247);
        translator.Tick(began + TimeSpan.FromMilliseconds(49));
        Assert.Empty(events);
        translator.Tick(began + TimeSpan.FromMilliseconds(50));
        translator.Tick(began + TimeSpan.FromMilliseconds(70));
        var waiting = Assert.IsType<CallEvent>(Assert.Single(events));
        Assert.True(waiting.IsWaiting);
        Assert.Equal("3, ...", waiting.Arguments);
        Assert.Equal("0.0.0.0:80", waiting.Local);
        reader.Read("NULL, NULL) = 4<TCP:[127.0.0.1:80->127.0.0.1:9]> <2.000000000>\n"u8);
        var returned = Assert.IsType<CallEvent>(events[1]);
        Assert.Equal((waiting.Id, waiting.Time), (returned.Id, returned.Time));
        Assert.False(returned.IsWaiting);
        Assert.Equal(TimeSpan.FromSeconds(2), returned.Took);
        Assert.Equal("127.0.0.1:9", returned.Peer);
        Assert.NotEqual(returned.Socket, returned.Made);
    }

    [Fact]
    public void A_close_that_returns_late_does_not_close_the_next_socket()
    {
        CallEvent[] calls = CallsOf(Lines(
            "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3<TCP:[1]>" + Took,
            "clone3({flags=CLONE_FILES|CLONE_THREAD}, 88) = 101" + Took,
            "close(3<TCP:[1]> <unfinished ...>",
            "101 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3<TCP:[2]>" + Took,
            "<... close resumed>) = 0" + Took,
            "101 listen(3<TCP:[2]>, 5) = 0" + Took));
        Assert.Equal([1, 2, 1, 2], calls.Select(call => call.Socket));
    }

    [Fact]
    public void A_child_that_closes_a_descriptor_closes_only_its_own()
    {
        CallEvent[] calls = CallsOf(Lines(
            "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3<TCP:[1]>" + Took,
            "clone(child_stack=NULL, flags=SIGCHLD <unfinished ...>",
            "101 close(3<TCP:[1]>) = 0" + Took,
            "101 socket(AF_INET, SOCK_DGRAM, IPPROTO_IP) = 3<UDP:[2]>" + Took,
            "<... clone resumed>) = 101" + Took,
            "listen(3<TCP:[1]>, 5) = 0" + Took));
        Assert.Equal([1, 1, 2, 1], calls.Select(call => call.Socket));
        Assert.Equal(Transport.Tcp, calls[^1].Transport);
    }

    [Fact]
    public void A_copy_of_a_descriptor_is_the_same_socket()
    {
        CallEvent[] calls = CallsOf(Lines(
            $"socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3<TCP:[1]>{Took}",
            $"bind(3<TCP:[1]>, {Any}, 16) = 0{Took}",
            $"dup2(3<TCP:[0.0.0.0:80]>, 7) = 7<TCP:[0.0.0.0:80]>{Took}",
            $"fcntl(7<TCP:[0.0.0.0:80]>, F_DUPFD_CLOEXEC, 9) = 9<TCP:[0.0.0.0:80]>{Took}",
            $"close(3<TCP:[0.0.0.0:80]>) = 0{Took}",
            $"write(9<TCP:[0.0.0.0:80]>, \"\\x61\", 1) = 1{Took}"));
        Assert.All(calls, call => Assert.Equal(1, call.Socket));
        Assert.Equal("0.0.0.0:80", calls[^1].Local);
    }

    [Fact]
    public void Another_program_has_what_was_not_closed_on_exec()
    {
        CallEvent[] calls = CallsOf(Lines(
            $"socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3<TCP:[1]>{Took}",
            $"socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = 4<TCP:[2]>{Took}",
            $"execve(\"\\x61\", [\"\\x61\"], 0x1) = 0{Took}",
            $"socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 4<TCP:[3]>{Took}",
            $"listen(3<TCP:[1]>, 5) = 0{Took}",
            $"listen(4<TCP:[3]>, 5) = 0{Took}"));
        Assert.Equal([1, 2, 3, 1, 3], calls.Select(call => call.Socket));
    }

    [Fact]
    public void A_socket_passed_over_a_Unix_socket_keeps_its_number()
    {
        const string Message =
            "{msg_name=NULL, msg_iov=[{iov_base=\"\\x78\", iov_len=1}]";
        const string Passes = "cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, cmsg_data=";
        CallEvent[] calls = CallsOf(Lines(
            "socketpair(AF_UNIX, SOCK_STREAM, 0, " +
                $"[3<UNIX-STREAM:[5->6]>, 4<UNIX-STREAM:[6->5]>]) = 0{Took}",
            $"socket(AF_INET, SOCK_DGRAM, IPPROTO_IP) = 7<UDP:[9]>{Took}",
            "sendmsg(3<UNIX-STREAM:[5->6]>, " +
                $"{Message}, msg_control=[{{{Passes}[7<UDP:[9]>]}}]}}, 0) = 1{Took}",
            "recvmsg(4<UNIX-STREAM:[6->5]>, " +
                $"{Message}, msg_control=[{{{Passes}[8<UDP:[9]>]}}]}}, 0) = 1{Took}",
            $"sendto(8<UDP:[9]>, \"\\x78\", 1, 0, {Any}, 16) = 1{Took}"));
        Assert.Equal(calls[1].Made, calls[^1].Socket);
        Assert.Equal(calls[3].Socket, calls[2].PeerSocket);
        Assert.Equal(calls[2].Socket, calls[3].PeerSocket);
    }

    [Fact]
    public void Files_are_not_told_and_sockets_on_standard_streams_are()
    {
        CallEvent call = Assert.Single(CallsOf(Lines(
            $"read(3<\\x2f\\x65\\x74\\x63>, \"\\x61\", 10) = 1{Took}",
            $"write(1<\\x70\\x69\\x70\\x65\\x3a\\x5b\\x37\\x5d>, \"\\x61\", 1) = 1{Took}",
            $"close(5) = -1 EBADF (Bad file descriptor){Took}",
            $"read(0<TCP:[127.0.0.1:80->127.0.0.1:9]>, \"\\x61\", 10) = 1{Took}")));
        Assert.Equal(("read", 0), (call.Call, call.Descriptor));
    }

    [Fact]
    public void Waits_for_sockets_are_told_and_others_are_not()
    {
        CallEvent[] calls = CallsOf(Lines(
            $"poll([{{fd=0<\\x2f>, events=POLLIN}}], 1, 0) = 0 (Timeout){Took}",
            "poll([{fd=0<\\x2f>, events=POLLIN}, {fd=3<TCP:[1]>, events=POLLIN}], 2, 0) = 1 " +
                $"([{{fd=3, revents=POLLIN}}]){Took}",
            $"pselect6(4, [3<TCP:[1]>], NULL, NULL, NULL, NULL) = 1 (in [3]){Took}",
            $"epoll_wait(5<\\x61>, [], 1, 0) = 0{Took}",
            "epoll_ctl(5<\\x61>, EPOLL_CTL_ADD, 3<TCP:[1]>, {events=EPOLLIN, " +
                $"data={{u32=3, u64=3}}}}) = 0{Took}",
            $"epoll_wait(5<\\x61>, [], 1, 0) = 0{Took}"));
        Assert.Equal(
            ["poll", "pselect6", "epoll_ctl", "epoll_wait"], calls.Select(call => call.Call));
        Assert.Equal([1, 1, 1, 0], calls.Select(call => call.Socket));
    }

    [Fact]
    public void More_bytes_than_are_kept_are_counted()
    {
        var events = new List<WatchEvent>();
        var translator = new CallTranslator(new CallNumbers(), events.Add);
        var reader = new StraceReader(translator.Take);
        string text = string.Concat(Enumerable.Repeat("\\x61", 65536));
        byte[] line = System.Text.Encoding.ASCII.GetBytes(Lines(
            $"sendto(3<TCP:[1]>, \"{text}\", 65536, 0, NULL, 0) = 65536{Took}"));
        for (int i = 0; i < 1500; i++)
            reader.Read(line);
        translator.Tick(DateTime.UtcNow);
        long kept = events.OfType<CallEvent>().Sum(call => (long)call.Bytes.Length);
        Assert.InRange(kept, 64 << 20, 80 << 20);
        Assert.All(events.OfType<CallEvent>(), call => Assert.Equal(65536, call.Result));
        Assert.Contains(
            "bytes that calls moved are not kept", events.OfType<NoticeEvent>().Single().Words);
    }
}
