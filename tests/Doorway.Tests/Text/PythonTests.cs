using System.Text;
using Doorway.Text;
using FsCheck.Fluent;

namespace Doorway.Tests.Text;

public sealed class PythonTests(PythonUpper python, ITestOutputHelper output)
{
    [Fact]
    public void Every_code_point_has_the_upper_case_that_Python_gives_it()
    {
        UnicodeData unicode = UnicodeData.Instance;
        int both = 0, onlyOurs = 0, onlyPythons = 0;
        List<string> differences = [];
        foreach (int codePoint in UnicodeData.Scalars)
        {
            bool ours = unicode.IsAssigned(codePoint);
            bool shared = python.Table.TryGetValue(codePoint, out byte[]? upper) && ours;
            if (shared) both++;
            else if (ours) onlyOurs++;
            else if (upper is not null) onlyPythons++;

            byte[] text = Bytes.Utf8(codePoint);
            byte[] expected = shared ? upper! : Bytes.Utf8(unicode.SimpleUpper(codePoint));
            byte[] actual = Uppercase.Of(text);
            if (!actual.AsSpan().SequenceEqual(expected))
                differences.Add($"U+{codePoint:X4}: {Hex(actual)}, expected {Hex(expected)}");
        }

        string counts = $"{both} code points compared; {onlyOurs} are assigned in Unicode "
            + $"{Utf8Upper.UnicodeVersion} only, {onlyPythons} in Python's version only";
        output.WriteLine(counts);
        Assert.True(
            differences.Count == 0, $"{counts}\n{string.Join('\n', differences.Take(20))}");
        Assert.True(both > 280_000, counts);
    }

    [Fact]
    public void All_that_Python_knows_in_one_text_is_what_Python_answers()
    {
        byte[] text = Bytes.Utf8([.. python.Table.Keys.Where(UnicodeData.Instance.IsAssigned)]);

        Assert.True(text.Length > 1_000_000);
        Assert.Equal(python.Upper(text), Uppercase.Of(text));
    }

    [Theory]
    [InlineData("Ὀδυσσεύς ὁ πολύτροπος, ὅς. ΣΊΣΥΦΟΣ σίσυφος ς")]
    [InlineData("İstanbul ıssız i\u0307 ĳ")]
    [InlineData("Fußball, Maß, ẞ; ﬁnden; ŉ ǰ ẖẗẘẙẚ")]
    [InlineData("և ﬓ ﬔ ﬕ ﬖ ﬗ Երևան")]
    [InlineData("ᾀᾁᾂ ᾈ ᾳ ᾼ ῼ ᾷ ῷ")]
    [InlineData("Съешь ещё этих мягких булок ᲀᲁᲂ ა-ჰ ꭰ")]
    [InlineData("日本語 हिन्दी ไทย עברית العربية 한국어 😀👩‍👩‍👧 𐐨𐑎 𞤢")]
    [InlineData("e\u0301 \u0345 α\u0345 a\u0308\u0345\u0301")]
    public void A_text_is_what_Python_answers(string text)
    {
        byte[] upper = python.Upper(Encoding.UTF8.GetBytes(text));
        Assert.Equal(Encoding.UTF8.GetString(upper), Uppercase.Of(text));
    }

    [Fact]
    public void Any_bytes_are_what_Python_answers()
    {
        int compared = 0;
        FsCheck.Check.One(Bytes.Thorough, Prop.ForAll(Bytes.Any, bytes =>
        {
            if (!python.SharesAllOf(bytes)) return;
            compared++;
            Assert.Equal(python.Upper(bytes), Uppercase.Of(bytes));
        }));
        output.WriteLine($"{compared} compared");
        Assert.True(compared > 2000, $"only {compared} had no code point that one side lacks");
    }

    static string Hex(byte[] bytes) => Convert.ToHexString(bytes);
}
