namespace Doorway.Check;

/// <summary>Where a program died and of what, as its runtime told it on the standard error.
/// </summary>
/// <param name="Language">The language whose runtime speaks so.</param>
/// <param name="What">The exception, with its class or kind first.</param>
/// <param name="File">The file of the program's own code, without its folder; null where none
/// is named.</param>
/// <param name="Line">The line in it, from 1.</param>
/// <param name="Method">The method, where no file is named but that is.</param>
sealed record CrashSite(
    Language Language, string What, string? File = null, int Line = 0, string? Method = null)
{
    const int MostText = 256 * 1024;
    const int MostWhat = 200;

    /// <summary>The same in one sentence: "server.py, line 12: ValueError: ...".</summary>
    public string Sentence
    {
        get
        {
            string what = What.Length > MostWhat ? What[..MostWhat].TrimEnd() + " ..." : What;
            return File is not null ? $"{File}, line {Line}: {what}"
                : Method is not null ? $"{Method}: {what}" : what;
        }
    }

    /// <summary>What a standard error tells; null where nobody died of an exception.</summary>
    public static CrashSite? Of(string errors) =>
        Of((errors.Length > MostText ? errors[^MostText..] : errors).Split('\n'));

    /// <summary>The same of its lines.</summary>
    public static CrashSite? Of(IReadOnlyList<string> errors)
    {
        string[] lines = [.. errors.Select(line => line.TrimEnd('\r'))];
        return PythonCrash.In(lines) ?? JavaCrash.In(lines) ?? CSharpCrash.In(lines)
            ?? GoCrash.In(lines) ?? RustCrash.In(lines) ?? NodeCrash.In(lines)
            ?? CCrash.In(lines);
    }

    /// <summary>A place in a file.</summary>
    public static CrashSite At(Language language, string what, string file, string line) =>
        int.TryParse(line, out int number)
            ? new(language, what, Path.GetFileName(file), number) : new(language, what);
}
