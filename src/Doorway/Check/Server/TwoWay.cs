using System.Text;

namespace Doorway.Check.Server;

/// <summary>The beginning of every case about two people who talk.</summary>
static class TwoWay
{
    /// <summary>
    /// Starts the server and connects. Both sides have said a word, so that the program is past
    /// its beginning.
    /// </summary>
    /// <returns>Null where the client is not let in.</returns>
    public static TcpPeer? Begin(Trial trial)
    {
        trial.Serve();
        TcpPeer? peer = OrdinaryClient.TryConnect(trial);
        OrdinaryClient.LetFinish(trial);
        return peer;
    }

    /// <summary>What the program has printed, without its line ends.</summary>
    public static bool HasShown(Trial trial, string text) =>
        (trial.Subject?.Output.Text ?? "").Contains(text, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a typed text comes to the client while both go on.</summary>
    public static bool Comes(TcpPeer peer, string text)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(text);
        var came = new List<byte>();
        while (peer.Read(1) is { Bytes: [byte one] })
        {
            came.Add(one);
            if (came.Count >= wanted.Length
                && came[^wanted.Length..].SequenceEqual(wanted))
            {
                return true;
            }
        }

        return false;
    }
}
