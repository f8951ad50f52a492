using System.Net.Sockets;
using System.Text;

namespace Doorway.Services;

/// <summary>
/// A room: each line of one member goes to all the others, and so does what the person at the
/// server's terminal says. A line is passed on byte for byte (it need not be UTF-8) and ends with
/// one newline, also where it came with CR LF or with none at all: a textbook client sends its
/// sentence bare.
/// </summary>
/// <remarks>
/// Posting never waits for a member. What a member has not read lies in a queue of its own, and
/// one whose queue has no room for the next line is dropped: the room never waits for the
/// slowest. The callbacks come from the members' conversations, several at a time; one that
/// blocks holds up the member that it is about, and none may throw.
/// </remarks>
public sealed class Chat
{
    /// <summary>A longer line is cut into lines of this many bytes: 64 KiB.</summary>
    public const int LineLimit = 64 * 1024;

    readonly Lock _gate = new();
    readonly List<ChatMember> _members = [];
    long _dropped;

    /// <summary>
    /// How many bytes may lie unread for one member; default 1 MiB. One that has read everything
    /// gets the next line whatever its size.
    /// </summary>
    public int MemberQueue { get; init; } = 1 << 20;

    /// <summary>How long an unfinished line is waited for; default 100 ms.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>A member's line, without its newline, bytes that are not UTF-8 replaced.</summary>
    public Action<SocketName, string>? Heard { get; init; }

    /// <summary>Somebody has come in.</summary>
    public Action<SocketName>? Joined { get; init; }

    /// <summary>A member has gone, and why, in words.</summary>
    public Action<SocketName, string>? Left { get; init; }

    /// <summary>How many members are in the room.</summary>
    public int Members
    {
        get
        {
            lock (_gate)
            {
                return _members.Count;
            }
        }
    }

    /// <summary>How many members were dropped because they did not read.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>The conversation of one member, from joining to leaving.</summary>
    public Conversation Conversation => HoldAsync;

    /// <summary>Says something to all members.</summary>
    /// <param name="line">A line; its newline may be left out.</param>
    public void Say(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        Post(null, Encoding.UTF8.GetBytes(line.EndsWith('\n') ? line : line + "\n"));
    }

    async Task HoldAsync(Connection connection, CancellationToken cancellation)
    {
        var member = new ChatMember(connection, Quiet);
        lock (_gate)
        {
            _members.Add(member);
        }

        SocketName peer = connection.Peer;
        Joined?.Invoke(peer);
        try
        {
            await member.ListenAsync(line => Pass(member, line), cancellation)
                .ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _members.Remove(member);
            }

            Left?.Invoke(peer, ChatFarewell.Of(
                member.Unread, connection.Error, cancellation.IsCancellationRequested));
        }
    }

    void Pass(ChatMember from, ReadOnlySpan<byte> line)
    {
        Post(from, [.. line, (byte)'\n']);
        Heard?.Invoke(from.Connection.Peer, Encoding.UTF8.GetString(line));
    }

    // A line is queued in one piece, so lines of several senders never mix; the lock makes their
    // order the same for all. Who is dropped is settled under it too: whatever the laggard reads
    // afterwards, it is out of the room, and so must be reset.
    void Post(ChatMember? from, byte[] line)
    {
        List<ChatMember>? laggards = null;
        lock (_gate)
        {
            foreach (ChatMember member in _members)
            {
                if (member != from && IsLaggard(member, line))
                {
                    (laggards ??= []).Add(member);
                }
            }

            laggards?.ForEach(member => _members.Remove(member));
        }

        laggards?.ForEach(Drop);
    }

    bool IsLaggard(ChatMember member, byte[] line)
    {
        Connection connection = member.Connection;
        int unread = connection.UnsentCount;

        // The second try is for one that has read everything: it gets the line whatever its size.
        if (connection.TrySend(line, MemberQueue) || connection.TrySend(line, line.Length))
        {
            return false;
        }

        // A connection that has failed, or is being closed, is gone for that reason and not for
        // ours; its own conversation takes it out of the room.
        if (connection.Error != SocketError.Success || unread == 0
            || unread <= MemberQueue - line.Length)
        {
            return false;
        }

        member.Unread = unread;
        return true;
    }

    void Drop(ChatMember member)
    {
        Interlocked.Increment(ref _dropped);
        member.Connection.Abort();
    }
}
