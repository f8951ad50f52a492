namespace Doorway.Watch.Calls;

/// <summary>System calls can't be watched; the message says why, and what to do.</summary>
public sealed class TraceException : Exception
{
    /// <summary>With its message.</summary>
    public TraceException(string message)
        : base(message)
    {
    }
}
