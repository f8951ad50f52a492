using System.Text;

namespace Doorway.Check;

/// <summary>Makes out what a server does to messages from a few of its answers.</summary>
static class MannerReader
{
    const int MostCut = 4;
    const int MostAround = 4_096;

    /// <summary>Two messages of which the answers tell most, of different lengths.</summary>
    public static IReadOnlyList<string> Messages { get; } = ["aBc, hello Doorway 42", "teSt 7 go"];

    /// <summary>Letters of three scripts beyond ASCII.</summary>
    public const string Foreign = "caf\u00e9 \u0436\u0443\u043a \u03c9";

    // Right ones first: what fits several is taken for the first.
    static readonly Encoding?[] Encodings =
    [
        null,
        new UnicodeEncoding(bigEndian: false, byteOrderMark: false),
        new UnicodeEncoding(bigEndian: true, byteOrderMark: false),
        new UnicodeEncoding(bigEndian: false, byteOrderMark: true),
        new UnicodeEncoding(bigEndian: true, byteOrderMark: true),
        new UTF32Encoding(bigEndian: false, byteOrderMark: false),
        new UTF32Encoding(bigEndian: true, byteOrderMark: false),
        new UTF32Encoding(bigEndian: false, byteOrderMark: true),
    ];

    /// <summary>The manner that explains all of these answers.</summary>
    /// <param name="asked">What was asked in ASCII, and answered.</param>
    /// <param name="isOfLines">Whether a message is a line.</param>
    /// <param name="right">What should be done with letters.</param>
    public static Manner Read(
        IReadOnlyList<Asking> asked, bool isOfLines, MannerOfLetters right)
    {
        IReadOnlyList<Asking> answered = [.. asked.Where(one => one.IsAnswered)];
        if (answered.Count == 0)
        {
            return new Manner { Letters = right, IsOfLines = isOfLines, IsKnown = false };
        }

        IEnumerable<MannerOfLetters> letters =
            [right, .. Enum.GetValues<MannerOfLetters>().Except([right])];
        foreach (Encoding? written in Encodings)
        {
            foreach (int cut in Enumerable.Range(0, MostCut + 1))
            {
                foreach (MannerOfLetters one in letters)
                {
                    var start = new Manner
                    {
                        Letters = one,
                        IsOfLines = isOfLines,
                        CutBy = cut,
                        Written = written,
                    };
                    if (Fit(start, answered) is { } fits)
                    {
                        return fits;
                    }
                }
            }
        }

        return CutShort(answered, isOfLines, letters)
            ?? new Manner { Letters = right, IsOfLines = isOfLines, IsKnown = false };
    }

    // What stands around the letters in the first answer must explain the others too.
    static Manner? Fit(Manner start, IReadOnlyList<Asking> answered)
    {
        if (start.Written is not null)
        {
            return answered.All(one => Explains(start, one)) ? start : null;
        }

        byte[] answer = answered[0].Answer.Bytes;
        ReadOnlySpan<byte> message = answered[0].Message;
        ReadOnlySpan<byte> part = start.IsOfLines ? message.TrimEnd((byte)'\n') : message;
        byte[] letters = start.Letters.Of(part);
        letters = letters[..Math.Max(letters.Length - start.CutBy, 0)];
        int at = answer.AsSpan().IndexOf(letters);
        if (at < 0 || letters.Length == 0 || answer.Length > letters.Length + MostAround)
        {
            return null;
        }

        byte[] rest = answer[(at + letters.Length)..];
        byte[] ending = start.IsOfLines && rest.AsSpan().TrimEnd((byte)0).EndsWith("\n"u8)
            ? "\n"u8.ToArray() : [];
        byte[] bare = rest.AsSpan().TrimEnd((byte)0).ToArray();
        Manner around = start with
        {
            Before = answer.AsMemory(0, at),
            End = start.IsOfLines && ending.Length == 0
                ? ReadOnlyMemory<byte>.Empty : default(ReadOnlyMemory<byte>?),
        };
        Manner[] candidates =
        [
            around with
            {
                Behind = bare.AsMemory(0, bare.Length - ending.Length),
                PaddedTo = rest.Length > bare.Length ? answer.Length : 0,
            },
            rest.Length > bare.Length && ending.Length > 0
                ? around with { End = rest.AsMemory(bare.Length - 1) }
                : around with { Behind = rest.AsMemory(0, rest.Length - ending.Length) },
        ];
        return candidates.FirstOrDefault(one => answered.All(all => Explains(one, all)));
    }

    // Every answer ends at the same length, whatever was asked.
    static Manner? CutShort(
        IReadOnlyList<Asking> answered, bool isOfLines, IEnumerable<MannerOfLetters> letters)
    {
        int longest = answered.Max(one => one.Answer.Bytes.AsSpan().TrimEnd((byte)'\n').Length);
        return letters
            .Select(one => new Manner { Letters = one, IsOfLines = isOfLines, CutTo = longest })
            .SelectMany(one => (Manner[])[one, one with { End = ReadOnlyMemory<byte>.Empty }])
            .FirstOrDefault(one => answered.All(all => Explains(one, all)));
    }

    static bool Explains(Manner manner, Asking asked) =>
        manner.Answer(asked.Message).AsSpan().SequenceEqual(asked.Answer.Bytes);
}
