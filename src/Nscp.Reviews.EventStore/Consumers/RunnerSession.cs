using Npgsql;

namespace Nscp.Reviews.EventStore;

/// <summary>
/// A connection of a runner's own, on which it is elected and does all its work, so that election and unfinished work end together. Not of a pool, which
/// would give the lock to its next user.
/// </summary>
sealed class RunnerSession : IAsyncDisposable
{
    // A client that vanished without a word is noticed within seconds, one that hangs within minutes; the lock and an open transaction go with it.
    const string Short =
        """
        set tcp_keepalives_idle = 2; set tcp_keepalives_interval = 1; set tcp_keepalives_count = 3; set tcp_user_timeout = 5000;
        set idle_session_timeout = '1min'; set idle_in_transaction_session_timeout = '5min'; set default_transaction_isolation = 'read committed'
        """;

    const string TryElect = "select pg_try_advisory_lock(hashtextextended('es_consumer ' || $1, 0))";

    RunnerSession(NpgsqlConnection connection) => Connection = connection;

    internal NpgsqlConnection Connection { get; }

    internal bool IsOpen => Connection.FullState == System.Data.ConnectionState.Open;

    /// <summary>Where runners' connections come from.</summary>
    internal static NpgsqlDataSource Source(string connectionString) => new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(connectionString)
    {
        Pooling = false,
        Enlist = false,
        TcpKeepAlive = true,
        TcpKeepAliveTime = 2,
        TcpKeepAliveInterval = 1,
        MaxAutoPrepare = 50,
        AutoPrepareMinUsages = 2,
    }.ConnectionString).Build();

    internal static async Task<RunnerSession> OpenAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        var session = new RunnerSession(await source.OpenConnectionAsync(ct));
        try
        {
            await using var command = session.Connection.Command(Short);
            await command.ExecuteNonQueryAsync(ct);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until no other host runs this consumer; then this one does, until the session ends.</summary>
    internal async Task ElectAsync(string consumer, TimeSpan pause, CancellationToken ct)
    {
        while (!await TryElectAsync(consumer, ct))
            await Task.Delay(pause, ct);
    }

    async Task<bool> TryElectAsync(string consumer, CancellationToken ct)
    {
        await using var command = Connection.Command(TryElect, Sql.Varchar(consumer));
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();
}
