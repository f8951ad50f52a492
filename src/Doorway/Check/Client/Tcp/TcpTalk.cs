using System.Text;

namespace Doorway.Check.Client.Tcp;

/// <summary>
/// A conversation with a TCP client: lines are typed at it, they come to our server, and are
/// answered there. It takes the client as it is: one that connects first or asks first, that sends
/// a newline or none, that opens a connection for each line.
/// </summary>
sealed class TcpTalk
{
    /// <summary>What a greeting server says, with its newline.</summary>
    public const string Greeting = "Thank you for connecting";

    const int Flood = 64 * 1024;

    readonly Trial _trial;
    readonly Quiet _quiet;
    TcpPeer? _peer;
    bool _sendsNewline;

    /// <summary>Opens the server's port, and starts the client.</summary>
    public TcpTalk(Trial trial)
        : this(trial, trial.Listen())
    {
    }

    /// <summary>Starts the client, once more, at a port that is open. One that was started before
    /// it is ended: what it does would be taken for this one's.</summary>
    public TcpTalk(Trial trial, TcpEntrance door)
    {
        foreach (Subject earlier in trial.Subjects)
        {
            earlier.Kill();
        }

        _trial = trial;
        Door = door;
        Client = trial.Start();
        _quiet = new Quiet(trial, Client);
    }

    /// <summary>Our listening socket.</summary>
    public TcpEntrance Door { get; }

    /// <summary>The client.</summary>
    public Subject Client { get; }

    /// <summary>The connection; the latest, where there were several.</summary>
    /// <exception cref="SubjectGoneException">There is none; another case says so.</exception>
    public TcpPeer Peer => _peer ??= Door.Accept() ?? throw new SubjectGoneException(
        Client.Exit is { } exit
            ? $"the program {exit} and did not connect to us"
            : "the program did not connect to us");

    /// <summary>Whether it has connected.</summary>
    public bool HasConnected => _peer is not null;

    /// <summary>Whether the server speaks first, and only it.</summary>
    public bool IsGreeted => Profile == CheckProfile.Greeting;

    CheckProfile Profile => _trial.Traits.Profile;

    /// <summary>What a right server answers to a line, without its newline.</summary>
    public string Right(string line) => _trial.Traits.Service == CheckService.Echo
        ? line : Encoding.UTF8.GetString(Manner.Upper(Encoding.UTF8.GetBytes(line)));

    /// <summary>Types a line, and waits for what comes of it.</summary>
    /// <exception cref="SubjectGoneException">Nothing came; another case says so.</exception>
    public byte[] Ask(string line) => TryAsk(line) ?? throw new SubjectGoneException(
        Client.Exit is { } exit
            ? $"the program {exit}, and a line that was typed did not come"
            : "a line that was typed did not come");

    /// <summary>Types a line, and waits for what comes of it; null where nothing does.</summary>
    public byte[]? TryAsk(string line)
    {
        Client.Type(line + "\n");
        return TryHear(line);
    }

    /// <summary>
    /// Waits until a line has come, or something else has and nothing follows; null where nothing
    /// comes. Its newline is with it, where one came at once.
    /// </summary>
    public byte[]? TryHear(string line)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(line);
        _peer ??= Door.Accept();
        while (_peer is { } peer)
        {
            Reading heard = peer.ReadUntil(bytes =>
                wanted.Length > 0 && bytes.ToArray().AsSpan().IndexOf(wanted) >= 0
                    ? bytes.Count : -1);
            // The newline of the line before may come on its own, late.
            if (heard.Bytes.AsSpan().TrimStart("\r\n"u8).Length > 0)
            {
                _sendsNewline = heard.Bytes[^1] == '\n';
                return heard.Bytes;
            }

            if (Door.Accept() is not { } next)
            {
                return heard.Bytes.Length > 0 ? heard.Bytes : null;
            }

            _peer = next;
        }

