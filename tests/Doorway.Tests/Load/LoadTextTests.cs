using System.Text;
using Doorway.Services;

namespace Doorway.Tests.Load;

public sealed class LoadTextTests
{
    static string Read(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(64)]
    [InlineData(1_400)]
    [InlineData(100_000)]
    public void Words_fill_a_message_and_come_back_in_upper_case(int size)
    {
        var text = new LoadText(null, size, LoadExpectation.Upper);
        for (int i = 0; i < text.Period; i++)
        {
            Assert.Equal(size, text.Message(i).Length);
            Assert.Equal(
                Read(text.Message(i)).ToUpperInvariant(), Read(text.Answer(i)));
        }
    }

    [Theory]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(1_400)]
    public void No_two_messages_of_words_are_alike(int size)
    {
        var text = new LoadText(null, size, LoadExpectation.Upper);
        var seen = Enumerable.Range(0, text.Period).Select(i => Read(text.Message(i)));
        Assert.Equal(text.Period, seen.Distinct().Count());
        Assert.Equal(Read(text.Message(3)), Read(text.Message(3 + (7L * text.Period))));
    }

    [Fact]
    public void A_text_is_repeated_and_cut_between_its_characters()
    {
        var text = new LoadText("aß日", 4, LoadExpectation.Upper);
        Assert.Equal(
            ["aß", "日a", "ß", "日a"],
            Enumerable.Range(0, 4).Select(i => Read(text.Message(i))));
        Assert.Equal(
            ["ASS", "日A", "SS", "日A"],
            Enumerable.Range(0, 4).Select(i => Read(text.Answer(i))));
    }

    [Fact]
    public void A_text_of_the_size_is_every_message()
    {
        var text = new LoadText("straße", 7, LoadExpectation.Upper);
        Assert.Equal("straße", Read(text.Message(0)));
        Assert.Equal("straße", Read(text.Message(12_345)));
        Assert.Equal("STRASSE", Read(text.Answer(12_345)));
    }

    [Fact]
    public void The_answers_are_what_the_service_makes_of_the_whole_stream()
    {
        var text = new LoadText("ŉ ﬃ ΐ and ß 𐐨 😀 ", 50, LoadExpectation.Upper);
        byte[] all = text.Messages(0, text.Period).ToArray();
        byte[] reply = new byte[all.Length * 3];
        ToUpper.Instance.Reply(all, reply, out _, out int written, isFinal: true);
        byte[] answers =
            [.. Enumerable.Range(0, text.Period).SelectMany(i => text.Answer(i).ToArray())];
        Assert.Equal(reply[..written], answers);
    }

    [Fact]
    public void An_echo_answers_the_message_and_nobody_answers_nothing()
    {
        var echo = new LoadText("aß日", 20, LoadExpectation.Echo);
        Assert.Equal(Read(echo.Message(3)), Read(echo.Answer(3)));
        var none = new LoadText("aß日", 20, LoadExpectation.None);
        Assert.True(none.Answer(3).IsEmpty);
    }

    [Fact]
    public void Messages_behind_one_another_go_round_the_end()
    {
        var text = new LoadText(null, 64, LoadExpectation.Upper);
        string expected = Read(text.Message(text.Period - 1)) + Read(text.Message(0));
        Assert.Equal(expected, Read(text.Messages(text.Period - 1, 2)));
        Assert.Equal(
            Read(text.Answer(text.Period - 1)) + Read(text.Answer(0)),
            Read(text.Answers(text.Period - 1, 2)));
        Assert.Equal(0, text.Next(text.Period - 1, 1));
        Assert.Equal(4, text.Next(4, text.Period));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 0, 1)]
    [InlineData(2, 1, 0)]
    [InlineData(4, 1, 2)]
    [InlineData(9, 3, 0)]
    [InlineData(10, 3, 1)]
    public void Whole_answers_are_counted_in_bytes(int bytes, int whole, int over)
    {
        var text = new LoadText("aß日", 4, LoadExpectation.Upper);
        int index = text.Period - 1;
        int[] lengths = [.. Enumerable.Range(index, 4).Select(i => text.Answer(i).Length)];
        Assert.Equal([2, 3, 4, 2], lengths);
        Assert.Equal(whole, text.AnswersIn(index, bytes, out int rest));
        Assert.Equal(over, rest);
    }

    // Of its own: attributes can't carry half a pair.
    [Fact]
    public void Half_a_surrogate_pair_is_refused() => Assert.Throws<ArgumentException>(
        () => new LoadText("a" + '\ud800', 10, LoadExpectation.Upper));

    [Theory]
    [InlineData("", 10)]
    [InlineData("日", 2)]
    [InlineData("a😀", 3)]
    public void A_text_that_cannot_be_sent_is_refused(string text, int size) =>
        Assert.Throws<ArgumentException>(
            () => new LoadText(text, size, LoadExpectation.Upper));
}
