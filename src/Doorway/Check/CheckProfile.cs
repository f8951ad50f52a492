namespace Doorway.Check;

/// <summary>How a program cuts its conversation into messages.</summary>
public enum CheckProfile
{
    /// <summary>
    /// One message without a delimiter, one receive, one answer, then the end. Over UDP: a datagram
    /// is a message.
    /// </summary>
    Textbook,

    /// <summary>A message is a line and ends with a newline, and so does its answer.</summary>
    Line,

    /// <summary>What arrives is answered as it arrives, as long as the client goes on.</summary>
    Loop,

    /// <summary>The server speaks first, once, and closes.</summary>
    Greeting,

    /// <summary>A person on each side; either may speak at any time.</summary>
    TwoWay,

    /// <summary>As <see cref="Loop"/>, and what comes back is what was sent.</summary>
    Echo,
}
