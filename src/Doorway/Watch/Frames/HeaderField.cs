namespace Doorway.Watch;

/// <summary>One field of a frame's headers.</summary>
/// <param name="Layer">Which header: "Ethernet", "IPv4", "TCP", "IPv4 (quoted)".</param>
/// <param name="Name">What it is called: "Window".</param>
/// <param name="Value">What it says, in words: "65,483 bytes".</param>
/// <param name="Bit">Where it begins: bits from the frame's first.</param>
/// <param name="Bits">How long it is.</param>
/// <param name="Note">What it is for, and which document says so; one or two sentences.</param>
public sealed record HeaderField(
    string Layer, string Name, string Value, int Bit, int Bits, string Note);
