namespace Doorway.Watch;

/// <summary>The calls of late whose bytes a frame may carry, told as comments of a recording.
/// </summary>
sealed class CarriedCalls
{
    const int Kept = 64;
    readonly Queue<CallEvent> _calls = [];

    /// <summary>Remembers an event, if it is a call that moved bytes.</summary>
    public void Add(WatchEvent seen)
    {
        if (seen is not CallEvent { IsWaiting: false, Error: null, Range: not null } call)
        {
            return;
        }

        _calls.Enqueue(call);
        if (_calls.Count > Kept)
        {
            _ = _calls.Dequeue();
        }
    }

    /// <summary>"sendto by process 101: bytes 0 to 4 of flow 1".</summary>
    public IEnumerable<string> Of(FrameEvent frame) => frame.Range is not { Length: > 0 } range
        ? []
        : from call in _calls
          let moved = call.Range!
          where moved.Flow == range.Flow && moved.From == range.From
              && moved.Offset < range.Offset + range.Length
              && range.Offset < moved.Offset + moved.Length
          select FormattableString.Invariant(
              $"{call.Call} by process {call.Process}: bytes {moved.Offset} to ")
              + FormattableString.Invariant(
                  $"{moved.Offset + moved.Length - 1} of flow {moved.Flow}");
}
