namespace Doorway.Check;

/// <summary>How much a requirement asks; the words are RFC 2119's.</summary>
public enum CheckLevel
{
    /// <summary>The program is wrong without it.</summary>
    Must,

    /// <summary>It works in the lab, and fails one day on a real network.</summary>
    Should,

    /// <summary>Nothing is wrong; it is good to know.</summary>
    Note,
}
