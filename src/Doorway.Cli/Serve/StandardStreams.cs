using System.Buffers;

namespace Doorway.Cli.Serve;

/// <summary>
/// A pure service over standard input and output (<c>serve --stdio</c>): what a process of its own
/// does for the one connection that it was started for.
/// </summary>
static class StandardStreams
{
    /// <summary>Answers standard input until its end.</summary>
    public static async Task<int> ServeAsync(IService service, Stream input, Stream output)
    {
        byte[] request = new byte[64 * 1024];
        byte[] reply = new byte[64 * 1024];
        int held = 0;
        while (true)
        {
            if (held == request.Length)
            {
                Array.Resize(ref request, request.Length * 2);
            }

            int count = await input.ReadAsync(request.AsMemory(held));
            int total = held + count;
            bool isFinal = count == 0;
            int start = 0;
            OperationStatus status;
            do
            {
                status = service.Reply(
                    request.AsSpan(start, total - start), reply,
                    out int consumed, out int written, isFinal);
                start += consumed;
                await output.WriteAsync(reply.AsMemory(0, written));
            }
            while (status == OperationStatus.DestinationTooSmall);

            await output.FlushAsync();
            if (isFinal || status == OperationStatus.InvalidData)
            {
                return ExitCode.Ok;
            }

            held = total - start;
            request.AsSpan(start, held).CopyTo(request);
        }
    }
}
