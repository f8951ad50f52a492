using System.Runtime.Versioning;
using Doorway.Watch;

namespace Doorway.Tests.Command;

/// <summary>`doorway check --record`: what failed can be watched.</summary>
[SupportedOSPlatform("linux")]
public sealed class CheckRecordingTests
{
    [Fact]
    public async Task What_failed_is_recorded_with_its_calls_and_frames()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("failed.pcapng");
        string program = Path.Combine(
            Programs.Repository, "tests", "peers", "bad", "split_write.py");
        await using DoorwayProcess check = DoorwayProcess.Start(
            "check", "server", "--run", $"python3 '{program}'", "tcp://:12000",
            "--profile", "line", "--record", file);
        Assert.Equal(1, await check.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        using RecordingReader recording = RecordingReader.Open(file);
        WatchEvent[] events = [.. recording.Read()];
        Assert.Contains(events, seen => seen is NoticeEvent notice
            && notice.Words.StartsWith("tcp/stream/split-write: ", StringComparison.Ordinal));
        Assert.Contains(events, seen => seen is CallEvent { Call: "send", Process: 2 });
        if (check.Errors.Text.Contains("no network of its own", StringComparison.Ordinal))
        {
            return;
        }

        FrameEvent[] frames = [.. events.OfType<FrameEvent>()];
        Assert.Contains(frames, frame => frame.Summary?.Flags == "SYN ACK");
        Assert.All(frames, frame => Assert.NotNull(frame.Range));
        Assert.Contains(events, seen => seen is CallEvent { Call: "send", Range.Length: > 0 });
    }
}
