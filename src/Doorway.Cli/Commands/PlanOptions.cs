using System.CommandLine;
using System.Text;
using Doorway.Cli.Bench;

namespace Doorway.Cli.Commands;

/// <summary>
/// The options for what is sent to a server, how fast, and what it should answer.
/// </summary>
sealed class PlanOptions
{
    const int EchoPort = 7;
    const int DiscardPort = 9;
    const int StreamConnections = 64;
    const int DatagramDepth = 64;

    // What each datagram begins with, so that its answer is known.
    const int TagBytes = 12;

    static readonly TimeSpan DefaultPercentile = TimeSpan.FromMilliseconds(10);

    readonly ValueOption<int> _connections = OptionValues.Count(
        "--connections", "Connections, or sockets for datagrams", "64; 1 for datagrams, and with "
            + "--reconnect");

    readonly ValueOption<TimeSpan> _duration = OptionValues.Time(
        "--duration", "How long to send, warm-up not counted", "10s; 1s a try with --max");

    readonly ValueOption<long> _count = OptionValues.Number(
        "--count", "How many messages to send, in place of a duration: 500, 100k, 2m");

    readonly ValueOption<int> _size = OptionValues.Size(
        "--size", "Bytes of a message", "64, or those of --text");

    readonly Option<string?> _text = new("--text")
    {
        Description = "What messages are made of, in any script (default English words)",
        HelpName = "TEXT",
    };

    readonly ValueOption<int> _depth = OptionValues.Count(
        "--depth", "Messages of a connection that may be unanswered at once",
        "1; 64 for datagrams");

    readonly ValueOption<long> _rate = OptionValues.Number(
        "--rate",
        "Messages a second in all, evenly paced, whether or not answers come (open loop)");

    readonly Option<bool> _closed = OptionValues.Switch(
        "--closed", "Send a message when an answer has come (closed loop; the default)");

    readonly Option<bool> _max = OptionValues.Switch(
        "--max", "Search the highest --rate whose p99 stays under --p99");

    readonly ValueOption<TimeSpan> _percentile = OptionValues.Time(
        "--p99", "With --max: what 99 of 100 answers must stay under, from the planned time",
        "10ms");

    readonly Option<string?> _expect = OptionValues.Choice(
        "--expect", "The right answer (default upper; echo on port 7, none on port 9)",
        "upper|echo|none", "upper", "echo", "none");

    readonly ValueOption<TimeSpan> _timeout = OptionValues.Time(
        "--timeout", "How long an answer may take, and connecting", "1s");

    readonly ValueOption<TimeSpan> _warmUp = OptionValues.Time(
        "--warm-up", "How long to send before anything is counted",
        "1s; 0s with --count, 200ms with --max", mayBeZero: true);

    readonly Option<bool> _reconnect = OptionValues.Switch(
        "--reconnect", "A connection for each message, for servers that close after one answer");

    public PlanOptions()
    {
        _connections.Aliases.Add("-c");
        _duration.Aliases.Add("-d");
        _count.Aliases.Add("-n");
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])
            [_connections, _duration, _count, _size, _text, _depth, _rate, _closed, _max,
             _percentile, _expect, _timeout, _warmUp, _reconnect])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The plan asked for, defaults elsewhere.</summary>
    /// <exception cref="UsageException">It can't be.</exception>
    public BenchPlan Get(ParseResult parsed, Address target, Engine engine)
    {
        Require(parsed, target);
        bool isStream = target.Transport.IsStream;
        bool reconnects = parsed.GetValue(_reconnect);
        string? text = parsed.GetValue(_text);
        long? count = _count.Of(parsed);
        var defaults = new LoadPlan { Target = target };
        bool isSearch = parsed.GetValue(_max);
        var goal = new LoadGoal();
        TimeSpan duration = _duration.Of(parsed)
            ?? (isSearch ? goal.RunTime : defaults.Duration);
        var plan = defaults with
        {
            Connections = _connections.Of(parsed)
                ?? (isStream && !reconnects ? StreamConnections : 1),
            Depth = _depth.Of(parsed) ?? (isStream ? 1 : DatagramDepth),
            Count = count,
            Duration = duration == Limits.Never ? TimeSpan.FromDays(24) : duration,
            WarmUp = _warmUp.Of(parsed) ?? (isSearch ? goal.WarmUp
                : count is null ? defaults.WarmUp : TimeSpan.Zero),
            Size = _size.Of(parsed)
                ?? (text is null ? defaults.Size
                    : Encoding.UTF8.GetByteCount(text) + (isStream ? 0 : TagBytes)),
            Text = text,
            Rate = _rate.Of(parsed),
            Expect = Expectation(parsed.GetValue(_expect), target),
            Timeout = _timeout.Of(parsed) ?? defaults.Timeout,
            Reconnect = reconnects,
            Engine = engine,
        };
        return new BenchPlan
        {
            Load = plan,
            SearchUnder = isSearch
                ? _percentile.Of(parsed) ?? DefaultPercentile : null,
        };
    }

    static LoadExpectation Expectation(string? word, Address target) => word switch
    {
        "upper" => LoadExpectation.Upper,
        "echo" => LoadExpectation.Echo,
        "none" => LoadExpectation.None,
        _ => target.Port switch
        {
            EchoPort => LoadExpectation.Echo,
            DiscardPort => LoadExpectation.None,
            _ => LoadExpectation.Upper,
        },
    };

    void Require(ParseResult parsed, Address target)
    {
        OptionValues.RequirePeer(target);
        Exclude(parsed, _count, _duration);
        Exclude(parsed, _rate, _closed);
        Exclude(parsed, _max, _rate);
        Exclude(parsed, _max, _closed);
        Exclude(parsed, _max, _count);
        Exclude(parsed, _reconnect, _depth);
        string? fault =
            target.IsBroadcast ? $"{target}: a load is for one server, not for everybody"
            : IsGiven(parsed, _percentile) && !parsed.GetValue(_max)
                ? "--p99 is for --max; add --max, or leave it out"
            : parsed.GetValue(_reconnect) && target.Transport.IsDatagram
                ? $"--reconnect is for streams, and {target} has no connections; leave it out"
            : parsed.GetValue(_text) is "" ? "--text: an empty text can't be sent"
            : parsed.GetValue(_max) && parsed.GetValue(_expect) == "none"
                ? "--max needs answers to measure; leave out --expect none"
            : _timeout.Of(parsed) == Limits.Never || _warmUp.Of(parsed) == Limits.Never
                ? "never is no time for --timeout or --warm-up: a run has an end; write 10s"
            : null;
        if (fault is not null)
        {
            throw new UsageException(fault);
        }
    }

    static void Exclude(ParseResult parsed, Option one, Option other)
    {
        if (IsGiven(parsed, one) && IsGiven(parsed, other))
        {
            throw new UsageException(
                $"{one.Name} and {other.Name} exclude each other; leave one out");
        }
    }

    static bool IsGiven(ParseResult parsed, Option option) =>
        parsed.GetResult(option) is { Implicit: false };
}
