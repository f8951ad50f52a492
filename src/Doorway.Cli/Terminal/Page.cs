using System.Text;
using Spectre.Console;

namespace Doorway.Cli.Terminal;

/// <summary>
/// Where Spectre.Console draws. Its own would ask the terminal, and thereby switch its keypad
/// (ESC =).
/// </summary>
sealed class Page(TextWriter output, int width, int height, bool isTerminal) : IAnsiConsoleOutput
{
    const int PlainWidth = 100;

    public TextWriter Writer => output;

    public bool IsTerminal => isTerminal;

    public int Width => width;

    public int Height => height;

    /// <summary>A page without colour, and without any escape sequence.</summary>
    public static IAnsiConsole Plain(TextWriter output, int width = PlainWidth) =>
        AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new Page(output, width, PlainWidth, isTerminal: false),
        });

    /// <summary>A page on a terminal's standard error, where a cursor moves.</summary>
    public static IAnsiConsole Moving(TextWriter error, Color color) => AnsiConsole.Create(
        new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = color.IsOn ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new Page(error, WindowSize.Columns(), height: 24, isTerminal: true),
        });

    public void SetEncoding(Encoding encoding)
    {
    }
}
