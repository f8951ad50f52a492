using System.Text.Json;

namespace Doorway.Tests.Command;

/// <summary>What `doorway bench --json` said at its end.</summary>
sealed class BenchResult : IDisposable
{
    readonly JsonDocument _document;

    BenchResult(int code, string text)
    {
        Code = code;
        _document = JsonDocument.Parse(text);
    }

    public int Code { get; }

    public JsonElement Root => _document.RootElement;

    public long Of(string count) => Root.Of(count);

    public static async Task<BenchResult> OfAsync(params string[] arguments)
    {
        await using var bench = DoorwayProcess.Start(["bench", "--json", .. arguments]);
        int code = await bench.WaitForExitAsync(Deadline.Long);
        Assert.True(bench.Output.Text.Length > 0, bench.Errors.Text);
        return new BenchResult(code, bench.Output.Text);
    }

    public void Dispose() => _document.Dispose();
}
