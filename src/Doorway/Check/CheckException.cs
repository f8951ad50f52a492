namespace Doorway.Check;

/// <summary>A check that can't be begun: wrong use. The message says why and what to do.</summary>
public sealed class CheckException : Exception
{
    /// <summary>With its message.</summary>
    public CheckException(string message)
        : base(message)
    {
    }
}
