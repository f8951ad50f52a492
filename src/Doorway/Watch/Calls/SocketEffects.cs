using System.Text;

namespace Doorway.Watch.Calls;

/// <summary>
/// What calls do to sockets: which descriptor is which, what they are called and whom they are
/// connected to.
/// </summary>
/// <param name="numbers">Where new sockets get their numbers.</param>
/// <param name="names">Looks a socket's name up that no call has told.</param>
sealed class SocketEffects(CallNumbers numbers, SocketNames names)
{
    const int MostPassed = 256;

    readonly Queue<WatchedSocket> _passed = new();

    /// <summary>The socket of a descriptor as strace writes it; null where it is none.</summary>
    public WatchedSocket? Resolve(TracedProcess process, ReadOnlySpan<byte> descriptor)
    {
        int number = StraceSyntax.Descriptor(descriptor);
        ReadOnlySpan<byte> annotation = StraceSyntax.Annotation(descriptor);
        if (number < 0 || annotation.IsEmpty)
        {
            return null;
        }

        DescriptorTable table = process.Descriptors;
        WatchedSocket? known = table.Find(number) ?? table.FindFormer(number);
        StraceDoor door = StraceNames.Door(annotation);
        if (!door.IsSocket)
        {
            table.Close(number, known);
            return null;
        }

        if (known is null || known.Contradicts(door))
        {
            known = New(door);
        }

        if (table.Find(number) != known)
        {
            table.Open(number, known, closeOnExec: false);
        }

        known.Learn(door);
        return known;
    }

    WatchedSocket New(in StraceDoor door, Transport? transport = null)
    {
        Transport? own = transport ?? door.Transport;
        int number = own?.IsUnix == true && door.Inode != 0
            ? numbers.OfUnix(door.Inode) : numbers.NextSocket();
        var socket = new WatchedSocket(number) { Transport = own };
        socket.Learn(door);
        return socket;
    }

    WatchedSocket Made(TracedProcess process, ReadOnlySpan<byte> descriptor, bool closeOnExec)
    {
        WatchedSocket socket = New(StraceNames.Door(StraceSyntax.Annotation(descriptor)));
        process.Descriptors.Open(StraceSyntax.Descriptor(descriptor), socket, closeOnExec);
        return socket;
    }

    /// <summary>Takes over what a call has done that did not fail, or that goes on by itself
    /// (connect(2) with EINPROGRESS).</summary>
    /// <returns>The socket that it made; null for none.</returns>
    public WatchedSocket? Apply(OpenCall open)
    {
        TracedProcess process = open.Process;
        StraceCall call = open.Call;
        byte[] result = Encoding.ASCII.GetBytes(call.Result);
        switch (call.Name)
        {
            case "socket":
                return Made(process, result, Has(open, 1, "SOCK_CLOEXEC"u8));
            case "socketpair":
                return MakePair(open);
            case "accept" or "accept4":
                return Accept(open, result);
            case "dup" or "dup2" or "dup3":
                Duplicate(open, result, Has(open, 2, "O_CLOEXEC"u8));
                break;
            case "fcntl" or "fcntl64":
                Control(open, result);
                break;
            case "close":
                process.Descriptors.Close(open.Descriptor, open.Socket);
                break;
            default:
                if (open.Socket is { } socket)
                {
                    Name(open, socket);
                }

                break;
        }

        return null;
    }

    static bool Has(OpenCall open, int index, ReadOnlySpan<byte> flag) =>
        open.Argument(index).IndexOf(flag) >= 0;

    WatchedSocket? MakePair(OpenCall open)
    {
        ReadOnlySpan<byte> pair = StraceSyntax.Inside(open.Argument(3));
        bool closes = Has(open, 1, "SOCK_CLOEXEC"u8);
        WatchedSocket first = Made(open.Process, StraceSyntax.Item(pair, 0), closes);
        _ = Made(open.Process, StraceSyntax.Item(pair, 1), closes);
        return first;
    }

