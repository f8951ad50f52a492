using System.Net;

namespace Doorway.Check;

/// <summary>What is known of a program: asked for by name, or found out and announced.</summary>
public sealed record Traits
{
    /// <summary>The silence after which nothing more is expected of an idle program that is not
    /// slow.</summary>
    internal static readonly TimeSpan UsualSilence = TimeSpan.FromMilliseconds(250);

    /// <summary>Which part it plays.</summary>
    public required CheckRole Role { get; init; }

    /// <summary>TCP or UDP.</summary>
    public required Transport Transport { get; init; }

    /// <summary>The server's port, ours or its.</summary>
    public required int Port { get; init; }

    /// <summary>How it cuts its conversation into messages.</summary>
    public CheckProfile Profile { get; init; } = CheckProfile.Textbook;

    /// <summary>What the server does with a message.</summary>
    public CheckService Service { get; init; } = CheckService.Upper;

    /// <summary>What it is written in.</summary>
    public Language Language { get; init; }

    /// <summary>Whether it is started by us, so that it can be started again.</summary>
    public bool IsStartedByUs { get; init; }

    /// <summary>What it does with the bytes of a message, found out by asking it.</summary>
    internal Manner Manner { get; init; } = Manner.Right;

    /// <summary>Where a server is reached: its own address, or loopback.</summary>
    internal IPAddress Host { get; init; } = IPAddress.Loopback;

    /// <summary>Where it was told to be, or to go; null where nothing was said.</summary>
    internal Address? Asked { get; init; }

    /// <summary>
    /// Why it can't be asked anything, such as that it never answers; null where it can.
    /// </summary>
    internal string? Mute { get; init; }

    /// <summary>Whether it sleeps for a second or more before it answers, or before it is ready.
    /// </summary>
    internal bool TakesLong { get; init; }

    /// <summary>The silence after which nothing more is expected of it, idle as it is.</summary>
    internal TimeSpan Silence { get; init; } = UsualSilence;

    /// <summary>The same while it starts.</summary>
    internal TimeSpan StartSilence { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How much processor time a client used until it came to us; null where that is not known.
    /// </summary>
    internal TimeSpan? StartWork { get; init; }

    /// <summary>What is typed whenever it is started, before anything else.</summary>
    internal IReadOnlyList<string> Input { get; init; } = [];

    /// <summary>What must be typed before it serves, or before it goes to the server; mostly
    /// nothing.</summary>
    internal string Typed { get; init; } = "";

    /// <summary>How it started the first time; null where it ran already.</summary>
    internal FirstLook? Look { get; init; }

    /// <summary>What it was asked first, and what it answered.</summary>
    internal IReadOnlyList<Asking> Askings { get; init; } = [];

    /// <summary>Whether it is a server on TCP of which the profile is one of these.</summary>
    internal bool IsTcpServer(params ReadOnlySpan<CheckProfile> profiles) =>
        Role == CheckRole.Server && Transport == Transport.Tcp
            && (profiles.IsEmpty || profiles.Contains(Profile));

    /// <summary>Whether it is a server on UDP.</summary>
    internal bool IsUdpServer => Role == CheckRole.Server && Transport == Transport.Udp;

    /// <summary>Whether it is a client on TCP of which the profile is one of these.</summary>
    internal bool IsTcpClient(params ReadOnlySpan<CheckProfile> profiles) =>
        Role == CheckRole.Client && Transport == Transport.Tcp
            && (profiles.IsEmpty || profiles.Contains(Profile));

    /// <summary>Whether it is a client on UDP.</summary>
    internal bool IsUdpClient => Role == CheckRole.Client && Transport == Transport.Udp;
}
