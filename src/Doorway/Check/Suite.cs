namespace Doorway.Check;

/// <summary>All cases, in the order in which they are reported.</summary>
public static class Suite
{
    /// <summary>Every case.</summary>
    public static IReadOnlyList<CheckCase> Cases { get; } =
    [
        new Server.SplitWrite(),
        new Server.ByteByByte(),
        new Server.LinesTogether(),
        new Server.SplitCharacter(),
        new Server.WaitsForNewline(),
        new Server.WaitsForEnd(),
        new Server.ReplyDelimiter(),
        new Server.EmptyLine(),
        new Server.CrLf(),
        new Server.LastLine(),
        new Server.LongLine(),
        new Server.LongRequest(),
        new Server.Overflow(),
        new Server.HalfClose(),
        new Server.UnreadReset(),
        new Server.PartialSend(),
        new Server.SlowReader(),
        new Server.StaleBytes(),
        new Server.ShrinkingBuffer(),
        new Server.CutDatagram(),
        new Server.CutLargeDatagram(),
        new Server.InvalidDatagram(),
        new Server.EmptyDatagram(),
        new Server.NulByte(),
        new Server.LostBlanks(),
        new Server.UnconnectedSend(),
        new Server.WrongDestination(),
        new Server.AnotherPort(),
        new Server.SplitAnswer(),
        new Server.MergedAnswer(),
        new Server.AnswersTwice(),
        new Server.TooLongAnswer(),
        new Server.OneDatagramOnly(),
        new Server.FirstClientOnly(),
        new Server.BlockedByClient(),
        new Server.MixedUpClients(),
        new Server.ClientGone(),
        new Server.DatagramIPv6(),
        new Server.SharedPort(),
    ];

    /// <summary>A case by its id; null when there is none.</summary>
    public static CheckCase? Find(string id) => Cases.FirstOrDefault(one => one.Id == id);
}