        return null;
    }

    /// <summary>Types a line and answers it; gives the answer without its newline.</summary>
    /// <exception cref="SubjectGoneException">Nothing came; another case says so.</exception>
    public string Exchange(string line)
    {
        Ask(line);
        string answer = Right(line);
        Answer(answer);
        return answer;
    }

    /// <summary>Sends an answer in one piece; a textbook's server then closes.</summary>
    public void Answer(string text)
    {
        Peer.Send(Bytes(text));
        Rest();
    }

    /// <summary>Sends an answer in two pieces, the second after the first was taken.</summary>
    /// <param name="text">The answer, without its newline.</param>
    /// <param name="count">How many bytes the first piece has.</param>
    public void AnswerInTwo(string text, int count)
    {
        byte[] bytes = Bytes(text);
        Peer.Send(bytes.AsSpan(0, count));
        Calm();
        Peer.Send(bytes.AsSpan(count));
        Rest();
    }

    /// <summary>An answer as bytes, with a newline where this client takes lines.</summary>
    public byte[] Bytes(string text) => Encoding.UTF8.GetBytes(
        Profile == CheckProfile.Line || _sendsNewline ? text + "\n" : text);

    /// <summary>Has the client do what it is for, once; gives what it should show.</summary>
    /// <exception cref="SubjectGoneException">It does not get so far.</exception>
    public string Once(string line)
    {
        if (!IsGreeted)
        {
            return Exchange(line);
        }

        Peer.Send(Encoding.UTF8.GetBytes(Greeting));
        Rest();
        return Greeting;
    }

    // What a server does after an answer; then the client may take it in.
    void Rest()
    {
        if (Profile is CheckProfile.Textbook or CheckProfile.Greeting)
        {
            Peer.FinishSending();
        }

        Calm();
    }

    /// <summary>Ends the connection by a reset.</summary>
    public void Reset()
    {
        Peer.Reset();
        _peer = null;
    }

    /// <inheritdoc cref="Quiet.Calm"/>
    public void Calm() => _quiet.Calm();

    /// <inheritdoc cref="Quiet.Comes"/>
    public bool Comes(Func<bool> holds) => _quiet.Comes(holds);

    /// <inheritdoc cref="Quiet.NeverRests"/>
    public bool NeverRests => _quiet.NeverRests;

    /// <summary>Waits for the program's end, and for the last of what it printed.</summary>
    public bool Exits() => Comes(() =>
        Client.HasExited && Client.Output.HasEnded && Client.Errors.HasEnded) || Client.HasExited;

    /// <summary>
    /// Looks for an answer on the screen. One that still stands in an output buffer is printed at
    /// the program's end: where it isn't seen before, the input is ended.
    /// </summary>
    public Sighting Find(string answer)
    {
        Sighting seen = Screen.Find(Client.Output, answer);
        if (!seen.IsComplete)
        {
            End();
            seen = Screen.Find(Client.Output, answer);
        }

        return seen;
    }

    /// <summary>Ends the keyboard input, and watches how the client ends.</summary>
    public Ending End()
    {
        Client.EndInput();
        bool closed = _peer is not { } peer || Comes(() => Client.HasExited || HasClosed(peer));
        bool isRestless = !closed && (NeverRests || _peer?.Unread >= Flood);
        if (isRestless)
        {
            return Ending.IgnoresEnd;
        }

        if (!Client.HasExited)
        {
            _peer?.FinishSending();
        }

        if (Exits())
        {
            return Crash.Happened(Client) ? Ending.Crashed
                : closed ? Ending.Exited : Ending.LeftOpen;
        }

        return closed || (_peer is { } still && HasClosed(still))
            ? Ending.Stays : Ending.IgnoresEnd;
    }

    /// <summary>
    /// Whether a new one ends after an ordinary conversation. Where it doesn't, another case says
    /// so, and no more can be told by its not ending.
    /// </summary>
    public static bool EndsOrdinarily(Trial trial, TcpEntrance door) =>
        OrdinaryEnd(trial, door) is not (Ending.Stays or Ending.IgnoresEnd);

    /// <summary>How a new one ends after an ordinary conversation.</summary>
    public static Ending OrdinaryEnd(Trial trial, TcpEntrance door)
    {
        var talk = new TcpTalk(trial, door);
        talk.Once("an ordinary line");
        return talk.End();
    }

    /// <summary>Takes the connection away, and judges what the client does: it should end, and may
    /// also ask for more, or connect again.</summary>
    public Verdict MustEnd(Action loss, string symptom)
    {
        Calm();
        bool wasRestless = NeverRests;
        loss();
        Calm();
        bool turns = NeverRests && !wasRestless;
        if (!turns && End() is not (Ending.Stays or Ending.IgnoresEnd))
        {
            return Verdict.Passed;
        }

        string what = NeverRests ? "keeps the processor busy" : "waits for ever";
        return !NeverRests && Door.Accept() is not null ? Verdict.Passed
            : EndsOrdinarily(_trial, Door) ? Verdict.Failed($"{symptom}, and the program {what}.")
            : Verdict.Skipped("the program does not end after an answer either");
    }

    static bool HasClosed(TcpPeer peer)
    {
        while (peer.Ended is null && peer.Unread < Flood && peer.Receive(TimeSpan.Zero))
        {
        }

        return peer.Ended is not null;
    }
}
