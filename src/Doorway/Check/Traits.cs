namespace Doorway.Check;

/// <summary>What is known of a program: asked for by name, or found out and announced.</summary>
public sealed record Traits
{
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
