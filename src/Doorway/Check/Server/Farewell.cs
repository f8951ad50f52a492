using System.Net.Sockets;

namespace Doorway.Check.Server;

/// <summary>The end of a conversation: who ends it, and whether the other follows.</summary>
static class Farewell
{
    const int Flood = 64 * 1024;

    /// <summary>Finishes sending, and takes what comes until the server has ended too.</summary>
    public static ClientEnd Say(TcpPeer peer, Trial trial)
    {
        peer.FinishSending();
        return Await(peer, trial);
    }

    /// <summary>Waits for the server's end of the connection, and takes what comes.</summary>
    public static ClientEnd Await(TcpPeer peer, Trial trial)
    {
        var work = new Restlessness(trial.Subject);
        for (int taken = 0; taken < Flood; taken++)
        {
            bool came = trial.Patience.Wait(
                time => peer.Socket.Poll(time, SelectMode.SelectRead) || work.IsSure);
            if (!came)
            {
                return ClientEnd.Open;
            }

            if (work.IsSure)
            {
                return ClientEnd.Loud;
            }

            if (peer.Read(1).End is ReadEnd.EndOfFile or ReadEnd.Reset)
            {
                return ClientEnd.Closed;
            }
        }

        return ClientEnd.Loud;
    }
}
