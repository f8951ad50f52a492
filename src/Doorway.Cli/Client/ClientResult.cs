namespace Doorway.Cli.Client;

/// <summary>What came of a client's run.</summary>
sealed record ClientResult
{
    /// <summary>The exit code.</summary>
    public required int ExitCode { get; init; }

    /// <summary>The failure, in its line; null when all went well.</summary>
    public string? Failure { get; init; }

    /// <summary>This end.</summary>
    public SocketName Local { get; init; }

    /// <summary>The other end.</summary>
    public SocketName Peer { get; init; }

    /// <summary>Bytes sent.</summary>
    public long BytesSent { get; init; }

    /// <summary>Bytes received.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Datagrams sent, those sent again not counted; 0 for a stream.</summary>
    public long Sent { get; init; }

    /// <summary>Datagrams answered.</summary>
    public long Answered { get; init; }
}
