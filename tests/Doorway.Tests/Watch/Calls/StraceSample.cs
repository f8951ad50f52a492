using System.Text;
using Doorway.Watch;
using Doorway.Watch.Calls;

namespace Doorway.Tests.Watch.Calls;

/// <summary>What strace 6.1 writes, and what is read in it.</summary>
static class StraceSample
{
    /// <summary>
    /// Two threads and two processes: interrupted lines, a signal, a restart, a kill, an exit.
    /// </summary>
    public const string Several = """
        100 1795303247.100000000 execve("\x2e\x2f\x74", ["\x2e\x2f\x74"], 0x7ffd /* 46 vars */) = 0 <0.000227560>
        100 1795303247.212759874 socket(AF_INET, SOCK_DGRAM, IPPROTO_IP) = 3<UDP:[30071004]> <0.000017716>
        100 1795303247.212866864 bind(3<UDP:[30071004]>, {sa_family=AF_INET, sin_port=htons(4000), sin_addr=inet_addr("\x31\x32\x37\x2e\x30\x2e\x30\x2e\x31")}, 16) = 0 <0.000014501>
        100 1795303248.233505806 clone3({flags=CLONE_VM|CLONE_FILES|CLONE_THREAD, exit_signal=0} => {parent_tid=[101]}, 88) = 101 <0.000042113>
        101 1795303248.233640707 recvfrom(3<UDP:[127.0.0.1:4000]>,  <unfinished ...>
        100 1795303248.334328124 clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|SIGCHLD, child_tidptr=0x7f <unfinished ...>
        102 1795303248.434328124 close(3<UDP:[127.0.0.1:4000]>) = 0 <0.000058067>
        100 1795303248.434500000 <... clone resumed>) = 102 <0.100310162>
        100 1795303249.236134741 --- SIGALRM {si_signo=SIGALRM, si_code=SI_KERNEL} ---
        102 1795303249.240000000 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3<TCP:[30071005]> <0.000017716>
        102 1795303249.250000000 connect(3<TCP:[30071005]>, {sa_family=AF_INET, sin_port=htons(1), sin_addr=inet_addr("\x31\x32\x37\x2e\x30\x2e\x30\x2e\x31")}, 16) = -1 ECONNREFUSED (Connection refused) <0.000067671>
        101 1795303249.850816006 <... recvfrom resumed>"\x74\x68\x72\x65\x61\x64", 10, 0, {sa_family=AF_INET, sin_port=htons(5000), sin_addr=inet_addr("\x31\x32\x37\x2e\x30\x2e\x30\x2e\x31")}, [16]) = 6 <1.617145575>
        101 1795303249.851013541 +++ exited with 0 +++
        102 1795303249.860000000 recvfrom(3<TCP:[30071005]>,  <unfinished ...>) = ?
        102 1795303249.870000000 +++ killed by SIGKILL +++
        100 1795303249.880000000 recvfrom(3<UDP:[127.0.0.1:4000]>, 0x7ffc89ba50a0, 100, 0, NULL, NULL) = ? ERESTARTSYS (To be restarted if SA_RESTART is set) <1.000054337>
        100 1795303251.857859015 exit_group(3) = ?
        100 1795303251.858080375 +++ exited with 3 +++

        """;

    /// <summary>What is read in a text that comes in pieces of these lengths; the rest is the last.
    /// </summary>
    public static List<string> Read(string text, params int[] lengths)
    {
        var items = new List<string>();
        var reader = new StraceReader(item => items.Add(InWords(item)));
        ReadOnlySpan<byte> rest = Encoding.ASCII.GetBytes(text);
        foreach (int length in lengths)
        {
            int count = Math.Min(Math.Abs(length), rest.Length);
            reader.Read(rest[..count]);
            rest = rest[count..];
        }
        reader.Read(rest);
        return items;
    }

    static string InWords(StraceItem item) => item switch
    {
        StraceBegun begun => $"{begun.Thread} {begun.Call.Name} begins",
        StraceEnded ended => $"{ended.Thread} {ended.Call.Name}" +
            $"({Encoding.ASCII.GetString(ended.Call.Arguments)}) = {ended.Call.Result} " +
            $"in {ended.Call.Took.Ticks}",
        StraceSignal signal => $"{signal.Thread} gets {signal.Name}",
        StraceExit exit => $"{exit.Thread} {exit.How}",
        _ => item.ToString(),
    };

    /// <summary>The events of a text.</summary>
    public static List<WatchEvent> Events(string text, bool attaches = false)
    {
        var events = new List<WatchEvent>();
        var translator = new CallTranslator(new CallNumbers(), events.Add) { Attaches = attaches };
        new StraceReader(translator.Take).Read(Encoding.ASCII.GetBytes(text));
        return events;
    }

    /// <summary>The calls among them, one for each.</summary>
    public static CallEvent[] CallsOf(string text) => [.. Events(text).OfType<CallEvent>()];

    /// <summary>A line: <c>100 seconds call</c>, the seconds counted from the line before.</summary>
    public static string Lines(params string[] calls) => string.Concat(calls.Select(
        (call, at) => char.IsAsciiDigit(call[0])
            ? $"{call[..4]}1795303247.{at:000000000} {call[4..]}\n"
            : $"100 1795303247.{at:000000000} {call}\n"));
}
