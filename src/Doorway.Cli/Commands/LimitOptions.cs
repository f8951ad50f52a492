using System.CommandLine;

namespace Doorway.Cli.Commands;

/// <summary>The options for what one peer may take from the others.</summary>
sealed class LimitOptions
{
    readonly ValueOption<int> _connections = OptionValues.Count(
        "--max-connections", "Connections at once; more are reset and counted",
        "10000 or half of the open-file limit");

    readonly ValueOption<int> _perSource = OptionValues.Count(
        "--max-per-source", "Connections at once from one address, loopback exempt", "100");

    readonly ValueOption<TimeSpan> _idle = OptionValues.Time(
        "--idle", "How long a connection may be silent", "10m; never for chat");

    readonly ValueOption<double> _busyShare = OptionValues.Share(
        "--busy-share", "Above this share of the connections those idle longest are closed", "80%");

    readonly ValueOption<TimeSpan> _busyIdle = OptionValues.Time(
        "--busy-idle", "How long one must be idle to be closed when busy", "30s");

    readonly ValueOption<TimeSpan> _writeStall = OptionValues.Time(
        "--write-stall", "How long a peer may leave its answers unread", "30s");

    readonly ValueOption<int> _unsent = OptionValues.Size(
        "--max-unsent", "Unread bytes per peer, after which its input is left unread", "64k");

    readonly ValueOption<int> _rate = OptionValues.Count(
        "--udp-rate", "UDP answers a second to one source off this host", "200");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])
            [_connections, _perSource, _idle, _busyShare, _busyIdle, _writeStall, _unsent, _rate])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The limits asked for, defaults elsewhere.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="isChat">Whether people type: they may be silent as long as they like.</param>
    public Limits Get(ParseResult parsed, bool isChat)
    {
        var defaults = new Limits();
        return new Limits
        {
            Connections = _connections.Of(parsed),
            ConnectionsPerSource = _perSource.Of(parsed) ?? defaults.ConnectionsPerSource,
            Idle = _idle.Of(parsed) ?? (isChat ? Limits.Never : defaults.Idle),
            BusyShare = _busyShare.Of(parsed) ?? defaults.BusyShare,
            BusyIdle = _busyIdle.Of(parsed) ?? defaults.BusyIdle,
            WriteStall = _writeStall.Of(parsed) ?? defaults.WriteStall,
            Unsent = _unsent.Of(parsed) ?? defaults.Unsent,
            AnswersPerSecond = _rate.Of(parsed) ?? defaults.AnswersPerSecond,
        };
    }
}
