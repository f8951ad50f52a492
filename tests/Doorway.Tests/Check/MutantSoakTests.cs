using Doorway.Check;

namespace Doorway.Tests.Check;

/// <summary>The same verdict every time, also on a machine with much else to do.</summary>
[Trait("Category", "Soak")]
public sealed class MutantSoakTests
{
    const int Times = 20;

    public static TheoryData<string, bool> All
    {
        get
        {
            var all = new TheoryData<string, bool>();
            foreach (string name in Mutant.Names("bad").Concat(Mutant.Names("good")))
            {
                all.Add(name, false);
                all.Add(name, true);
            }

            return all;
        }
    }

    [Theory, MemberData(nameof(All))]
    public async Task The_verdict_is_the_same_every_time(string name, bool isBusy)
    {
        using var busy = new CancellationTokenSource();
        Thread[] spinners = [.. Enumerable.Range(0, isBusy ? Environment.ProcessorCount : 0)
            .Select(_ => new Thread(() =>
            {
                while (!busy.IsCancellationRequested)
                {
                    Thread.SpinWait(1_000);
                }
            }))];
        Array.ForEach(spinners, one => one.Start());
        try
        {
            string? first = null;
            for (int i = 0; i < Times; i++)
            {
                (CheckReport report, string text) =
                    await MutantTests.RunAsync(await Mutant.Read(name).PlanAsync());
                string found = string.Join(' ', report.Results
                    .Where(one => one.Outcome == CaseOutcome.Failed).Select(one => one.Case.Id));
                first ??= found;
                Assert.True(first == found, $"{first}\nthen, time {i + 1}: {found}\n{text}");
            }
        }
        finally
        {
            await busy.CancelAsync();
            Array.ForEach(spinners, one => one.Join());
        }
    }
}
