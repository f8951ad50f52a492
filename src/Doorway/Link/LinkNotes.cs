namespace Doorway;

/// <summary>
/// Where a link writes down what it does: the journal, and those who asked to be told. What they
/// throw stops nothing. Any thread may call.
/// </summary>
/// <param name="options">The link's.</param>
sealed class LinkNotes(LinkOptions options)
{
    readonly Journal? _journal = options.Journal;
    readonly Action<Fate>? _fated = options.Fated;
    readonly Action<string>? _log = options.Log;

    /// <summary>
    /// Whether anybody asks for fates; where not, they are not to be put into words.
    /// </summary>
    public bool AskForFates => _journal is not null || _fated is not null;

    /// <summary>The link's own name, once it has one.</summary>
    public SocketName Local { get; set; }

    /// <summary>Tells the fate of one message, when it is decided.</summary>
    public void Tell(in Fate fate)
    {
        Record(SocketCall.Fate, fate.Direction, fate.Client, fate.Length, fate.ToString());
        if (_fated is not null)
        {
            try
            {
                _fated(fate);
            }
#pragma warning disable CA1031 // Anybody's code, on the link's threads: nobody is left to tell.
            catch (Exception)
#pragma warning restore CA1031
            {
            }
        }
    }

    /// <summary>Tells that a direction is impaired otherwise from now on.</summary>
    public void TellChange(Direction direction, ImpairmentSet set)
    {
        string what = $"{Fate.WayOf(direction)} {set}";
        Record(SocketCall.Change, direction, default, 0, what);
        Say($"changed: {what}");
    }

    /// <summary>Tells what happened to a client, in a line.</summary>
    public void Say(string line)
    {
        if (_log is not null)
        {
            try
            {
                _log(line);
            }
#pragma warning disable CA1031 // As above.
            catch (Exception)
#pragma warning restore CA1031
            {
            }
        }
    }

    void Record(
        SocketCall call, Direction direction, in SocketName client, int length, string what) =>
        _journal?.Record(new Entry
        {
            Side = direction == Direction.ToServer ? Side.Client : Side.Server,
            Call = call,
            Transport = options.Listen.Transport,
            Local = Local,
            Peer = client,
            Result = length,
            Argument = what,
        });
}
