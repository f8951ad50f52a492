namespace Doorway;

/// <summary>
/// Random numbers that depend on what they are for, and not on what was drawn before: the same
/// seed, direction, impairment and message number always give the same. So a change of one
/// impairment changes no other's decisions, and neither does the order in which two directions
/// take turns.
/// </summary>
/// <param name="seed">The link's seed.</param>
/// <param name="direction">Which direction.</param>
/// <param name="impairment">The name of the impairment's kind.</param>
sealed class Dice(ulong seed, Direction direction, string impairment)
{
    readonly ulong _key = Mix(
        Mix(seed + ((ulong)direction * 0x9E3779B97F4A7C15)) ^ Hash(impairment));

    /// <summary>A number from 0 (may be) to 1 (never), evenly distributed, 53 bits of it.</summary>
    /// <param name="message">The message's number.</param>
    /// <param name="draw">Which of several draws for the same message.</param>
    public double Uniform(long message, int draw = 0) =>
        (Bits(message, draw) >> 11) * (1.0 / (1UL << 53));

    /// <summary>64 random bits.</summary>
    public ulong Bits(long message, int draw = 0) =>
        Mix(Mix(_key + ((ulong)message * 0x9E3779B97F4A7C15)) + ((ulong)draw * 0xD1B54A32D192ED03));

    // The finalizer of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number
    // generators, 2014; Stafford's variant 13).
    static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    // FNV-1a: the same in every process, as string's own is not.
    static ulong Hash(string text)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (char letter in text)
        {
            hash = (hash ^ letter) * 0x100000001B3;
        }

        return hash;
    }
}
