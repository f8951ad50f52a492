using Doorway.Cli.Terminal;

namespace Doorway.Cli.Watching;

/// <summary>An arrow with words on it: <c>--- words ---></c>, or <c>-- words --x</c> of what is
/// lost.</summary>
static class LadderArrow
{
    const int Ends = 7;

    /// <summary>The arrow.</summary>
    /// <param name="words">What is said, and shorter and shorter ways to say it.</param>
    /// <param name="room">How many columns it has.</param>
    /// <param name="dash">What it is drawn with.</param>
    /// <param name="isRight">Whether it goes to the right.</param>
    /// <param name="isLost">Whether it doesn't get there.</param>
    /// <param name="style">The ladder's.</param>
    public static string Draw(
        IEnumerable<string> words, int room, char dash, bool isRight, bool isLost,
        LadderStyle style)
    {
        int most = room - Ends;
        string[] choice = [.. words.Select(style.Safe)];
        string label = style.Cut(
            choice.FirstOrDefault(one => TextWidth.Of(one) <= most, choice[^1]), most);
        int dashes = room - 3 - TextWidth.Of(label);
        int ahead = isLost ? Math.Min(2, dashes / 2) : dashes / 2;
        int behind = isLost ? 2 : dashes - ahead;
        (string near, string far) = (new string(dash, ahead), new string(dash, behind));
        string head = isLost ? "x" : (isRight ? style.Right : style.Left).ToString();
        string arrow = isRight ? $"{near} {label} {far}{head}" : $"{head}{far} {label} {near}";
        return isRight ? arrow : new string(' ', Math.Max(room - TextWidth.Of(arrow), 0)) + arrow;
    }
}
