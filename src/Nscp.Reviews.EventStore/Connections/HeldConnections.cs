using System.Collections.Concurrent;
using Npgsql;

namespace Nscp.Reviews.EventStore;

/// <summary>
/// A few connections that are kept open with their statements. Not the driver's pool, which forgets a batch between uses: that costs a
/// third of the speed of an append.
/// </summary>
sealed class HeldConnections : IAsyncDisposable
{
    const int DefaultMost = 16;

    readonly NpgsqlDataSource _source;
    readonly SemaphoreSlim _room;
    readonly ConcurrentStack<HeldConnection> _idle = [];
    readonly TimeSpan _patience;
    readonly int _most;
    volatile bool _closed;

    internal HeldConnections(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        _most = settings.ContainsKey("Maximum Pool Size") ? settings.MaxPoolSize : DefaultMost;
        _patience = settings.Timeout == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(settings.Timeout);
        _room = new SemaphoreSlim(_most);
        settings.Pooling = false;
        settings.MaxAutoPrepare = 200;
        settings.AutoPrepareMinUsages = 2;
        settings.Enlist = false;
        _source = new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }

    /// <summary>To be disposed of after use, which gives it back.</summary>
    /// <exception cref="NpgsqlException">No connection can be opened, or none became free within the connection string's Timeout.</exception>
    internal async ValueTask<Lease> TakeAsync(CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (!await _room.WaitAsync(_patience, ct))
            throw new NpgsqlException($"All {_most} connections of the event store have been in use for {_patience.TotalSeconds:0} s.", new TimeoutException());
        try
        {
            return new Lease(this, _idle.TryPop(out var idle) ? idle : new HeldConnection(await _source.OpenConnectionAsync(ct)));
        }
        catch
        {
            _room.Release();
            throw;
        }
    }

    async ValueTask GiveBackAsync(HeldConnection connection)
    {
        connection.WasUsed();
        if (connection.IsOpen && !_closed)
        {
            _idle.Push(connection);
        }
        else
        {
            await connection.DisposeAsync();
            // Where one broke, the others did too, most likely: the server went away.
            await CloseIdleAsync();
        }
        _room.Release();
    }

    public async ValueTask DisposeAsync()
    {
        _closed = true;
        await CloseIdleAsync();
        await _source.DisposeAsync();
    }

    async Task CloseIdleAsync()
    {
        while (_idle.TryPop(out var idle))
            await idle.DisposeAsync();
    }

    internal readonly struct Lease(HeldConnections owner, HeldConnection connection) : IAsyncDisposable
    {
        internal HeldConnection Connection => connection;

        public ValueTask DisposeAsync() => owner.GiveBackAsync(connection);
    }
}
