using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Doorway;

/// <summary>
/// The number at the beginning of each datagram of a load, in letters that survive upper-casing:
/// ten letters a to p of four bits each, and two that check them. One wrong letter, whichever, is
/// put right (a Reed-Solomon code over 16 elements, of distance 3), so that after a flipped bit it
/// can still be told which message it was.
/// </summary>
static class LoadTag
{
    /// <summary>Its bytes.</summary>
    public const int Length = 12;

    /// <summary>The bits of a number; those above are left out.</summary>
    public const int Bits = 40;

    const int DataLetters = 10;
    const int DataBytes = Bits / 8;
    const int PlainCheck = 10;
    const int WeightedCheck = 11;
    const byte CaseBit = 0x20;

    // x^4 + x + 1; its root generates all elements but 0.
    const int Polynomial = 0b1_0011;
    const int Order = 15;

    static readonly byte[] Powers = MakePowers();
    static readonly byte[] Logarithms = MakeLogarithms();
    static readonly byte[] Checks = MakeChecks();
    static readonly ushort[] Letters = MakeLetters();

    static byte[] MakePowers()
    {
        byte[] powers = new byte[Order];
        int power = 1;
        for (int i = 0; i < Order; i++)
        {
            powers[i] = (byte)power;
            power <<= 1;
            power ^= power > Order ? Polynomial : 0;
        }

        return powers;
    }

    static byte[] MakeLogarithms()
    {
        byte[] logarithms = new byte[Order + 1];
        for (int i = 0; i < Order; i++)
        {
            logarithms[Powers[i]] = (byte)i;
        }

        return logarithms;
    }

    // What each byte of a number at each place adds to both check letters: letter i has the weight
    // 1 in the first and root^i in the second.
    static byte[] MakeChecks()
    {
        byte[] checks = new byte[DataBytes * 256];
        for (int i = 0; i < checks.Length; i++)
        {
            int place = 2 * (i / 256);
            int low = i & 15;
            int high = (i >> 4) & 15;
            int weighted = Weighted(low, place) ^ Weighted(high, place + 1);
            checks[i] = (byte)(low ^ high ^ (weighted << 4));
        }

        return checks;
    }

    static int Weighted(int value, int place) =>
        value == 0 ? 0 : Powers[(Logarithms[value] + place) % Order];

    static ushort[] MakeLetters()
    {
        ushort[] letters = new ushort[256];
        for (int i = 0; i < letters.Length; i++)
        {
            ReadOnlySpan<byte> two = [(byte)('a' + (i & 15)), (byte)('a' + (i >> 4))];
            letters[i] = MemoryMarshal.Read<ushort>(two);
        }

        return letters;
    }

    /// <summary>Writes it.</summary>
    /// <param name="tag">Room for <see cref="Length"/> bytes.</param>
    /// <param name="number">The number.</param>
    /// <param name="isUpper">Whether in upper case, as it comes back from ToUpper.</param>
    public static void Write(Span<byte> tag, ulong number, bool isUpper = false)
    {
        ref byte at = ref tag[..Length][0];
        ushort mask = isUpper ? (ushort)0xDFDF : (ushort)0xFFFF;
        int checks = 0;
        for (int i = 0; i < DataBytes; i++)
        {
            int part = (byte)(number >> (8 * i));
            checks ^= Checks[(i * 256) + part];
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref at, 2 * i), (ushort)(Letters[part] & mask));
        }

        Unsafe.WriteUnaligned(
            ref Unsafe.Add(ref at, DataLetters), (ushort)(Letters[checks] & mask));
    }

    /// <summary>Reads it, in either case, with one letter wrong at most.</summary>
    /// <param name="datagram">What begins with it.</param>
    /// <param name="number">The number; 0 where it can't be told.</param>
    /// <returns>Whether it can.</returns>
    public static bool TryRead(ReadOnlySpan<byte> datagram, out ulong number)
    {
        number = 0;
        if (datagram.Length < Length)
        {
            return false;
        }

        int strangers = 0;
        int stranger = 0;
        uint checkLetters = 0;
        for (int i = 0; i < Length; i++)
        {
            uint value = (uint)((datagram[i] & ~CaseBit) - 'A');
            if (value > Order)
            {
                strangers++;
                stranger = i;
                value = 0;
            }

            if (i < DataLetters)
            {
                number |= (ulong)value << (4 * i);
            }
            else
            {
                checkLetters |= value << (4 * (i - DataLetters));
            }
        }

        int wrong = (int)checkLetters ^ ChecksOf(number);
        if (wrong == 0 && strangers == 0)
        {
            return true;
        }

        return Correct(ref number, wrong, strangers, stranger);
    }

    static int ChecksOf(ulong number)
    {
        int checks = 0;
        for (int i = 0; i < DataBytes; i++)
        {
            checks ^= Checks[(i * 256) + (byte)(number >> (8 * i))];
        }

        return checks;
    }

    // A wrong letter differs by the first check, and stands where the second differs by root^place
    // times as much.
    static bool Correct(ref ulong number, int wrong, int strangers, int stranger)
    {
        int plain = wrong & 15;
        int weighted = wrong >> 4;
        int place = (plain, weighted) switch
        {
            (0, 0) => stranger,
            (0, _) => WeightedCheck,
            (_, 0) => PlainCheck,
            _ => (Logarithms[weighted] - Logarithms[plain] + Order) % Order,
        };
        bool isOne = strangers == 0 || (strangers == 1 && place == stranger);
        bool isData = plain != 0 && weighted != 0;
        if (!isOne || (isData && place >= DataLetters))
        {
            number = 0;
            return false;
        }

        number ^= isData ? (ulong)plain << (4 * place) : 0;
        return true;
    }
}
