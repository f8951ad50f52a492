using Doorway.Watch;
using Doorway.Watch.Flows;

namespace Doorway.Cli.Watching;

/// <summary>A recording, ours or Wireshark's: what happened then.</summary>
/// <param name="path">The file.</param>
sealed class ReplaySession(string path) : WatchSession
{
    bool _hasCalls;
    bool _hasFrames;

    /// <inheritdoc/>
    public override string Title => Path.GetFileName(path);

    /// <inheritdoc/>
    public override bool IsReplay => true;

    /// <inheritdoc/>
    public override Task Ended => Task.CompletedTask;

    /// <inheritdoc/>
    public override WatchSource Calls => new(
        _hasCalls, _hasCalls ? "as recorded" : "there are no calls in this recording");

    /// <inheritdoc/>
    public override WatchSource Frames => new(
        _hasFrames, _hasFrames ? "as recorded" : "there are no frames in this recording");

    /// <inheritdoc/>
    public override Task StartAsync(int pagePort, CancellationToken cancellation)
    {
        using RecordingReader reader = Open();
        // What others have captured is in no flow yet.
        using FlowJoin? join = reader.IsOurs ? null : new FlowJoin(Log);
        Action<WatchEvent> add = join is null ? Log.Add : join.Add;
        foreach (WatchEvent seen in reader.Read())
        {
            _hasCalls |= seen is CallEvent;
            _hasFrames |= seen is FrameEvent;
            add(seen);
        }

        return Task.CompletedTask;
    }

    RecordingReader Open()
    {
        if (Directory.Exists(path))
        {
            throw new UsageException($"{path}: this is a folder; name a recording in it");
        }

        try
        {
            return RecordingReader.Open(path);
        }
        catch (InvalidDataException failure)
        {
            throw new UsageException($"{path}: {failure.Message}");
        }
        catch (Exception failure)
            when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException(
                $"{path}: there is no such recording; a program comes after --: "
                + $"doorway watch -- {path}");
        }
    }

    /// <inheritdoc/>
    public override ValueTask EndAsync() => default;
}
