using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Nscp.Reviews.Api.Tests;

/// <summary>Stands between clients and the server and counts the clients' Sync and Query messages: each ends a round trip and a transaction.</summary>
sealed class CountingProxy : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _end = new();
    readonly Task _running;
    readonly (string Host, int Port) _server;
    int _count;
    int _messagesLeft = int.MaxValue;

    internal CountingProxy(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        _server = (settings.Host!, settings.Port);
        _listener.Start();
        (settings.Host, settings.Port) = ("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);
        (settings.SslMode, settings.GssEncryptionMode, settings.MaxPoolSize) = (SslMode.Disable, GssEncryptionMode.Disable, 1);
        ConnectionString = settings.ConnectionString;
        _running = RunAsync();
    }

    internal string ConnectionString { get; }

    /// <summary>How many since it was last asked.</summary>
    internal int Take() => Interlocked.Exchange(ref _count, 0);

    /// <summary>Begins to count once the client has said nothing for a while: a host looks at its database by itself when it starts.</summary>
    internal async Task BeginAsync()
    {
        do
        {
            Take();
            await Task.Delay(TimeSpan.FromSeconds(1), _end.Token);
        }
        while (Volatile.Read(ref _count) > 0);
    }

    /// <summary>Lets so many further messages of clients through, then closes both sides.</summary>
    internal void CutAfter(int messages) => Volatile.Write(ref _messagesLeft, messages);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _running;
        _end.Dispose();
    }

    async Task RunAsync()
    {
        var passing = new List<Task>();
        try
        {
            while (true)
                passing.Add(PassAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(passing);
        }
    }

    async Task PassAsync(TcpClient accepted)
    {
        try
        {
            using var client = accepted;
            using var server = new TcpClient();
            await server.ConnectAsync(_server.Host, _server.Port, _end.Token);
            client.NoDelay = server.NoDelay = true;
            await Task.WhenAll(CountAsync(client.GetStream(), server.GetStream()), server.GetStream().CopyToAsync(client.GetStream(), _end.Token));
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or InvalidOperationException)
        {
            // The client or the test has gone.
        }
    }

    /// <summary>What Npgsql sends in front of the next statements, in the same packet: it costs no round trip of its own.</summary>
    static bool IsPrepended(ReadOnlySpan<byte> body) => body.StartsWith("BEGIN"u8) || body.StartsWith("DISCARD"u8) || body.StartsWith("SET SESSION AUTHORIZATION"u8);

    async Task CountAsync(NetworkStream client, NetworkStream server)
    {
        var header = new byte[5];
        // The start-up message has no type byte.
        for (var typeLength = 0; ; typeLength = 1)
        {
            var read = await client.ReadAtLeastAsync(header.AsMemory(0, typeLength + 4), typeLength + 4, throwOnEndOfStream: false, _end.Token);
            if (read < typeLength + 4)
                break;
            var body = new byte[BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(typeLength)) - 4];
            await client.ReadExactlyAsync(body, _end.Token);
            if (Volatile.Read(ref _messagesLeft) == 0)
                break;
            if (typeLength == 1 && (header[0] is (byte)'S' || (header[0] is (byte)'Q' && !IsPrepended(body))))
                Interlocked.Increment(ref _count);
            await server.WriteAsync(header.AsMemory(0, typeLength + 4), _end.Token);
            await server.WriteAsync(body, _end.Token);
            // At once: an answer to the last of them must not get through.
            if (Interlocked.Decrement(ref _messagesLeft) == 0)
                break;
        }
        if (Volatile.Read(ref _messagesLeft) == 0)
            client.Socket.Close();
        server.Socket.Shutdown(SocketShutdown.Send);
    }
}
