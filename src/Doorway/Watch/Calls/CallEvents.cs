using System.Globalization;

namespace Doorway.Watch.Calls;

/// <summary>Makes the events of calls.</summary>
/// <param name="numbers">Where they get their numbers.</param>
/// <param name="seen">Is told.</param>
sealed class CallEvents(CallNumbers numbers, Action<WatchEvent> seen)
{
    // A transfer of many megabytes is kept in full; what goes on for hours isn't.
    const long MostBytes = 64 << 20;
    const long MoreBytesPerSecond = 256 << 10;
    const int AlwaysKept = 256;
    static readonly TimeSpan NoticeEvery = TimeSpan.FromSeconds(1);

    readonly ByteAllowance _allowance = new(MostBytes, MoreBytesPerSecond);
    long _cut;
    DateTime _noticed;

    /// <summary>A call waits.</summary>
    public void TellWaiting(OpenCall open, DateTime now) =>
        seen(Basic(open) with
        {
            IsWaiting = true,
            Took = now - open.Call.Began,
            Arguments = ArgumentText.Waiting(open.Call.Arguments),
        });

    /// <summary>A call has returned.</summary>
    /// <param name="open">Which.</param>
    /// <param name="result">What it returned.</param>
    /// <param name="made">The socket that it made; null for none.</param>
    public void TellEnded(OpenCall open, CallResult result, WatchedSocket? made)
    {
        CallEvent told = Basic(open);
        var message = StraceMessage.Of(open.Call.Name, open.Call.Arguments, result.Value);
        bool keepsAll = message.Bytes.Length <= AlwaysKept
            || _allowance.TryTake(message.Bytes.Length);
        _cut += keepsAll ? 0 : message.Bytes.Length - AlwaysKept;
        seen(told with
        {
            Took = open.Call.Took,
            Result = result.Value,
            Error = result.Error,
            Arguments = result.Error is CallResult.NeverReturned or CallResult.Unseen
                ? ArgumentText.Waiting(open.Call.Arguments) : told.Arguments,
            Made = made?.Number ?? 0,
            Peer = message.Peer ?? (made is null ? told.Peer : made.Peer),
            PeerSocket = made is null ? told.PeerSocket : numbers.OfUnix(made.PeerInode),
            Messages = message.Messages,
            Bytes = keepsAll ? message.Bytes : message.Bytes.AsSpan(0, AlwaysKept).ToArray(),
        });
    }

    CallEvent Basic(OpenCall open)
    {
        if (open.Id == 0)
        {
            open.Id = numbers.NextCall();
        }

        return new CallEvent
        {
            Id = open.Id,
            Time = open.Call.Began,
            Call = open.Call.Name,
            Process = open.Process.Id,
            Thread = open.Call.Thread,
            Descriptor = open.Descriptor,
            Socket = open.Socket?.Number ?? 0,
            Transport = open.Socket?.Transport,
            Local = open.Socket?.Local,
            Peer = PeerOf(open),
            PeerSocket = numbers.OfUnix(open.Socket?.PeerInode ?? 0),
            Arguments = ArgumentText.Of(open.Call.Arguments, MovesBytes(open)),
        };
    }

    // connect(2) names the peer before it is one, and where it never becomes one.
    static string? PeerOf(OpenCall open) =>
        (open.Call.Name == "connect" ? StraceNames.Of(open.Argument(1)) : null)
        ?? open.Socket?.Peer;

    static bool MovesBytes(OpenCall open) =>
        open.Kind is CallKind.Descriptor or CallKind.Socket
        && open.Call.Name is not ("getsockopt" or "setsockopt");

    /// <summary>Tells, now and then, how much was not kept.</summary>
    public void TellMissing(DateTime now)
    {
        if (_cut == 0 || now - _noticed < NoticeEvery)
        {
            return;
        }

        seen(new NoticeEvent
        {
            Time = now,
            Words = string.Create(
                CultureInfo.InvariantCulture,
                $"{_cut:N0} bytes that calls moved are not kept: there were too many."),
        });
        _cut = 0;
        _noticed = now;
    }
}
