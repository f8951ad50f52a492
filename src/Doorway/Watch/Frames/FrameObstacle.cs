using Doorway.Engines.Linux.Interop;

namespace Doorway.Watch;

/// <summary>Why frames can't be heard, and how that is allowed.</summary>
static class FrameObstacle
{
    /// <summary>In one sentence, for the calling thread's network; null where they can.</summary>
    public static string? Find()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "frames are heard on Linux alone: other systems have no packet sockets";
        }

        int socket = PacketSocket.Create();
        if (socket >= 0)
        {
            _ = StreamCalls.Close(socket);
        }

        return socket < 0 ? Words(-socket) : null;
    }

    static string Words(int errno) => errno is Errno.EPerm or Errno.EAcces
        ? "frames are heard with the right to open raw sockets (CAP_NET_RAW), which this process "
            + "does not have: run it as root, or in a network of its own (--own-network), or give "
            + "that right to whatever anybody runs by this file: "
            + $"sudo setcap cap_net_raw+ep '{Environment.ProcessPath ?? "dotnet"}'"
        : $"frames can't be heard: packet sockets are refused here (errno {errno})";
}
