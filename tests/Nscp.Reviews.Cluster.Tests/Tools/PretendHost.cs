using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Nscp.Reviews.Cluster.Tests.Tools;

/// <summary>One request that the host was sent.</summary>
sealed record Asked(string Method, string Route, string? Key, string? IfMatch, string? Authorization, string Body);

/// <summary>A real HTTP server with given answers, for what the host would say.</summary>
sealed class PretendHost : IDisposable
{
    readonly HttpListener _listener = new();
    readonly Func<Asked, (int Status, string Body)> _answer;

    public PretendHost(Func<Asked, (int Status, string Body)> answer, int? port = null)
    {
        _answer = answer;
        Address = new Uri($"http://localhost:{port ?? FreePort()}/");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _ = ServeAsync();
    }

    public Uri Address { get; }
    public List<Asked> Asked { get; } = [];

    /// <summary>Which requests are told that their key was answered before.</summary>
    public Predicate<Asked> AnswersAgain { get; init; } = _ => false;

    public void Dispose() => _listener.Close();

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            var asked = await ReadAsync(context.Request);
            var (status, body) = _answer(asked);
            context.Response.StatusCode = status;
            if (AnswersAgain(asked))
                context.Response.Headers["Idempotent-Replay"] = "true";
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
            context.Response.Close();
        }
    }

    async Task<Asked> ReadAsync(HttpListenerRequest request)
    {
        using var reader = new StreamReader(request.InputStream);
        var asked = new Asked(request.HttpMethod, request.Url!.PathAndQuery, request.Headers["Idempotency-Key"],
            request.Headers["If-Match"], request.Headers["Authorization"], await reader.ReadToEndAsync());
        Asked.Add(asked);
        return asked;
    }
}
