// Kestrel without HTTP: a ConnectionHandler on ASP.NET Core's socket transport, pipes both ways, no
// logging, no middleware. What has arrived is upper-cased from the input's memory straight into the
// output's, and flushed once. A line on standard input is answered with the bytes of managed
// memory. "inline" runs the handler where the socket's event was seen, without a turn through the pool.
using System.IO.Pipelines;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.Logging.ClearProviders();
builder.WebHost.UseKestrelCore().UseSockets(options =>
{
    options.Backlog = 4096;
    options.UnsafePreferInlineScheduling = args.Contains("inline");
});
builder.Services.Configure<KestrelServerOptions>(options => options.Listen(
    IPAddress.Loopback, int.Parse(args[1]), listen => listen.UseConnectionHandler<Upper>()));
WebApplication server = builder.Build();
_ = Task.Run(ReportMemory);
await server.RunAsync();

static void ReportMemory()
{
    while (Console.ReadLine() is not null)
    {
        Console.WriteLine(GC.GetTotalMemory(forceFullCollection: true));
    }
}

sealed class Upper : ConnectionHandler
{
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        PipeReader input = connection.Transport.Input;
        PipeWriter output = connection.Transport.Output;
        while (true)
        {
            ReadResult read = await input.ReadAsync();
            foreach (ReadOnlyMemory<byte> piece in read.Buffer)
            {
                Ascii.ToUpper(piece.Span, output.GetSpan(piece.Length), out int written);
                output.Advance(written);
            }

            input.AdvanceTo(read.Buffer.End);
            FlushResult flushed = await output.FlushAsync();
            if (read.IsCompleted || flushed.IsCompleted)
            {
                return;
            }
        }
    }
}
