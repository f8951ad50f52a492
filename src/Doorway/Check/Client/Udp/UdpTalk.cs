using System.Diagnostics;
using System.Net;
using System.Text;

namespace Doorway.Check.Client.Udp;

/// <summary>
/// A conversation with a UDP client: lines are typed at it, its datagrams come to our socket. A
/// datagram that comes again is a retry, and no message of its own.
/// </summary>
sealed class UdpTalk
{
    // Of one that sends without end no more is looked at.
    const int MostAtOnce = 20;
    const int MostRepeats = 500;

    readonly Trial _trial;
    readonly List<byte[]> _seen = [];

    /// <summary>Opens the server's port, and starts the client.</summary>
    public UdpTalk(Trial trial)
    {
        _trial = trial;
        Door = trial.Bind();
        Client = trial.Start();
    }

    /// <summary>Our server's socket.</summary>
    public UdpPeer Door { get; }

    /// <summary>The client.</summary>
    public Subject Client { get; }

    /// <summary>Whether a datagram is there now.</summary>
    public bool HasMore => Door.HasDatagram;

    /// <summary>Whether the client asks for a second line after the first answer.</summary>
    public static bool GoesOn(Traits traits) => traits.Profile != CheckProfile.Textbook;

    /// <summary>What a right server answers to a line.</summary>
    public byte[] Right(string line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line);
        return _trial.Traits.Service == CheckService.Echo ? bytes : Manner.Upper(bytes);
    }

    /// <summary>The same as text.</summary>
    public string RightText(string line) => Encoding.UTF8.GetString(Right(line));

    /// <summary>Types a line, and waits for the datagram that it becomes.</summary>
    /// <exception cref="SubjectGoneException">None came; another case says so.</exception>
    public Received Ask(string line) => TryAsk(line) ?? throw Missing();

    SubjectGoneException Missing() => new(
        Client.Exit is { } exit
            ? $"the program {exit} and sent nothing to us"
            : "what was typed did not come as a datagram");

    /// <summary>
    /// Types a line, and waits for the datagram that holds it; where none does, the first that
    /// came, or null.
    /// </summary>
    public Received? TryAsk(string line)
    {
        Client.Type(line + "\n");
        byte[] typed = Encoding.UTF8.GetBytes(line);
        Received? first = null;
        for (int i = 0; i < MostAtOnce && Next() is { } datagram; i++)
        {
            if (datagram.Bytes.AsSpan().IndexOf(typed) >= 0)
            {
                return datagram;
            }

            first ??= datagram;
        }

        return first;
    }

    /// <summary>Types a line, and takes the first datagram, whatever it holds.</summary>
    /// <exception cref="SubjectGoneException">None came; another case says so.</exception>
    public Received First(string line)
    {
        Client.Type(line + "\n");
        return Next() ?? throw Missing();
    }

    /// <summary>
    /// Whether the program, started once more, sends a plain line. What sends nothing ever is one
    /// case's finding.
    /// </summary>
    public bool SendsPlainText()
    {
        _trial.Start().Type("plain\n");
        return Next() is not null;
    }

    /// <summary>The next datagram that is no repetition; null where none will come.</summary>
    /// <exception cref="FloodException">It repeats the same ones without end.</exception>
    public Received? Next()
    {
        for (int i = 0; Door.Receive() is { } datagram; i++)
        {
            if (i > MostRepeats)
            {
                throw new FloodException();
            }

            if (!_seen.Any(one => one.AsSpan().SequenceEqual(datagram.Bytes)))
            {
                _seen.Add(datagram.Bytes);
                return datagram;
            }
        }

        return null;
    }

    /// <summary>Answers as a right server does, whatever became of the line on its way.</summary>
    public void Answer(IPEndPoint to, string line) => Door.SendTo(Right(line), to);

    /// <summary>Types a line, answers it, and gives the datagram.</summary>
    /// <exception cref="SubjectGoneException">It did not come.</exception>
    public Received Exchange(string line)
    {
        Received question = Ask(line);
        Answer(question.From, line);
        return question;
    }

    /// <summary>
    /// Waits until an answer is shown. One that still stands in an output buffer is printed at the
    /// program's end: where it isn't seen before, the keyboard input is ended.
    /// </summary>
    public Sighting Find(string answer)
    {
        _trial.Until(() => Client.HasExited || Screen.Has(Client.Output, answer));
        if (!Screen.Has(Client.Output, answer))
        {
            End();
        }

        return Screen.Find(Client.Output, answer);
    }

    /// <summary>Whether an answer is shown in any form; see <see cref="Find"/>.</summary>
    public bool Shows(string answer) => Find(answer).IsComplete;

    /// <summary>
    /// Waits in real time, and longer where the client stands in line for a processor: a timeout
    /// of the client's own runs while it is idle.
    /// </summary>
    /// <returns>Whether it came to hold.</returns>
    /// <exception cref="OutOfTimeException">The case's time is over.</exception>
    public bool Within(TimeSpan time, Func<bool> holds) => Within(_trial, time, holds);

    /// <summary>The same without a conversation.</summary>
    public static bool Within(Trial trial, TimeSpan time, Func<bool> holds)
    {
        long since = Stopwatch.GetTimestamp();
        TimeSpan held = Shortage.Of(trial.Subjects);
        while (!holds())
        {
            TimeSpan passed = Stopwatch.GetElapsedTime(since);
            if (passed >= time && passed - time >= Shortage.Of(trial.Subjects) - held)
            {
                return false;
            }

            if (trial.Left == TimeSpan.Zero)
            {
                throw new OutOfTimeException();
            }

            Thread.Sleep(Patience.Step);
        }

        return true;
    }

    /// <summary>
    /// What the client's standard error shows of a failure that nobody caught; null where it shows
    /// none, and no signal ended the client.
    /// </summary>
    public string? Crash() => Uncaught.In(Client);

    /// <summary>Ends the keyboard input, and waits for the program's end.</summary>
    /// <returns>How it ended; null where it waits for something.</returns>
    public SubjectExit? End()
    {
        Client.EndInput();
        _trial.Until(() => Client.HasExited);
        if (Client.HasExited)
        {
            _trial.Until(() => Client.Output.HasEnded && Client.Errors.HasEnded);
        }

        return Client.Exit;
    }
}
