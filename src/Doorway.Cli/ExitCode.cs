namespace Doorway.Cli;

/// <summary>The command's exit codes.</summary>
static class ExitCode
{
    /// <summary>It ran and did what was asked.</summary>
    public const int Ok = 0;

    /// <summary>It ran, and failed: the network, the peer, a difference.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The program that was to be checked would not start, or could not be judged at
    /// all.</summary>
    public const int NotStarted = 3;

    /// <summary>A check could not be finished, by a fault of Doorway's own or for want of time.
    /// </summary>
    public const int OwnFault = 4;

    /// <summary>Ended by Ctrl-C (128 + SIGINT).</summary>
    public const int Interrupted = 130;

    /// <summary>Whoever read standard output has gone (128 + SIGPIPE).</summary>
    public const int OutputGone = 141;

    /// <summary>Ended by SIGTERM (128 + SIGTERM).</summary>
    public const int Terminated = 143;
}
