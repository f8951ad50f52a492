namespace Doorway.Watch;

/// <summary>The marks of a frame in words, as they are a comment in a recording.</summary>
static class MarkText
{
    static readonly (FrameMarks Mark, string Words)[] Names =
    [
        (FrameMarks.Retransmission, "retransmission"),
        (FrameMarks.OutOfOrder, "out of order"),
        (FrameMarks.Duplicate, "duplicate"),
        (FrameMarks.DuplicateAcknowledgment, "duplicate acknowledgment"),
        (FrameMarks.ZeroWindow, "zero window"),
        (FrameMarks.WindowUpdate, "window update"),
        (FrameMarks.Probe, "probe"),
        (FrameMarks.Refusal, "refusal"),
        (FrameMarks.Reset, "reset"),
    ];

    /// <summary>"retransmission, zero window"; empty for none.</summary>
    public static string Of(FrameMarks marks) => string.Join(
        ", ",
        from one in Names
        where (marks & one.Mark) != 0
        select one.Words);
}
