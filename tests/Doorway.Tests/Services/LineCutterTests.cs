using System.Text;
using Doorway.Services;

namespace Doorway.Tests.Services;

public sealed class LineCutterTests
{
    // '|' stands between two arrivals, '!' for a pause, after which the cutter is told to cut.
    [Theory]
    [InlineData("a\nbc\n", "a", "bc")]
    [InlineData("a\r\nb\r\n", "a", "b")]
    [InlineData("\n\n", "", "")]
    [InlineData("\r\n", "")]
    [InlineData("\r|\n", "")]
    [InlineData("a\r|\nb\n", "a", "b")]
    [InlineData("a\rb\n", "a\rb")]
    [InlineData("a\r\r\n", "a\r")]
    [InlineData("ab", "")]
    [InlineData("ab!", "ab")]
    [InlineData("ab!|\n|c\n", "ab", "c")]
    [InlineData("ab!|\n\n", "ab", "")]
    [InlineData("ab!|\r\nc\n", "ab", "c")]
    [InlineData("ab!|\r|\nc\n", "ab", "c")]
    [InlineData("ab\r!|\nc\n", "ab", "c")]
    [InlineData("ab\r!|c\n", "ab", "\rc")]
    [InlineData("ab!|c\n", "ab", "c")]
    [InlineData("ab!|c!|\n", "ab", "c")]
    [InlineData("\r!", "")]
    [InlineData("!", "")]
    public void Lines_end_at_newlines_and_at_pauses(string arrivals, params string[] lines)
    {
        var told = new List<string>();
        var cutter = new LineCutter(1_000, line => told.Add(Encoding.ASCII.GetString(line)));
        foreach (string arrival in arrivals.Split('|'))
        {
            cutter.Add(Encoding.ASCII.GetBytes(arrival.TrimEnd('!')));
            if (arrival.EndsWith('!'))
            {
                cutter.Pause();
            }
        }

        bool nothing = !arrivals.Contains('\n', StringComparison.Ordinal) && lines is [""];
        Assert.Equal(nothing ? [] : lines, told);
    }

    // Latin-1 letters stand for bytes here; '!' is a pause, '.' the end.
    [Theory]
    [InlineData("\u00c3!|\u00bc\n", "\u00c3\u00bc")]
    [InlineData("a\u00c3!|\u00bc\n", "a", "\u00c3\u00bc")]
    [InlineData("a\u00e2\u0082!|\u00ac!|\n", "a", "\u00e2\u0082\u00ac")]
    [InlineData("a\u00f0\u009f\u0098!|\u0080!", "a", "\u00f0\u009f\u0098\u0080")]
    [InlineData("a\u00e2\u0082!|.", "a", "\u00e2\u0082")]
    [InlineData("\u00e2\u0082!|.", "\u00e2\u0082")]
    [InlineData("a\u00e9!|\nb\n", "a", "\u00e9", "b")]
    [InlineData("a\u00c3\u00bc!", "a\u00c3\u00bc")]
    [InlineData("a\u0082\u0082!", "a\u0082\u0082")]
    [InlineData("a\u00ff!", "a\u00ff")]
    [InlineData("a\r\u00c3!|\u00bc\n", "a\r", "\u00c3\u00bc")]
    [InlineData("a\r!|\u00c3!|\u00bc\n", "a", "\r\u00c3\u00bc")]
    public void A_pause_keeps_back_an_unfinished_character(
        string arrivals, params string[] lines)
    {
        var told = new List<string>();
        var cutter = new LineCutter(1_000, line => told.Add(Encoding.Latin1.GetString(line)));
        foreach (string arrival in arrivals.Split('|'))
        {
            cutter.Add(Encoding.Latin1.GetBytes(arrival.TrimEnd('!', '.')));
            if (arrival.EndsWith('!'))
            {
                cutter.Pause();
            }
            else if (arrival.EndsWith('.'))
            {
                cutter.Cut();
            }
        }

        Assert.Equal(lines, told);
    }

    [Fact]
    public void A_line_over_the_limit_is_cut_into_lines_and_none_is_added()
    {
        foreach (string newline in (string[])["\n", "\r\n"])
        {
            foreach (int length in (int[])[9, 10, 11, 19, 20, 21, 35])
            {
                string text = new string('x', length) + newline + newline + "end" + newline;
                var told = new List<string>();
                var cutter = new LineCutter(10, line => told.Add(Encoding.ASCII.GetString(line)));
                cutter.Add(Encoding.ASCII.GetBytes(text));
                string[] pieces = [.. new string('x', length).Chunk(10).Select(x => new string(x))];
                Assert.Equal([.. pieces, "", "end"], told);
            }
        }
    }

    [Fact]
    public void Lines_do_not_depend_on_how_the_stream_was_split()
    {
        const string Alphabet = "ab\r\n\n";
        var random = new Random(4712);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] text = new byte[random.Next(1, 40)];
            random.GetItems(Encoding.ASCII.GetBytes(Alphabet), text);
            var whole = new List<string>();
            var pieces = new List<string>();
            new LineCutter(7, line => whole.Add(Encoding.ASCII.GetString(line))).Add(text);
            var cutter = new LineCutter(7, line => pieces.Add(Encoding.ASCII.GetString(line)));
            for (int at = 0; at < text.Length;)
            {
                int count = random.Next(1, text.Length - at + 1);
                cutter.Add(text.AsSpan(at, count));
                at += count;
            }

            Assert.True(
                whole.SequenceEqual(pieces),
                $"{Convert.ToHexString(text)}: {string.Join('|', whole)}, "
                + $"in pieces {string.Join('|', pieces)}");
        }
    }
}
