namespace Doorway.Watch;

/// <summary>How an interface of a capture counts time (pcapng's if_tsresol and if_tsoffset).
/// </summary>
/// <param name="Resolution">Steps of 10^-n s; with the upper bit of 2^-n s.</param>
/// <param name="Offset">Seconds to add.</param>
readonly record struct CaptureClock(byte Resolution, long Offset)
{
    const byte PowersOfTwo = 0x80;
    const int MostDigits = 38;

    // So that whoever counts with it stays within what .NET can tell.
    static readonly DateTime Latest = new(9000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Microseconds, where nothing else is said.</summary>
    public static CaptureClock Default => new(6, 0);

    /// <summary>The time of so many steps after 1970, UTC; from 1970 to 9000 at most.</summary>
    public DateTime At(ulong steps)
    {
        int power = Resolution & ~PowersOfTwo;
        UInt128 ticks = (UInt128)steps * TimeSpan.TicksPerSecond;
        if ((Resolution & PowersOfTwo) != 0)
        {
            ticks >>= power;
        }
        else
        {
            UInt128 unit = 1;
            for (int i = 0; i < power && i < MostDigits; i++)
            {
                unit *= 10;
            }

            ticks /= unit;
        }

        Int128 all = (Int128)ticks + DateTime.UnixEpoch.Ticks
            + (Int128)Offset * TimeSpan.TicksPerSecond;
        return new DateTime(
            (long)Int128.Clamp(all, DateTime.UnixEpoch.Ticks, Latest.Ticks), DateTimeKind.Utc);
    }
}
