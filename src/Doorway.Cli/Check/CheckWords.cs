using Doorway.Check;

namespace Doorway.Cli.Checks;

/// <summary>The words for what the library has as values, in options and in every report.</summary>
static class CheckWords
{
    /// <summary>The profiles, as <c>--profile</c> takes them.</summary>
    public static string[] Profiles { get; } =
        [.. Enum.GetValues<CheckProfile>().Select(Of)];

    /// <summary>The services, as <c>--service</c> takes them.</summary>
    public static string[] Services { get; } =
        [.. Enum.GetValues<CheckService>().Select(Of)];

    /// <summary>A profile: <c>two-way</c>.</summary>
    public static string Of(CheckProfile profile) =>
        profile == CheckProfile.TwoWay ? "two-way" : Lower(profile);

    /// <summary>A service: <c>upper</c>.</summary>
    public static string Of(CheckService service) => Lower(service);

    /// <summary>A part: <c>server</c>.</summary>
    public static string Of(CheckRole role) => Lower(role);

    /// <summary>How a case ended: <c>passed</c>.</summary>
    public static string Of(CaseOutcome outcome) => Lower(outcome);

    /// <summary>How much is asked: <c>MUST</c>.</summary>
    public static string Of(CheckLevel level) => level.ToString().ToUpperInvariant();

    /// <summary>A language as it calls itself.</summary>
    public static string Of(Language language) => language switch
    {
        Language.CSharp => "C#",
        Language.Unknown => "unknown",
        _ => language.ToString(),
    };

    /// <summary>A language as a fence of Markdown names it.</summary>
    public static string Fence(Language language) =>
        language == Language.CSharp ? "csharp" : Lower(language);

    /// <summary>What a program is, in one line.</summary>
    public static string Of(Traits traits)
    {
        string language = traits.Language == Language.Unknown
            ? "" : $", in {Of(traits.Language)}";
        if (traits.Port == 0)
        {
            // It opened none: all else would be a guess.
            return $"a {Of(traits.Role)}{language}";
        }

        string service = traits.Service.ToString() == traits.Profile.ToString()
            || traits.Role == CheckRole.Client ? "" : $", service {Of(traits.Service)}";
        return $"a {traits.Transport.ToString().ToUpperInvariant()} {Of(traits.Role)}, "
            + $"port {traits.Port}, profile {Of(traits.Profile)}{service}{language}";
    }

    static string Lower<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
