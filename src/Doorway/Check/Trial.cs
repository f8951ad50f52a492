using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Doorway.Check;

/// <summary>
/// One case on one program: what the case has to work with. Everything it opens belongs to the
/// case's own network where the machine allows that, and is closed with it.
/// </summary>
sealed class Trial : IDisposable
{
    // A door is looked for often: every case waits for it.
    static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(5);

    readonly Func<Launch> _launch;
    readonly List<IDisposable> _opened = [];
    readonly Lock _gate = new();
    readonly Patience _starting;
    Subject[] _subjects = [];
    bool _isOver;
    int _connections;

    /// <summary>Begins now.</summary>
    /// <param name="traits">What is known of the program.</param>
    /// <param name="launch">How it is started.</param>
    /// <param name="time">How long the case may take.</param>
    public Trial(Traits traits, Func<Launch> launch, TimeSpan time)
    {
        Traits = traits;
        _launch = launch;
        Patience = new Patience(
            traits.IsStartedByUs ? AreAllIdle : null, time)
        {
            Silence = traits.Silence,
            HeldUp = () => Shortage.StillOwed(_subjects),
            Work = traits.Role == CheckRole.Server ? () => new Restlessness(Subject)
                : traits.StartWork is { } start ? () => new Restlessness(Subject, 2 * start)
                : null,
        };
        _starting = new Patience(
            traits.IsStartedByUs ? AreAllIdle : null, time)
        {
            Silence = traits.StartSilence,
            HeldUp = () => Shortage.StillOwed(_subjects),
        };
        Wire = new Wire(Trace, traits);
    }

    /// <summary>What is known of the program.</summary>
    public Traits Traits { get; }

    /// <summary>What was done and seen.</summary>
    public Trace Trace { get; } = new();

    /// <summary>What was seen on the wire, where the case has a network of its own.</summary>
    public Wire Wire { get; }

    /// <summary>How long to wait for what may not come.</summary>
    public Patience Patience { get; }

    /// <summary>What is left of the case's time.</summary>
    public TimeSpan Left => Patience.Left;

    /// <summary>
    /// The program, the first time it was started in this case; null where it was not, or is not
    /// ours to start.
    /// </summary>
    public Subject? Subject => _subjects.FirstOrDefault();

    /// <summary>The program as often as it was started in this case, in that order.</summary>
    public IReadOnlyList<Subject> Subjects => _subjects;

    /// <summary>
    /// Starts the program: a client, which waits for input or for us then, has ended, or is busy;
    /// or a server of which the start itself is in question, and then at once.
    /// </summary>
    /// <exception cref="SubjectGoneException">It is not ours to start, or can't be started.
    /// </exception>
    public Subject Start()
    {
        if (!Traits.IsStartedByUs)
        {
            throw new SubjectGoneException("the program runs already; it is not ours to start");
        }

        Trace.Add(TraceSide.Doorway, "start the program");
        Subject subject = Keep(Subject.Start(_launch(), Trace));
        _subjects = [.. _subjects, subject];
        foreach (string line in Traits.Input)
        {
            Prompt.Await(this, subject);
            subject.Type(line + "\n");
        }

        if (Traits.Role == CheckRole.Client)
        {
            Prompt.Await(this, subject);
            if (Traits.Typed.Length > 0)
            {
                subject.Type(Traits.Typed);
                Prompt.Await(this, subject);
            }
        }

        return subject;
    }

    /// <summary>Starts the server unless it runs, and waits until its port is open.</summary>
    /// <exception cref="SubjectGoneException">It has not opened its port.</exception>
    public void Serve()
    {
        if (!Traits.IsStartedByUs)
        {
            return;
        }

        if (Traits.Look is { HasStarted: false })
        {
            throw new SubjectGoneException(Traits.Mute ?? "the program does not start");
        }

        Subject subject = Start();
        if (Traits.Typed.Length > 0)
        {
            subject.Type(Traits.Typed);
        }

        bool isThere = _starting.Wait(_ =>
        {
            if (subject.HasExited || IsOpen(subject))
            {
                return true;
            }

            Thread.Sleep(Glance);
            return false;
        });
        if (!isThere || subject.HasExited)
        {
            throw new SubjectGoneException(subject.Exit is { } exit
                ? $"the program {exit}"
                : $"the program has not opened {Traits.Transport.Scheme()}/{Traits.Port}");
        }
    }

    /// <summary>The same, until it rests: it may open one socket after the other.</summary>
    public void ServeAndRest()
    {
        Serve();
        OrdinaryClient.LetFinish(this);
    }

    bool IsOpen(Subject subject) => subject.Sockets().Any(socket => socket.IsOpenDoor
        && socket.Transport == Traits.Transport && socket.Local.Port == Traits.Port);

