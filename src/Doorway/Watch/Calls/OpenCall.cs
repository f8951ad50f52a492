namespace Doorway.Watch.Calls;

/// <summary>A call between its beginning and its end.</summary>
/// <param name="call">As strace tells it.</param>
/// <param name="kind">What it is about.</param>
/// <param name="process">Who calls.</param>
sealed class OpenCall(StraceCall call, CallKind kind, TracedProcess process)
{
    /// <summary>As strace tells it.</summary>
    public StraceCall Call => call;

    /// <summary>What it is about.</summary>
    public CallKind Kind => kind;

    /// <summary>Who calls.</summary>
    public TracedProcess Process => process;

    /// <summary>The descriptor that it is about; -1 for none.</summary>
    public int Descriptor { get; set; } = -1;

    /// <summary>The socket behind it when the call began; null for none.</summary>
    public WatchedSocket? Socket { get; set; }

    /// <summary>Whether somebody who watches wants to see it.</summary>
    public bool IsShown { get; set; }

    /// <summary>Its number; 0 before it was told.</summary>
    public long Id { get; set; }

    /// <summary>The thread that it has made and that was there before it returned; 0 for none.
    /// </summary>
    public int Made { get; set; }

    /// <summary>Cuts the call's argument of a place out.</summary>
    public ReadOnlySpan<byte> Argument(int index) => StraceSyntax.Item(call.Arguments, index);
}
