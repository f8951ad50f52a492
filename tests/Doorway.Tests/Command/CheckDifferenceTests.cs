using System.Text;
using Doorway.Check;
using Doorway.Cli.Checks;

namespace Doorway.Tests.Command;

/// <summary>Expected over actual, and the caret under the first byte that differs.</summary>
public sealed class CheckDifferenceTests
{
    [Theory]
    [InlineData("HELLO\n", "HELLX\n", @"HELLO\n", @"HELLX\n", "    ^ byte 5; 6 bytes expected, 6 came")]
    [InlineData("HELLO", "HELLO\0\0", "HELLO", @"HELLO\x00\x00",
        "     ^ 2 more than the 5 bytes that should have come")]
    [InlineData("HELLO", "HE", "HELLO", "HE", "  ^ the end, after 2 of 5 bytes")]
    [InlineData("HELLO", "", "HELLO", "", "^ nothing came, 5 bytes should have")]
    [InlineData("A\nB", @"A\nB", @"A\nB", @"A\\nB", " ^ byte 2; 3 bytes expected, 4 came")]
    [InlineData("日本É", "日本é", "日本É", "日本é", "    ^ byte 8; 8 bytes expected, 8 came")]
    [InlineData("SAME", "SAME", "SAME", "SAME", "the same bytes")]
    public void The_caret_stands_under_the_first_difference(
        string expected, string actual, string above, string below, string caret)
    {
        DifferenceLines drawn = DifferenceLines.Of(CheckSheets.Difference(expected, actual));
        Assert.Equal([above, below, caret], [drawn.Expected, drawn.Actual, drawn.Caret]);
    }

    [Fact]
    public void What_is_long_is_shown_around_the_difference()
    {
        string before = new('A', 65_000);
        string behind = new('B', 500);
        DifferenceLines drawn = DifferenceLines.Of(
            CheckSheets.Difference($"{before}X{behind}", $"{before}Y{behind}"));
        Assert.Equal($"...{new string('A', 24)}X{new string('B', 39)}...", drawn.Expected);
        Assert.Equal($"...{new string('A', 24)}Y{new string('B', 39)}...", drawn.Actual);
        Assert.Equal('X', drawn.Expected[drawn.Column]);
        Assert.Equal('Y', drawn.Actual[drawn.Column]);
        Assert.Equal("byte 65001; 65501 bytes expected, 65501 came", drawn.Note);
    }

    [Fact]
    public void No_character_is_cut_in_two()
    {
        string text = string.Concat(Enumerable.Repeat("é€𝄞", 100));
        for (int at = 0; at < 60; at++)
        {
            byte[] expected = Encoding.UTF8.GetBytes(text);
            byte[] actual = [.. expected];
            actual[200 + at] = (byte)'!';
            DifferenceLines drawn = DifferenceLines.Of(new Evidence.Difference(expected, actual));
            Assert.DoesNotContain(@"\x", drawn.Expected);
            Assert.Equal(drawn.Expected[..drawn.Column], drawn.Actual[..drawn.Column]);
        }
    }

    [Fact]
    public void Whatever_the_bytes_are_the_lines_hold_no_control_character()
    {
        var random = new Random(7);
        for (int round = 0; round < 2_000; round++)
        {
            byte[] expected = new byte[random.Next(100)];
            byte[] actual = new byte[random.Next(100)];
            random.NextBytes(expected);
            random.NextBytes(actual);
            expected.AsSpan(0, Math.Min(expected.Length, random.Next(90))).CopyTo(
                actual.Length >= 90 ? actual : new byte[100]);
            DifferenceLines drawn = DifferenceLines.Of(new Evidence.Difference(expected, actual));
            Assert.DoesNotContain(
                drawn.Expected + drawn.Actual, letter => char.IsControl(letter)
                    || letter is >= '\u202a' and <= '\u202e');
            Assert.True(drawn.Column < 4 * 70);
        }
    }
}
