using System.Text;
using Doorway.Watch.Calls;
using FsCheck;
using FsCheck.Fluent;

namespace Doorway.Tests.Watch.Calls;

public sealed class StraceReaderTests
{
    static readonly Config Runs =
        Config.QuickThrowOnFailure.WithMaxTest(300).WithQuietOnSuccess(true);

    [Fact]
    public void Calls_of_several_threads_are_put_together()
    {
        List<string> items = StraceSample.Read(StraceSample.Several);
        Assert.Contains("101 recvfrom begins", items);
        Assert.Contains(items, item => item.StartsWith(
            """101 recvfrom(3<UDP:[127.0.0.1:4000]>, "\x74\x68\x72\x65\x61\x64", 10, 0, {"""));
        Assert.Contains(items, item => item.EndsWith(", [16]) = 6 in 16171455"));
        Assert.Contains(items, item => item.StartsWith("100 clone(child_stack=NULL, ")
            && item.EndsWith("child_tidptr=0x7f) = 102 in 1003101"));
        Assert.Contains("102 recvfrom(3<TCP:[30071005]>, ) = ? in 0", items);
        Assert.Contains(items, item => item.Contains(") = ? ERESTARTSYS (To be restarted"));
        Assert.Contains("100 gets SIGALRM", items);
        Assert.Contains("102 killed by SIGKILL", items);
        Assert.Contains("100 exited with 3", items);
        Assert.DoesNotContain(items, item => item.StartsWith("StraceUnread"));
    }

    [Fact]
    public void Any_split_of_the_text_reads_the_same()
    {
        List<string> whole = StraceSample.Read(StraceSample.Several);
        Prop.ForAll<int[]>(lengths =>
            StraceSample.Read(StraceSample.Several, lengths).SequenceEqual(whole)).Check(Runs);
        Assert.Equal(whole, StraceSample.Read(
            StraceSample.Several, [.. Enumerable.Repeat(1, StraceSample.Several.Length)]));
    }

    [Fact]
    public void A_call_begins_before_its_line_ends()
    {
        const string Waits = "100 1795303247.100000000 accept4(3<TCP:[0.0.0.0:12000]>, ";
        Assert.Empty(StraceSample.Read(Waits[..^4]));
        Assert.Equal(["100 accept4 begins"], StraceSample.Read(Waits));
    }

    [Fact]
    public void What_it_waits_for_is_known_before_it_ends()
    {
        StraceCall? call = null;
        var reader = new StraceReader(item => call = (item as StraceBegun)?.Call ?? call);
        reader.Read("7 1795303247.100000000 connect(3<TCP:[12]>, {sa_fa"u8);
        reader.Read("mily=AF_UNIX}, 110"u8);
        Assert.Equal(
            "3<TCP:[12]>, {sa_family=AF_UNIX}, 110", Encoding.ASCII.GetString(call!.Arguments));
    }

    [Fact]
    public void A_line_that_is_none_of_these_is_told_and_left_out()
    {
        List<string> items = StraceSample.Read(
            "strace: something\n100 1795303247.100000000 vfork() = 5 <0.000000100>\n");
        Assert.Equal(
            ["StraceUnread { Thread = 0, Time = 1/1/0001 00:00:00, Length = 17 }".Replace(
                "1/1/0001 00:00:00", default(DateTime).ToString()),
                "100 vfork begins", "100 vfork() = 5 in 1"],
            items);
    }

    [Fact]
    public void A_line_without_end_takes_no_memory_without_end()
    {
        var items = new List<StraceItem>();
        var reader = new StraceReader(items.Add);
        byte[] piece = new byte[1 << 20];
        piece.AsSpan().Fill((byte)'x');
        for (int i = 0; i < 2 * StraceReader.LongestLine / piece.Length; i++)
            reader.Read(piece);
        reader.Read("\n100 1795303247.100000000 +++ exited with 0 +++\n"u8);
        Assert.Equal(2 * StraceReader.LongestLine, Assert.IsType<StraceUnread>(items[0]).Length);
        Assert.IsType<StraceExit>(items[1]);
    }

    [Fact]
    public void After_execve_of_another_thread_the_rest_comes_under_the_first()
    {
        List<string> items = StraceSample.Read("""
            101 1795303247.100000000 execve("\x61", ["\x61"], 0x1 /* 2 vars */ <unfinished ...>
            100 1795303247.200000000 +++ superseded by execve in pid 101 +++
            100 1795303247.300000000 <... execve resumed>) = 0 <0.200000000>

            """);
        Assert.Equal(
            """101 execve("\x61", ["\x61"], 0x1 /* 2 vars */) = 0 in 2000000""", items[^1]);
    }
}
