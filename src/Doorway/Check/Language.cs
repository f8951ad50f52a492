namespace Doorway.Check;

/// <summary>What a program is written in, as far as that could be told.</summary>
public enum Language
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>Python.</summary>
    Python,

    /// <summary>Java.</summary>
    Java,

    /// <summary>C or C++.</summary>
    C,

    /// <summary>Go.</summary>
    Go,

    /// <summary>C#.</summary>
    CSharp,

    /// <summary>JavaScript, on Node.js.</summary>
    JavaScript,

    /// <summary>Rust.</summary>
    Rust,
}
