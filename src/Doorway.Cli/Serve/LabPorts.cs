namespace Doorway.Cli.Serve;

/// <summary>The ports that the course's lab sheets use.</summary>
static class LabPorts
{
    /// <summary>ToUpper, over UDP and TCP.</summary>
    public const int ToUpper = 12000;

    /// <summary>The greeting, over TCP.</summary>
    public const int Greeting = 23456;
}