    WatchedSocket Accept(OpenCall open, ReadOnlySpan<byte> result)
    {
        WatchedSocket made = Made(open.Process, result, Has(open, 3, "SOCK_CLOEXEC"u8));
        made.Peer ??= StraceNames.Of(open.Argument(1));
        made.Local ??= open.Socket is { IsNamed: true } listening ? listening.Local : null;
        return made;
    }

    static void Duplicate(OpenCall open, ReadOnlySpan<byte> result, bool closeOnExec)
    {
        int copy = StraceSyntax.Descriptor(result);
        if (open.Socket is { } socket && copy >= 0 && copy != open.Descriptor)
        {
            open.Process.Descriptors.Open(copy, socket, closeOnExec);
        }
    }

    static void Control(OpenCall open, ReadOnlySpan<byte> result)
    {
        if (open.Argument(1).StartsWith("F_DUPFD"u8))
        {
            Duplicate(open, result, Has(open, 1, "F_DUPFD_CLOEXEC"u8));
        }
        else if (open.Argument(1).SequenceEqual("F_SETFD"u8))
        {
            open.Process.Descriptors.SetCloseOnExec(open.Descriptor, Has(open, 2, "CLOEXEC"u8));
        }
    }

    void Name(OpenCall open, WatchedSocket socket)
    {
        int process = open.Process.Id;
        switch (open.Call.Name)
        {
            case "bind":
                string? bound = StraceNames.Of(open.Argument(1));
                socket.Local = bound?.EndsWith(":0", StringComparison.Ordinal) == true
                    ? names.Local(process, socket) : bound;
                break;
            case "listen":
                socket.Local ??= names.Local(process, socket);
                break;
            case "connect":
                socket.Peer = StraceNames.Of(open.Argument(1));
                if (!socket.IsNamed)
                {
                    socket.Local = names.Local(process, socket) ?? socket.Local;
                }

                break;
            case "getsockname":
                socket.Local = StraceNames.Of(open.Argument(1)) ?? socket.Local;
                break;
            case "getpeername":
                socket.Peer = StraceNames.Of(open.Argument(1)) ?? socket.Peer;
                break;
            case "sendto" or "sendmsg" or "sendmmsg":
                if (socket.Transport == Transport.Udp)
                {
                    socket.Local ??= names.Local(process, socket);
                }

                Pass(open);
                break;
            case "recvmsg":
                TakePassed(open);
                break;
        }
    }

    // SCM_RIGHTS of unix(7): whoever takes a descriptor gets the one sent first.
    void Pass(OpenCall open)
    {
        ReadOnlySpan<byte> rest = Passed(open);
        while (StraceSyntax.Next(ref rest, out ReadOnlySpan<byte> descriptor))
        {
            if (Resolve(open.Process, descriptor) is { } socket && _passed.Count < MostPassed)
            {
                _passed.Enqueue(socket);
            }
        }
    }

    void TakePassed(OpenCall open)
    {
        ReadOnlySpan<byte> rest = Passed(open);
        bool closes = Has(open, 2, "MSG_CMSG_CLOEXEC"u8);
        while (StraceSyntax.Next(ref rest, out ReadOnlySpan<byte> descriptor))
        {
            StraceDoor door = StraceNames.Door(StraceSyntax.Annotation(descriptor));
            if (door.IsSocket && _passed.TryDequeue(out WatchedSocket? socket))
            {
                open.Process.Descriptors.Open(
                    StraceSyntax.Descriptor(descriptor),
                    socket.Contradicts(door) ? New(door) : socket, closes);
            }
        }
    }

    // msg_control=[{cmsg_len=20, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, cmsg_data=[3<...>]}]
    static ReadOnlySpan<byte> Passed(OpenCall open)
    {
        ReadOnlySpan<byte> messages =
            StraceSyntax.Inside(StraceSyntax.Field(open.Argument(1), "msg_control"u8));
        while (StraceSyntax.Next(ref messages, out ReadOnlySpan<byte> message))
        {
            if (StraceSyntax.Field(message, "cmsg_type"u8).SequenceEqual("SCM_RIGHTS"u8))
            {
                return StraceSyntax.Inside(StraceSyntax.Field(message, "cmsg_data"u8));
            }
        }

        return default;
    }
}
