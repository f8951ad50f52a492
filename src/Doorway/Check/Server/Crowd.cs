using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Doorway.Check.Server;

/// <summary>Many clients at once, on one thread; each asks the same and waits for any answer.
/// </summary>
sealed class Crowd : IDisposable
{
    static readonly TimeSpan TryAgain = TimeSpan.FromMilliseconds(20);
    static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(2);

    readonly Trial _trial;
    readonly byte[] _message;
    readonly int _length;
    readonly List<Member> _waiting = [];
    readonly List<Member> _answered = [];
    bool _leaves;
    int _strays;

    /// <summary>They begin to connect.</summary>
    public Crowd(Trial trial, int size)
    {
        _trial = trial;
        _message = trial.Message("hello");
        _length = trial.Traits.Manner.Answer(_message).Length;
        trial.Trace.Add(TraceSide.Doorway, $"{size} clients connect and send", _message);
        for (int i = 0; i < size; i++)
        {
            _waiting.Add(Member.Come(trial));
        }
    }

    /// <summary>How many were answered.</summary>
    public int Answered { get; private set; }

    /// <summary>How many were refused, or let in and sent away without an answer.</summary>
    public int TurnedAway { get; private set; }

    /// <summary>Whether anybody got more than one answer.</summary>
    public bool HasStray => _strays > 0;

    /// <summary>Whether nobody waits any more.</summary>
    public bool IsDone => _waiting.Count == 0;

    /// <summary>Looks at each once.</summary>
    /// <returns>Whether anybody got any further.</returns>
    public bool Step(TimeSpan time)
    {
        int before = _waiting.Count;
        bool isMoving = false;
        for (int i = _waiting.Count - 1; i >= 0; i--)
        {
            isMoving |= Step(i);
        }

        if (!isMoving)
        {
            Thread.Sleep(time < Breath ? time : Breath);
        }

        return isMoving || _waiting.Count < before;
    }

    /// <summary>Those who were answered close, and will from now on.</summary>
    /// <returns>Whether there was anybody to leave.</returns>
    public bool Leave()
    {
        bool any = _answered.Count > 0;
        foreach (Member one in _answered)
        {
            _strays += one.Socket.Available > 0 ? 1 : 0;
            one.Socket.Dispose();
        }

        _answered.Clear();
        _leaves = true;
        return any;
    }

    bool Step(int index)
    {
        Member one = _waiting[index];
        if (!one.HasAsked)
        {
            SocketError state = Reach.State(one.Socket, TimeSpan.Zero);
            if (state == SocketError.Success)
            {
                one.Socket.Send(_message, SocketFlags.None, out _);
                _waiting[index] = one with { HasAsked = true };
                return true;
            }

            if (state != SocketError.WouldBlock)
            {
                return TurnAway(index);
            }

            if (Stopwatch.GetElapsedTime(one.Since) > TryAgain)
            {
                one.Socket.Dispose();
                _waiting[index] = Member.Come(_trial);
            }

            return false;
        }

        if (!one.Socket.Poll(TimeSpan.Zero, SelectMode.SelectRead))
        {
            return false;
        }

        int count = one.Socket.Receive(
            stackalloc byte[1024], SocketFlags.None, out SocketError error);
        _strays += count > _length ? 1 : 0;
        return error == SocketError.Success && count > 0 ? Serve(index) : TurnAway(index);
    }

    bool Serve(int index)
    {
        Answered++;
        if (_leaves)
        {
            _waiting[index].Socket.Dispose();
        }
        else
        {
            _answered.Add(_waiting[index]);
        }

        _waiting.RemoveAt(index);
        return true;
    }

    bool TurnAway(int index)
    {
        TurnedAway++;
        _waiting[index].Socket.Dispose();
        _waiting.RemoveAt(index);
        return true;
    }

    /// <summary>All close.</summary>
    public void Dispose()
    {
        Leave();
        _waiting.ForEach(one => one.Socket.Dispose());
    }

    readonly record struct Member(Socket Socket, long Since, bool HasAsked)
    {
        public static Member Come(Trial trial)
        {
            var socket = new Socket(
                AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                Reach.Begin(socket, IPAddress.Loopback, trial.Traits.Port);
            }
            catch (SocketException)
            {
                // Refused: its state says so.
            }

            return new Member(socket, Stopwatch.GetTimestamp(), false);
        }
    }
}
