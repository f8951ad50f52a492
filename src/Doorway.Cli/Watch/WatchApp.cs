using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Doorway.Cli.Watching;

/// <summary>
/// The page's server: on loopback alone, Kestrel without a host around it, which would take the
/// process's signals and its console for its own.
/// </summary>
sealed class WatchApp : IAsyncDisposable
{
    const int BodyLimit = 64 * 1024;

    readonly KestrelServer _server;
    readonly ServiceProvider _services;
    readonly CancellationTokenSource _stop = new();
    readonly WatchGate _gate = new();

    WatchApp(KestrelServer server, ServiceProvider services)
    {
        _server = server;
        _services = services;
    }

    /// <summary>The page's address, with the secret: whoever knows it sees all.</summary>
    public Uri Link { get; private set; } = null!;

    /// <summary>The port that it listens on.</summary>
    public int Port => Link.Port;

    /// <summary>Starts to serve a session's page.</summary>
    /// <param name="session">What is watched.</param>
    /// <param name="port">The port on 127.0.0.1; 0 picks one.</param>
    /// <param name="listening">A listening socket's descriptor to take instead; null for none.
    /// </param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="NetworkFailureException">The port can't be had.</exception>
    public static async Task<WatchApp> StartAsync(
        WatchSession session, int port = 0, int? listening = null,
        CancellationToken cancellation = default)
    {
        ServiceProvider services = new ServiceCollection().BuildServiceProvider();
        var options = new KestrelServerOptions
        {
            AddServerHeader = false,
            ApplicationServices = services,
        };
        options.Limits.MaxRequestBodySize = BodyLimit;
        // A page that is paused, or a debugger's, may read as slowly as it likes.
        options.Limits.MinResponseDataRate = null;
        if (listening is { } descriptor)
        {
            options.ListenHandle((ulong)descriptor);
        }
        else
        {
            options.Listen(IPAddress.Loopback, port);
        }

        var server = new KestrelServer(
            Options.Create(options),
            new SocketTransportFactory(
                Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance),
            NullLoggerFactory.Instance);
        var app = new WatchApp(server, services);
        var pages = new WatchPages(session, app._gate, app._stop.Token);
        try
        {
            await server.StartAsync(new Requests(pages), cancellation);
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            throw PagePortFailure.Of(port, SocketError.AddressAlreadyInUse);
        }
        catch (SocketException failure)
        {
            throw PagePortFailure.Of(port, failure.SocketErrorCode);
        }

        string address = server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
        int bound = listening is null ? new Uri(address).Port : port;
        app._gate.Open(bound);
        app.Link = new Uri($"http://127.0.0.1:{bound}/{app._gate.Token}/");
        return app;
    }

    /// <summary>Stops: streams are ended, other answers have a second.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _server.StopAsync(deadline.Token);
        _server.Dispose();
        await _services.DisposeAsync();
        _stop.Dispose();
    }

    sealed class Requests(WatchPages pages) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) =>
            new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => pages.AnswerAsync(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}
