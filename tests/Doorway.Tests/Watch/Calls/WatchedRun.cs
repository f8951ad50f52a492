using System.Text;
using Doorway.Tests.Command;
using Doorway.Watch;
using Doorway.Watch.Calls;

namespace Doorway.Tests.Watch.Calls;

/// <summary>A program that runs under a <see cref="CallTracer"/>, and what was told of it.</summary>
sealed class WatchedRun : IDisposable
{
    readonly List<WatchEvent> _events = [];
    readonly Lock _gate = new();

    WatchedRun()
    {
    }

    public CallTracer Tracer { get; private set; } = null!;

    public static WatchedRun Start(
        IReadOnlyList<string> command, CallNumbers? numbers = null, bool withCalls = true)
    {
        if (withCalls)
            SkipUnlessPossible();
        var run = new WatchedRun();
        run.Tracer = CallTracer.Start(
            command, numbers ?? new CallNumbers(), run.Add, withCalls: withCalls);
        return run;
    }

    public static WatchedRun Attach(int process)
    {
        SkipUnlessPossible();
        var run = new WatchedRun();
        run.Tracer = CallTracer.Attach(process, new CallNumbers(), run.Add);
        return run;
    }

    static void SkipUnlessPossible()
    {
        if (CallTracer.WhyNot is { } why)
            Assert.Skip(why);
    }

    void Add(WatchEvent seen)
    {
        lock (_gate)
            _events.Add(seen);
    }

    public IReadOnlyList<WatchEvent> Events
    {
        get
        {
            lock (_gate)
                return [.. _events];
        }
    }

    /// <summary>The calls that have returned, by their beginning.</summary>
    public CallEvent[] Calls =>
        [.. Events.OfType<CallEvent>().Where(call => !call.IsWaiting).OrderBy(call => call.Time)];

    public CallEvent[] CallsOf(string name) => [.. Calls.Where(call => call.Call == name)];

    public string Output => Encoding.UTF8.GetString(
        [.. Events.OfType<OutputEvent>().SelectMany(one => one.Bytes.ToArray())]);

    public string Words => string.Join('\n', Events);

    /// <summary>Waits for an event.</summary>
    public T Until<T>(Func<T, bool> isIt)
        where T : WatchEvent
    {
        DateTime end = DateTime.UtcNow + Deadline.Default;
        while (DateTime.UtcNow < end)
        {
            if (Events.OfType<T>().FirstOrDefault(isIt) is { } found)
                return found;
            Thread.Sleep(5);
        }
        throw new TimeoutException($"it did not happen\n{Words}");
    }

    /// <summary>Waits until a call waits.</summary>
    public CallEvent UntilWaits(params string[] names) =>
        Until<CallEvent>(call => call.IsWaiting && names.Contains(call.Call));

    /// <summary>Waits for the end of all.</summary>
    public void End() => Assert.True(Tracer.Ended.Wait(Deadline.Default), Words);

    public void Dispose() => Tracer.Dispose();
}
