using static Doorway.Engines.Linux.Interop.PacketFilter;

namespace Doorway.Watch;

/// <summary>
/// What the kernel lets through to a <see cref="FrameSource"/>: TCP and UDP over IPv4 and IPv6, of
/// some ports or of all but some. What can't be told without a loop passes too, to be judged by
/// <see cref="PortMatch"/>: later fragments, IPv6 with extension headers, ICMP unreachable.
/// </summary>
static class PortFilter
{
    /// <summary>The most ports that are compared in the kernel: a filter is of 4,096 instructions
    /// at most. With more, all pass.</summary>
    public const int MostPorts = 900;

    // Others are left out later.
    const int MostExcluded = 50;

    const uint EtherTypeAt = 12, EtherTypeIPv4 = 0x0800, EtherTypeIPv6 = 0x86DD;

    // The packet begins behind the Ethernet header.
    const uint PacketAt = 14, HeaderOf6 = 40;
    const uint FragmentAt = PacketAt + 6, FragmentOffset = 0x1FFF;
    const uint ProtocolAt4 = PacketAt + 9, ProtocolAt6 = PacketAt + 6;
    const uint SourcePortAt = PacketAt, DestinationPortAt = PacketAt + 2;

    const uint Tcp = 6, Udp = 17, Icmp = 1, IcmpVersion6 = 58;
    const uint UnreachableOf4 = 3, UnreachableOf6 = 1;
    static readonly uint[] ExtensionHeaders = [0, 43, 44, 60];

    const uint Whole = uint.MaxValue;

    /// <summary>The instructions.</summary>
    /// <param name="wanted">The ports that pass; null for every port.</param>
    /// <param name="excluded">Ports of TCP that never pass: those of the page.</param>
    public static Instruction[] Of(
        IReadOnlyCollection<ushort>? wanted, IReadOnlyCollection<ushort> excluded)
    {
        // Each part begins where the one before it jumps to; "ports" has the protocol in M, and
        // the length of the IP header in X.
        Instruction[] version4 = Version4();
        Instruction[] version6 = Version6();
        return
        [
            new(LoadHalf, EtherTypeAt),
            new(JumpIfEqual, EtherTypeIPv4, ifTrue: 2),
            new(JumpIfEqual, EtherTypeIPv6, ifTrue: (byte)(version4.Length + 2)),
            new(Return, 0),
            .. version4,
            new(Jump, (uint)version6.Length),
            .. version6,
            .. Ports(wanted is { Count: <= MostPorts } ? wanted : null, excluded),
        ];
    }

    static Instruction[] Version4() =>
    [
        new(LoadHalf, FragmentAt),
        new(JumpIfAnyBit, FragmentOffset, ifFalse: 1),
        new(Return, Whole),
        new(LoadHeaderLength, PacketAt),
        new(LoadByte, ProtocolAt4),
        new(Store, 0),
        new(JumpIfEqual, Tcp, ifTrue: 6),
        new(JumpIfEqual, Udp, ifTrue: 5),
        new(JumpIfEqual, Icmp, ifFalse: 3),
        new(LoadByteBehind, PacketAt),
        new(JumpIfEqual, UnreachableOf4, ifFalse: 1),
        new(Return, Whole),
        new(Return, 0),
    ];

    static Instruction[] Version6() =>
    [
        new(LoadByte, ProtocolAt6),
        .. ExtensionHeaders.SelectMany(header => new Instruction[]
        {
            new(JumpIfEqual, header, ifFalse: 1),
            new(Return, Whole),
        }),
        new(SetIndex, HeaderOf6),
        new(Store, 0),
        new(JumpIfEqual, Tcp, ifTrue: 6),
        new(JumpIfEqual, Udp, ifTrue: 5),
        new(JumpIfEqual, IcmpVersion6, ifFalse: 3),
        new(LoadByteBehind, PacketAt),
        new(JumpIfEqual, UnreachableOf6, ifFalse: 1),
        new(Return, Whole),
        new(Return, 0),
    ];

    static IEnumerable<Instruction> Ports(
        IReadOnlyCollection<ushort>? wanted, IReadOnlyCollection<ushort> excluded)
    {
        Instruction[] unwelcome = [.. EitherIs([.. excluded.Take(MostExcluded)], 0)];
        Instruction[] welcome = wanted is null ? [] : [.. EitherIs(wanted, Whole)];
        return
        [
            new(LoadStored, 0),
            new(JumpIfEqual, Tcp, ifTrue: 1),
            new(Jump, (uint)unwelcome.Length),
            .. unwelcome,
            .. welcome,
            new(Return, wanted is null ? Whole : 0),
        ];
    }

    static IEnumerable<Instruction> EitherIs(IReadOnlyCollection<ushort> ports, uint kept) =>
        from at in new[] { SourcePortAt, DestinationPortAt }
        from one in ports.SelectMany((port, index) => Is(port, index, at, kept))
        select one;

    static IEnumerable<Instruction> Is(ushort port, int index, uint at, uint kept)
    {
        if (index == 0)
        {
            yield return new(LoadHalfBehind, at);
        }

        yield return new(JumpIfEqual, port, ifFalse: 1);
        yield return new(Return, kept);
    }
}