    /// <summary>Connects to the server; where it is reached unless told otherwise.</summary>
    /// <exception cref="SocketException">
    /// It is refused, or the server's backlog is full and the program waits (TimedOut).
    /// </exception>
    public TcpPeer Connect(IPAddress? host = null, Action<Socket>? prepare = null)
    {
        host ??= Traits.Host;
        Socket socket = Keep(
            new Socket(host.AddressFamily, SocketType.Stream, ProtocolType.Tcp));
        prepare?.Invoke(socket);
        int number = ++_connections;
        Trace.Add(TraceSide.Doorway, "connect", default, number);
        Reach.Connect(socket, host, Traits.Port, Patience);
        Wire.Own(Transport.Tcp, PortOf(socket), number);
        return Keep(new TcpPeer(socket, number, Trace, Patience)
        {
            FreesPort = _launch().Room is SharedRoom,
        });
    }

    /// <summary>Listens at the port that the client is to come to, over IPv4 and IPv6.</summary>
    public TcpEntrance Listen(int backlog = 128)
    {
        Socket socket = BindEverywhere(SocketType.Stream, ProtocolType.Tcp, Traits.Port);
        socket.Listen(backlog);
        Wire.Own(Transport.Tcp, Traits.Port);
        Trace.Add(TraceSide.Doorway, "listen");
        return Keep(new TcpEntrance(socket, Number, Trace, Patience));
    }

    /// <summary>Opens a UDP socket for asking the server.</summary>
    public UdpPeer Open(IPAddress? host = null)
    {
        host ??= Traits.Host;
        Socket socket = Keep(new Socket(host.AddressFamily, SocketType.Dgram, ProtocolType.Udp));
        socket.Bind(new IPEndPoint(host, 0));
        Wire.Own(Transport.Udp, PortOf(socket), ++_connections);
        return Keep(new UdpPeer(
            socket, new IPEndPoint(host, Traits.Port), _connections, Trace, Patience));
    }

    /// <summary>Opens a UDP socket at a port, the client's server port unless told otherwise.
    /// </summary>
    public UdpPeer Bind(int? port = null)
    {
        Socket socket = BindEverywhere(
            SocketType.Dgram, ProtocolType.Udp, port ?? Traits.Port);
        Wire.Own(Transport.Udp, PortOf(socket), ++_connections);
        return Keep(new UdpPeer(socket, null, _connections, Trace, Patience));
    }

    // For IPv4 and IPv6, whichever the client takes. A socket for both needs IPv6 on the machine.
    Socket BindEverywhere(SocketType type, ProtocolType protocol, int port)
    {
        bool isBoth = AddressFamilies.IPv6IsUsable;
        Socket socket = Keep(isBoth
            ? new Socket(type, protocol)
            : new Socket(AddressFamily.InterNetwork, type, protocol));
        socket.Bind(new IPEndPoint(isBoth ? IPAddress.IPv6Any : IPAddress.Any, port));
        return socket;
    }

    // 0 where the program has reset the connection already.
    static int PortOf(Socket socket) => (socket.LocalEndPoint as IPEndPoint)?.Port ?? 0;

    int Number(Socket accepted)
    {
        Wire.Meet(
            Transport.Tcp, ((IPEndPoint)accepted.RemoteEndPoint!).Port, ++_connections);
        return _connections;
    }

    /// <summary>A message as this program takes it: with a newline where lines are asked for.
    /// </summary>
    public byte[] Message(string text) => Encoding.UTF8.GetBytes(
        Traits is { Transport: Transport.Tcp, Profile: CheckProfile.Line or CheckProfile.TwoWay }
            ? text + "\n" : text);

    // What is opened after the trial was taken away is closed at once.
    T Keep<T>(T opened) where T : IDisposable
    {
        lock (_gate)
        {
            if (!_isOver)
            {
                _opened.Add(opened);
                return opened;
            }
        }

        opened.Dispose();
        throw new OutOfTimeException();
    }

    /// <summary>
    /// Whether the program, as often as it was started, waits for something, and has since.
    /// </summary>
    public bool AreAllIdle()
    {
        bool idle = true;
        foreach (Subject subject in _subjects)
        {
            idle &= subject.IsWaiting();
        }

        return idle;
    }

    /// <summary>Waits for the program to do something that is not a message to us: printing, an
    /// exit.</summary>
    /// <returns>Whether it did; false once it waits for something itself.</returns>
    public bool Until(Func<bool> holds) => Patience.Until(holds);

    /// <summary>
    /// Ends the program and closes all sockets, the latest first. Any thread may do it: a case
    /// that hangs in a call comes back by it.
    /// </summary>
    public void Dispose()
    {
        // How the program is ended is no part of what it did.
        Wire.Dispose();
        IDisposable[] opened;
        lock (_gate)
        {
            _isOver = true;
            opened = [.. _opened];
            _opened.Clear();
        }

        for (int i = opened.Length - 1; i >= 0; i--)
        {
            opened[i].Dispose();
        }
    }
}
