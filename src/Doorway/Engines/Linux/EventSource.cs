namespace Doorway.Engines.Linux;

/// <summary>A descriptor's owner, told by its <see cref="EventLoop"/> what has happened.</summary>
abstract class EventSource
{
    /// <summary>Something has happened; called on a loop's thread.</summary>
    /// <param name="loop">The loop that saw it.</param>
    /// <param name="events">What, as epoll_ctl(2) names it.</param>
    public abstract void Ready(EventLoop loop, uint events);

    /// <summary><see cref="Ready"/> threw.</summary>
    public abstract void Fault(Exception failure);
}
