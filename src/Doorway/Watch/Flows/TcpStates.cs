using Doorway.Frames;

namespace Doorway.Watch.Flows;

/// <summary>
/// The states of both ends of a connection (RFC 9293 3.3.2), as far as frames tell: each frame is
/// taken to arrive when it is seen, and both ends have come to their new states after it, as in the
/// figures of RFC 9293 3.5 and 3.6.
/// </summary>
sealed class TcpStates
{
    public const string Closed = "CLOSED";
    public const string Listen = "LISTEN";
    public const string SynSent = "SYN-SENT";
    public const string SynReceived = "SYN-RECEIVED";
    public const string Established = "ESTABLISHED";
    public const string FinWait1 = "FIN-WAIT-1";
    public const string FinWait2 = "FIN-WAIT-2";
    public const string CloseWait = "CLOSE-WAIT";
    public const string Closing = "CLOSING";
    public const string LastAck = "LAST-ACK";
    public const string TimeWait = "TIME-WAIT";

    readonly string[] _states = [Closed, Listen];

    /// <summary>Of the client and of the server.</summary>
    public (string Client, string Server) Both => (_states[0], _states[1]);

    /// <summary>Whether the connection is over.</summary>
    public bool IsOver => Array.TrueForAll(_states, state => state is Closed or TimeWait);

    /// <summary>Whether a side has asked for a connection, and got no answer yet.</summary>
    public bool IsAsking(Side side) => _states[(int)side] == SynSent;

    /// <summary>It was under way already.</summary>
    public void WasUnderWay() => _states.AsSpan().Fill(Established);

    /// <summary>A SYN that nobody will take: nobody listens there.</summary>
    public void Refuse(Side client) =>
        (_states[(int)client], _states[1 - (int)client]) = (SynSent, Closed);

    /// <summary>A segment was sent, and arrived.</summary>
    /// <param name="from">Who sent it.</param>
    /// <param name="flags">Its control bits; FIN only where all bytes before it have arrived.
    /// </param>
    /// <param name="acknowledgesFin">Whether it acknowledges the other's FIN.</param>
    public void Pass(Side from, TcpFlags flags, bool acknowledgesFin)
    {
        ref string sender = ref _states[(int)from];
        ref string receiver = ref _states[1 - (int)from];
        if ((flags & TcpFlags.Rst) != 0)
        {
            (sender, receiver) = (Closed, Closed);
            return;
        }

        if ((flags & TcpFlags.Syn) != 0)
        {
            Synchronise(ref sender, ref receiver, (flags & TcpFlags.Ack) != 0);
            return;
        }

        if ((flags & TcpFlags.Ack) != 0 && receiver == SynReceived)
        {
            receiver = Established;
            sender = sender == SynReceived ? Established : sender;
        }

        if (acknowledgesFin)
        {
            receiver = receiver switch
            {
                FinWait1 => FinWait2,
                Closing => TimeWait,
                LastAck => Closed,
                _ => receiver,
            };
        }

        if ((flags & TcpFlags.Fin) != 0)
        {
            Finish(ref sender, ref receiver);
        }
    }

    static void Synchronise(ref string sender, ref string receiver, bool isAnswer)
    {
        if (!isAnswer)
        {
            // Both at once: figure 7 of RFC 9293 3.5.
            (sender, receiver) = receiver == SynSent
                ? (SynSent, SynReceived)
                : (sender is Closed or Listen ? SynSent : sender,
                    receiver is Closed or Listen ? SynReceived : receiver);
        }
        else if (receiver is SynSent or SynReceived)
        {
            sender = sender is SynSent or Closed or Listen ? SynReceived : sender;
            receiver = Established;
        }
    }

    static void Finish(ref string sender, ref string receiver)
    {
        sender = sender switch
        {
            Established or SynReceived => FinWait1,
            CloseWait => LastAck,
            _ => sender,
        };
        receiver = receiver switch
        {
            Established or SynReceived => CloseWait,
            FinWait1 => Closing,
            FinWait2 => TimeWait,
            _ => receiver,
        };
    }
}
