namespace Doorway.Engines.Linux;

/// <summary>
/// The name of this end and whose it is: shared by all connections that were accepted at the same
/// address, so that each holds only a reference.
/// </summary>
/// <param name="Name">The name of this end.</param>
/// <param name="Owner">The listener; null for a client's end.</param>
sealed record LocalName(SocketName Name, object? Owner);
