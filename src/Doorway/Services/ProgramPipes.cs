using System.Buffers;
using System.Net.Sockets;

namespace Doorway.Services;

/// <summary>
/// Carries bytes between a connection and the pipes of a program, one buffer each way: whoever
/// does not read holds up only whoever writes to him.
/// </summary>
sealed class ProgramPipes(Connection connection, Stream input, Stream output) : IDisposable
{
    const int BufferSize = 64 * 1024;

    // Once nobody writes to the pipe any more, what it holds is there at once.
    static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(500);

    readonly TaskCompletionSource _nobodyWrites =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>All processes have ended: the output ends with what the pipe holds.</summary>
    public void NobodyWrites() => _nobodyWrites.TrySetResult();

    /// <summary>From the peer to the program, until the peer's end.</summary>
    public async Task FeedAsync(CancellationToken cancellation)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            bool reads = true;
            while (true)
            {
                Reception reception = await connection.ReceiveAsync(buffer, cancellation)
                    .ConfigureAwait(false);
                if (reception.IsEnd)
                {
                    // After a failure the program must not take what it has got for the whole.
                    if (reception.Error == SocketError.Success)
                    {
                        CloseInput();
                    }

                    return;
                }

                // What a program does not want is read all the same, or the peer could not go on.
                reads = reads && await WriteAsync(
                    buffer.AsMemory(0, reception.Count), cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The program has ended.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            await input.WriteAsync(bytes, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (IOException)
        {
            // EPIPE: it has closed its input.
            CloseInput();
            return false;
        }
    }

    void CloseInput()
    {
        try
        {
            input.Dispose();
        }
        catch (IOException)
        {
            // EPIPE again, from what was still to be flushed.
        }
    }

    /// <summary>
    /// From the program to the peer, until the end of the output; then half-closes.
    /// </summary>
    public async Task DeliverAsync(CancellationToken cancellation)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int? count;
            while ((count = await ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
            {
                SocketError error = await connection.SendAsync(
                    buffer.AsMemory(0, count.Value), cancellation).ConfigureAwait(false);
                if (error != SocketError.Success)
                {
                    break;
                }
            }

            connection.FinishSending();
            if (count is not null)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException)
        {
            // The deadline, or a pipe that failed.
        }
        finally
        {
            // A program that goes on writing to a peer who has gone gets SIGPIPE.
            await output.DisposeAsync().ConfigureAwait(false);
        }
    }

    // Null when a process that got away holds the pipe open: the buffer is then still being read
    // into.
    async ValueTask<int?> ReadAsync(byte[] buffer, CancellationToken cancellation)
    {
        ValueTask<int> reading = output.ReadAsync(buffer.AsMemory(0, BufferSize), cancellation);
        if (reading.IsCompleted)
        {
            return await reading.ConfigureAwait(false);
        }

        Task<int> read = reading.AsTask();
        if (await Task.WhenAny(read, _nobodyWrites.Task).ConfigureAwait(false) != read)
        {
            await Task.WhenAny(read, Task.Delay(Settle, cancellation)).ConfigureAwait(false);
        }

        return read.IsCompleted ? await read.ConfigureAwait(false) : null;
    }

    public void Dispose()
    {
        CloseInput();
        output.Dispose();
    }
}
