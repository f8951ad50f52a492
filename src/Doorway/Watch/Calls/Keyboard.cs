using System.Collections.Concurrent;

namespace Doorway.Watch.Calls;

/// <summary>A program's standard input, which nobody waits for: what a program doesn't read yet is
/// kept, up to a bound.</summary>
sealed class Keyboard : IDisposable
{
    const int StackSize = 128 * 1024;
    const int MostLines = 1000;

    readonly BlockingCollection<byte[]> _typed = new(MostLines);
    readonly Stream _input;

    /// <summary>Types at a stream.</summary>
    public Keyboard(Stream input)
    {
        _input = input;
        new Thread(Write, StackSize) { IsBackground = true, Name = "keyboard" }.Start();
    }

    /// <summary>Types something.</summary>
    /// <returns>False where the program doesn't read what was typed before.</returns>
    public bool Type(byte[] bytes)
    {
        try
        {
            return _typed.TryAdd(bytes);
        }
        catch (InvalidOperationException)
        {
            // Its end was typed before.
            return false;
        }
    }

    /// <summary>The end of the input (Ctrl-D), behind what was typed.</summary>
    public void End() => _typed.CompleteAdding();

    void Write()
    {
        try
        {
            foreach (byte[] bytes in _typed.GetConsumingEnumerable())
            {
                _input.Write(bytes);
                _input.Flush();
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // It doesn't read any more: what is typed from now on is lost.
            _typed.CompleteAdding();
        }

        try
        {
            _input.Dispose();
        }
        catch (IOException)
        {
            // EPIPE, from what was still to be flushed.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _typed.CompleteAdding();
}
