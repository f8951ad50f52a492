using System.Text;
using Doorway.Check;

namespace Doorway.Tests.Check;

/// <summary>What a server does to messages is made out from two of its answers.</summary>
public sealed class MannerReaderTests
{
    static Manner Read(bool isOfLines, Func<string, string> serve) =>
        Read(isOfLines, text => Encoding.UTF8.GetBytes(serve(text)));

    static Manner Read(bool isOfLines, Func<string, byte[]> serve) => MannerReader.Read(
        [.. MannerReader.Messages.Select(text => isOfLines ? text + "\n" : text).Select(
            text => new Asking
            {
                Message = Encoding.UTF8.GetBytes(text),
                Answer = new Reading(serve(text), ReadEnd.Quiet),
            })],
        isOfLines, MannerOfLetters.Upper);

    [Theory, InlineData(false), InlineData(true)]
    public void Upper_case_is_right(bool isOfLines)
    {
        Manner manner = Read(isOfLines, text => text.ToUpperInvariant());
        Assert.Equal((Manner.Right with { IsOfLines = isOfLines }).ToString(), manner.ToString());
        Assert.Null(manner.End);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Letters_that_came_back_as_they_were_are_seen(bool isOfLines) => Assert.Equal(
        MannerOfLetters.Unchanged, Read(isOfLines, text => text).Letters);

    [Fact]
    public void A_label_before_and_a_newline_behind_are_seen()
    {
        Manner manner = Read(false, text => $"got: {text.ToUpperInvariant()}\n");
        Assert.Equal("got: "u8, manner.Before.Span);
        Assert.Equal("\n"u8, manner.Behind.Span);
        Assert.Equal("got: ABC\n"u8, manner.Answer("abc"u8));
    }

    [Fact]
    public void A_line_answered_without_its_newline_is_not_cut()
    {
        Manner manner = Read(true, text => text.ToUpperInvariant().TrimEnd());
        Assert.Equal(0, manner.CutBy);
        Assert.Equal("ABC"u8, manner.Answer("abc\n"u8));
        Assert.Equal("ABCDEF"u8, manner.Answer("abc\ndef\n"u8));
    }

    [Fact]
    public void Two_newlines_are_one_too_many()
    {
        Manner manner = Read(true, text => text.ToUpperInvariant() + "\n");
        Assert.Equal("\n"u8, manner.Behind.Span);
        Assert.Equal("ABC\n\n"u8, manner.Answer("abc\n"u8));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_buffer_sent_whole_is_padding(bool isOfLines)
    {
        Manner manner = Read(isOfLines, text =>
        {
            byte[] buffer = new byte[64];
            Encoding.UTF8.GetBytes(text.ToUpperInvariant()).CopyTo(buffer, 0);
            return buffer;
        });
        Assert.Equal(64, manner.PaddedTo);
        Assert.True(manner.Behind.IsEmpty);
        Assert.Equal(64, manner.Answer("abc"u8).Length);
    }

    [Fact]
    public void One_NUL_behind_each_answer_is_no_padding()
    {
        Manner manner = Read(false, text => text.ToUpperInvariant() + "\0");
        Assert.Equal(0, manner.PaddedTo);
        Assert.Equal("\0"u8, manner.Behind.Span);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_missing_last_byte_is_seen(bool isOfLines)
    {
        Manner manner = Read(
            isOfLines, text => isOfLines
                ? text.TrimEnd()[..^1].ToUpperInvariant() + "\n" : text[..^1].ToUpperInvariant());
        Assert.Equal(1, manner.CutBy);
        Assert.Equal(isOfLines ? "AB\n"u8 : "AB"u8, manner.Answer(isOfLines ? "abc\n"u8 : "abc"u8));
    }

    [Fact]
    public void A_short_buffer_is_seen() => Assert.Equal(
        8, Read(false, text => text.ToUpperInvariant()[..8]).CutTo);

    [Fact]
    public void The_marks_of_repr_are_seen() => Assert.True(Doorway.Check.Server.AnswerLonger.IsRepr(
        Read(true, text => $"b'{text.TrimEnd().ToUpperInvariant()}'\n")));

    [Fact]
    public void UTF_16_is_named()
    {
        Manner manner = Read(
            false, text => Encoding.BigEndianUnicode.GetBytes(text.ToUpperInvariant()));
        Assert.Equal(1201, manner.Written?.CodePage);
        Assert.Equal("\0A\0B"u8, manner.Answer("ab"u8));
    }

    [Fact]
    public void An_answer_of_no_message_is_not_understood() =>
        Assert.False(Read(false, _ => "ERROR").IsKnown);
}
