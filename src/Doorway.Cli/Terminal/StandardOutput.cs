using System.Runtime.InteropServices;

namespace Doorway.Cli.Terminal;

/// <summary>
/// Whoever read standard output has gone: nothing that is still to come is wanted.
/// </summary>
sealed class OutputGoneException() : IOException("standard output is closed");

/// <summary>
/// Standard output or error by write(2). The runtime's own stream hides that the reader has gone
/// (EPIPE), and a filter before <c>head -1</c> would work on for nobody; and a
/// <see cref="FileStream"/> writes a file at a place of its own, over what others write there.
/// </summary>
/// <param name="descriptor">Its number: 1 for output, 2 for error.</param>
/// <param name="isClosed">Whether the process was started without it.</param>
sealed partial class StandardOutput(int descriptor, bool isClosed) : Stream
{
    const int Interrupted = 4;
    const int BadDescriptor = 9;
    const int BrokenPipe = 32;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="OutputGoneException">The reader has gone.</exception>
    /// <exception cref="IOException">The disk is full, or the like.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            nint written = isClosed ? -1 : Write(descriptor, buffer, buffer.Length);
            if (written < 0)
            {
                Check(isClosed ? BadDescriptor : Marshal.GetLastPInvokeError());
                continue;
            }

            buffer = buffer[(int)written..];
        }
    }

    string Name => descriptor == 2 ? "standard error" : "standard output";

    void Check(int error)
    {
        int tryAgain = OperatingSystem.IsLinux() ? 11 : 35;
        if (error == tryAgain)
        {
            // Somebody made the terminal non-blocking, and it is full.
            Thread.Sleep(1);
        }
        else if (error is BadDescriptor or BrokenPipe)
        {
            throw new OutputGoneException();
        }
        else if (error != Interrupted)
        {
            throw new IOException($"{Name}: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    public override void Write(byte[] buffer, int offset, int count) =>
        Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, ReadOnlySpan<byte> bytes, nint count);
}
