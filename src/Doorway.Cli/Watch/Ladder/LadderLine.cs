using System.Text;
using Doorway.Cli.Terminal;

namespace Doorway.Cli.Watching;

/// <summary>One line of a ladder: texts at their places, the columns' lines where none is.
/// </summary>
sealed class LadderLine
{
    readonly List<(int At, string Text, Ink? Ink)> _pieces = [];

    /// <summary>Puts a text at a column, from 0.</summary>
    public LadderLine Put(int at, string text, Ink? ink = null)
    {
        _pieces.Add((at, text, ink));
        return this;
    }

    /// <summary>The line.</summary>
    /// <param name="lines">Where the columns' lines are.</param>
    /// <param name="style">What they are drawn with.</param>
    /// <param name="color">The colour.</param>
    public string Draw(IEnumerable<int> lines, LadderStyle style, Color color)
    {
        IEnumerable<(int At, string Text, Ink? Ink)> free =
            from at in lines
            where !_pieces.Exists(
                piece => at >= piece.At - 1 && at <= piece.At + TextWidth.Of(piece.Text))
            select (at, style.Line.ToString(), (Ink?)Ink.Aside);
        var line = new StringBuilder();
        int end = 0;
        foreach ((int at, string text, Ink? ink) in _pieces.Concat(free.ToArray())
            .OrderBy(piece => piece.At))
        {
            line.Append(' ', Math.Max(at - end, 0));
            line.Append(ink is { } paint ? color.Paint(paint, text) : text);
            end = Math.Max(at, end) + TextWidth.Of(text);
        }

        return line.ToString();
    }
}
