using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Doorway.Cli.Bench.Html;

/// <summary>A drawing with two axes, as SVG (SVG 2) to stand in a page.</summary>
sealed class Drawing
{
    const double Width = 760;
    const double Left = 74;
    const double Right = 16;
    const double Top = 14;
    const double Bottom = 44;

    readonly double _height;
    readonly XElement _svg;

    /// <param name="height">How high, beside a width of 760.</param>
    /// <param name="title">What it shows, for those who don't see it.</param>
    public Drawing(double height, string title)
    {
        _height = height;
        _svg = new XElement(
            "svg", new XAttribute("viewBox", $"0 0 {Number(Width)} {Number(height)}"),
            new XAttribute("role", "img"), new XAttribute("aria-label", title));
    }

    /// <summary>Where the lower left corner of what is drawn lies.</summary>
    public (double X, double Y) Origin => (Left, _height - Bottom);

    /// <summary>Where the upper right corner lies.</summary>
    public static (double X, double Y) Corner => (Width - Right, Top);

    /// <summary>The finished drawing.</summary>
    public XElement Element => _svg;

    /// <summary>Horizontal lines, what they stand for at their left.</summary>
    public void DrawGrid(Axis axis, Func<double, string> label)
    {
        foreach (double tick in axis.Ticks)
        {
            double y = axis.At(tick);
            _svg.Add(Line("grid", Left, y, Width - Right, y));
            _svg.Add(Text("tick end", Left - 8, y + 4, label(tick)));
        }
    }

    /// <summary>Short lines under the drawing, and what they stand for.</summary>
    public void DrawFoot(Axis axis, Func<double, string> label, string title)
    {
        double y = _height - Bottom;
        _svg.Add(Line("foot", Left, y, Width - Right, y));
        foreach (double tick in axis.Ticks)
        {
            double x = axis.At(tick);
            _svg.Add(Line("foot", x, y, x, y + 5));
            _svg.Add(Text("tick middle", x, y + 18, label(tick)));
        }

        _svg.Add(Text("axis middle", (Left + Width - Right) / 2, _height - 6, title));
    }

    /// <summary>A line through points; broken where one is null.</summary>
    /// <param name="style">The class that it has.</param>
    /// <param name="points">In order.</param>
    public void DrawLine(string style, IEnumerable<(double X, double Y)?> points)
    {
        var path = new StringBuilder();
        bool isOpen = false;
        foreach ((double X, double Y)? point in points)
        {
            if (point is { } here)
            {
                path.Append(isOpen ? 'L' : 'M').Append(Number(here.X)).Append(' ')
                    .Append(Number(here.Y));
            }

            isOpen = point is not null;
        }

        DrawPath(style, path.ToString());
    }

    /// <summary>Filled from the foot up to the points.</summary>
    public void DrawArea(string style, IReadOnlyList<(double X, double Y)> points)
    {
        if (points.Count > 0)
        {
            string foot = Number(_height - Bottom);
            DrawPath(
                style, $"M{Number(points[0].X)} {foot}"
                    + string.Concat(points.Select(at => $"L{Number(at.X)} {Number(at.Y)}"))
                    + $"L{Number(points[^1].X)} {foot}Z");
        }
    }

    /// <summary>A dot.</summary>
    public void DrawDot(string style, double x, double y) => _svg.Add(new XElement(
        "circle", new XAttribute("class", style), new XAttribute("cx", Number(x)),
        new XAttribute("cy", Number(y)), new XAttribute("r", "3")));

    /// <summary>A place that tells its numbers to who points at it.</summary>
    public void DrawHint(double from, double to, string words) => _svg.Add(new XElement(
        "rect", new XAttribute("class", "hint"), new XAttribute("x", Number(from)),
        new XAttribute("y", Number(Top)), new XAttribute("width", Number(to - from)),
        new XAttribute("height", Number(_height - Bottom - Top)), new XElement("title", words)));

    /// <summary>Words in the drawing.</summary>
    public void DrawText(string style, double x, double y, string words) =>
        _svg.Add(Text(style, x, y, words));

    void DrawPath(string style, string path)
    {
        if (path.Length > 0)
        {
            _svg.Add(new XElement(
                "path", new XAttribute("class", style), new XAttribute("d", path)));
        }
    }

    static XElement Line(string style, double x1, double y1, double x2, double y2) => new(
        "line", new XAttribute("class", style), new XAttribute("x1", Number(x1)),
        new XAttribute("y1", Number(y1)), new XAttribute("x2", Number(x2)),
        new XAttribute("y2", Number(y2)));

    static XElement Text(string style, double x, double y, string words) => new(
        "text", new XAttribute("class", style), new XAttribute("x", Number(x)),
        new XAttribute("y", Number(y)), words);

    static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
