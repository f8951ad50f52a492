using System.CommandLine;

namespace Doorway.Cli.Commands;

/// <summary>
/// An option with a value that is no text: a number, a time. For the parser it is text, checked
/// there and read here, since its generic types over a struct can't be compiled ahead of time.
/// </summary>
sealed class ValueOption<T> : Option<string?>
    where T : struct
{
    readonly Func<string, T> _read;

    public ValueOption(string name, Func<string, T> read)
        : base(name)
    {
        _read = read;
        CustomParser = result => OptionValues.Checked(result, text => _ = _read(text));
    }

    /// <summary>The value; null where the option isn't given.</summary>
    public T? Of(ParseResult parsed) => parsed.GetValue(this) is { } text ? _read(text) : null;
}
