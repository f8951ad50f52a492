using System.Buffers;
using Doorway.Text;

namespace Doorway.Tests.Text;

public sealed class IllFormedTests(PythonUpper python)
{
    public static TheoryData<string, string> IllFormed => new()
    {
        { "lone continuation", "80" },
        { "lone continuations", "BF 80 9F" },
        { "overlong a, two bytes", "C1 A1" },
        { "overlong NUL, two bytes", "C0 80" },
        { "overlong a, three bytes", "E0 81 A1" },
        { "overlong ß, three bytes", "E0 83 9F" },
        { "overlong ß, four bytes", "F0 80 83 9F" },
        { "overlong U+FFFF", "F0 8F BF BF" },
        { "first surrogate", "ED A0 80" },
        { "last surrogate", "ED BF BF" },
        { "surrogate pair", "ED A0 81 ED B0 A8" },
        { "above U+10FFFF", "F4 90 80 80" },
        { "five bytes", "F8 88 80 80 80" },
        { "six bytes", "FC 84 80 80 80 80" },
        { "F5", "F5 80 80 80" },
        { "FE and FF", "FE FF" },
        { "two bytes, cut by a letter", "C3 61" },
        { "three bytes, cut after one", "E2 61" },
        { "three bytes, cut after two", "E1 BC 61" },
        { "four bytes, cut after one", "F0 61" },
        { "four bytes, cut after two", "F0 90 61" },
        { "four bytes, cut after three", "F0 90 90 61" },
        { "cut by another character", "F0 90 90 C3 9F" },
        { "leads alone", "C3 E1 F0 C3 9F" },
        { "one continuation too many", "C3 9F 9F" },
    };

    [Theory]
    [MemberData(nameof(IllFormed))]
    public void Bytes_that_are_not_UTF8_pass_through(string kind, string hex)
    {
        byte[] bytes = Convert.FromHexString(hex.Replace(" ", ""));
        foreach (int before in new[] { 0, 1, 15, 16, 17, 70 })
        {
            foreach (int after in new[] { 0, 1, 15, 16, 17, 70 })
            {
                byte[] text = [.. Letters(before), .. bytes, .. Letters(after)];
                string expected = Hex(python.Upper(text));
                Assert.Equal((kind, expected), (kind, Hex(Uppercase.Of(text))));
                Assert.Equal(
                    (kind, expected), (kind, Hex(Uppercase.Of(text, Utf8Upper.ConvertScalar))));
            }
        }
    }

    [Theory]
    [InlineData("C3 9F")]
    [InlineData("DF BF")]
    [InlineData("E0 A0 80")]
    [InlineData("E1 BE B3")]
    [InlineData("ED 9F BF")]
    [InlineData("EF AC 83")]
    [InlineData("F0 90 90 A8")]
    [InlineData("F4 8F BF BF")]
    public void A_character_cut_by_the_end_waits_for_the_rest_or_passes_through_at_last(string hex)
    {
        byte[] character = Convert.FromHexString(hex.Replace(" ", ""));
        byte[] letters = Letters(40), capitals = Uppercase.Of(letters), room = new byte[100];
        for (int cut = 1; cut < character.Length; cut++)
        {
            byte[] text = [.. letters, .. character[..cut]];
            var status = Utf8Upper.Convert(text, room, out int consumed, out int written, false);
            Assert.Equal((OperationStatus.NeedMoreData, 40, 40), (status, consumed, written));

            status = Utf8Upper.Convert(text, room, out consumed, out written, true);
            Assert.Equal((OperationStatus.Done, 40 + cut, 40 + cut), (status, consumed, written));
            Assert.Equal([.. capitals, .. character[..cut]], room[..written]);
        }
    }

    [Theory]
    [InlineData("ED A0")]
    [InlineData("E0 9F")]
    [InlineData("F0 8F")]
    [InlineData("F4 90")]
    [InlineData("C1")]
    [InlineData("F5")]
    [InlineData("80")]
    public void What_can_no_longer_become_a_character_does_not_wait(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex.Replace(" ", "")), room = new byte[8];
        var status = Utf8Upper.Convert(bytes, room, out int consumed, out int written, false);

        Assert.Equal((OperationStatus.Done, bytes.Length), (status, consumed));
        Assert.Equal(bytes, room[..written]);
    }

    static byte[] Letters(int count) =>
        [.. Enumerable.Range(0, count).Select(i => (byte)('a' + i % 26))];

    static string Hex(byte[] bytes) => Convert.ToHexString(bytes);
}
