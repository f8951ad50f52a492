using System.Net;
using System.Net.Sockets;

namespace Doorway;

/// <summary>
/// How a listening address becomes bound sockets: one for each end point behind it.
/// </summary>
static class Binding
{
    /// <summary>Binds every end point of an address.</summary>
    /// <param name="address">Port 0 lets the kernel choose one, the same for all.</param>
    /// <param name="bind">
    /// Binds one and gives its name; throws <see cref="SocketException"/>.
    /// </param>
    /// <param name="unbind">Closes what was bound for this address.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="AddressResolutionException">The name has no address.</exception>
    /// <exception cref="ListenException">It can't be bound; part of it may be.</exception>
    public static async Task BindAsync(
        Address address, Func<EndPoint, SocketName> bind, Func<Task> unbind,
        CancellationToken cancellation)
    {
        IReadOnlyList<EndPoint> locals = await address.ResolveAsync(
            AddressFamily.Unspecified, cancellation).ConfigureAwait(false);

        // With port 0 and several addresses the kernel chooses for the first; the others follow,
        // and where that port is taken for one of them, all are tried again.
        const int Tries = 16;
        for (int left = Tries; ; left--)
        {
            try
            {
                Bind(address, locals, bind);
                return;
            }
            catch (ListenException taken) when (
                left > 1 && address.Port == 0 && locals.Count > 1
                && taken.SocketError == SocketError.AddressAlreadyInUse)
            {
                await unbind().ConfigureAwait(false);
            }
        }
    }

    static void Bind(
        Address address, IReadOnlyList<EndPoint> locals, Func<EndPoint, SocketName> bind)
    {
        int port = address.Port;
        int bound = 0;
        for (int i = 0; i < locals.Count; i++)
        {
            EndPoint local = locals[i] is IPEndPoint ip
                ? new IPEndPoint(ip.Address, port)
                : locals[i];
            try
            {
                port = bind(local).Port;
                bound++;
            }
            catch (SocketException failure) when (
                failure.SocketErrorCode is SocketError.AddressNotAvailable
                    or SocketError.AddressFamilyNotSupported
                && (bound > 0 || i < locals.Count - 1))
            {
                // A name's address that is not this machine's, or a family it lacks: another one
                // will do.
            }
            catch (SocketException failure)
            {
                throw new ListenException(address, local, failure);
            }
        }
    }
}
