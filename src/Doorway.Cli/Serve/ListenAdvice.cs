using System.Net.Sockets;

namespace Doorway.Cli.Serve;

/// <summary>A server that could not bind: why, who has the port, and what to do.</summary>
static class ListenAdvice
{
    /// <summary>The line to print.</summary>
    /// <param name="failure">What the library found.</param>
    /// <param name="otherPort">How another port is chosen, as a command.</param>
    public static string Line(ListenException failure, string otherPort)
    {
        string word = Failure.Word(failure.SocketError);
        if (failure.SocketError != SocketError.AddressAlreadyInUse)
        {
            return $"{word} {failure.Message}";
        }

        Address address = failure.Address;
        if (address.Path.Length > 0)
        {
            return $"{word} {address}: a server listens there, or a file of another kind has that "
                + "name; "
                + "stop it or choose another path";
        }

        string owner = PortOwner.Find(address.Transport, address.Port) is { } holder
            ? $"taken by {holder}" : "taken by another program";
        return $"{word} {address}: port {address.Port} is {owner}; "
            + $"stop it, or choose another port: {otherPort}";
    }

    /// <summary>Another free port for the same kind of address.</summary>
    public static Address OtherPort(Address taken) =>
        taken.Path.Length > 0
            ? taken
            : taken.WithPort(taken.Port is > 0 and < 65535 ? taken.Port + 1 : 0);
}
