namespace Doorway.Check;

/// <summary>What a checked server does with a message.</summary>
public enum CheckService
{
    /// <summary>It comes back in upper case.</summary>
    Upper,

    /// <summary>It comes back as it was.</summary>
    Echo,

    /// <summary>Nothing is asked; a greeting comes.</summary>
    Greeting,
}
