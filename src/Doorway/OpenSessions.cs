namespace Doorway;

/// <summary>
/// The sessions that are open, in no order. Each knows its place, so that an array of references
/// is all that they cost, and each leaves in constant time.
/// </summary>
sealed class OpenSessions
{
    readonly List<Session> _all = [];

    /// <summary>How many there are.</summary>
    public int Count => _all.Count;

    /// <summary>All of them.</summary>
    public IReadOnlyList<Session> All => _all;

    /// <summary>Takes a session in.</summary>
    public void Add(Session session)
    {
        session.Place = _all.Count;
        _all.Add(session);
    }

    /// <summary>Whether it is here.</summary>
    public bool Contains(Session session) =>
        session.Place < _all.Count && _all[session.Place] == session;

    /// <summary>Lets a session go; the last one takes its place.</summary>
    /// <returns>Whether it was here.</returns>
    public bool Remove(Session session)
    {
        if (!Contains(session))
        {
            return false;
        }

        Session last = _all[^1];
        _all[session.Place] = last;
        last.Place = session.Place;
        _all.RemoveAt(_all.Count - 1);
        return true;
    }
}
