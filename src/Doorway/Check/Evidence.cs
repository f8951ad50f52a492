namespace Doorway.Check;

/// <summary>One piece of proof: a difference of bytes, or lines of what was seen.</summary>
public abstract record Evidence
{
    private protected Evidence()
    {
    }

    /// <summary>Bytes that should have come, and bytes that came.</summary>
    /// <param name="Expected">What should have come.</param>
    /// <param name="Actual">What came.</param>
    public sealed record Difference(ReadOnlyMemory<byte> Expected, ReadOnlyMemory<byte> Actual)
        : Evidence
    {
        /// <summary>The index of the first byte that differs; -1 where none does.</summary>
        public int At
        {
            get
            {
                int common = Expected.Span.CommonPrefixLength(Actual.Span);
                return common == Expected.Length && common == Actual.Length ? -1 : common;
            }
        }
    }

    /// <summary>What a program printed, or another text of several lines.</summary>
    /// <param name="Heading">What it is, such as "its standard error".</param>
    /// <param name="Lines">The lines; not escaped.</param>
    public sealed record Text(string Heading, IReadOnlyList<string> Lines) : Evidence;
}
