namespace Doorway.Check;

/// <summary>
/// One requirement, and the experiment that shows whether a program meets it. A case that fails is
/// a finding, known by the same <see cref="Id"/>.
/// </summary>
public abstract class CheckCase
{
    const int AnyPort = 12000;

    private protected CheckCase()
    {
    }

    /// <summary>Its stable name, such as <c>tcp/stream/split-write</c>.</summary>
    public abstract string Id { get; }

    /// <summary>What is wrong where it fails, in a few words for a table.</summary>
    public abstract string Title { get; }

    /// <summary>The requirement in one sentence.</summary>
    public abstract string Requirement { get; }

    /// <summary>Where the requirement comes from: an RFC's section, a man page.</summary>
    public abstract string Source { get; }

    /// <summary>Which programs it is for.</summary>
    public abstract CheckRole Role { get; }

    /// <summary>What it teaches.</summary>
    public abstract Explanation Explanation { get; }

    /// <summary>
    /// How much is asked of a program of this kind; null where the case is not for it.
    /// </summary>
    public abstract CheckLevel? LevelFor(Traits traits);

    /// <summary>
    /// The most that is asked of any program with this profile, of either part and transport; null
    /// where the case is for none.
    /// </summary>
    public CheckLevel? MostFor(CheckProfile profile) =>
        (from role in Enum.GetValues<CheckRole>()
         from transport in (Transport[])[Transport.Tcp, Transport.Udp]
         let level = LevelFor(new Traits
         {
             Role = role,
             Transport = transport,
             Port = AnyPort,
             Profile = profile,
             Service = profile switch
             {
                 CheckProfile.Greeting => CheckService.Greeting,
                 CheckProfile.Echo => CheckService.Echo,
                 _ => CheckService.Upper,
             },
             IsStartedByUs = true,
             Asked = Address.Parse($"{transport.Scheme()}://:{AnyPort}"),
         })
         where level is not null
         select level).Min();

    /// <summary>
    /// Whether it takes a program that starts and answers. Where that fails, the case is skipped:
    /// one cause gives one finding.
    /// </summary>
    internal virtual bool NeedsAnswer => true;

    /// <summary>
    /// What it may take besides a case's usual time: one that waits for a timeout of the program's
    /// own.
    /// </summary>
    internal virtual TimeSpan ExtraTime => TimeSpan.Zero;

    /// <summary>Tries it on the program, on a thread of its own.</summary>
    internal abstract Verdict Run(Trial trial);
}
