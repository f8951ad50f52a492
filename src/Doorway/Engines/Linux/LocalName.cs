namespace Doorway.Engines.Linux;

/// <summary>
/// What all connections that were accepted at one address have in common, so that each holds only
/// a reference.
/// </summary>
/// <param name="Name">The name of this end.</param>
/// <param name="Owner">The listener; null for a client's end.</param>
/// <param name="Loops">The loops of the engine.</param>
sealed record LocalName(SocketName Name, object? Owner, LoopGroup Loops);
