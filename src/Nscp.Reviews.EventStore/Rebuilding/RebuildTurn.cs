using System.Buffers.Binary;
using System.Data;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Nscp.Reviews.EventStore;

/// <summary>The right to rebuild some tables, held by the session that also writes the shadow: who loses the one cannot go on with the other.</summary>
sealed class RebuildTurn : IAsyncDisposable
{
    readonly NpgsqlConnection _connection;
    readonly List<long> _held = [];

    RebuildTurn(NpgsqlConnection connection) => _connection = connection;

    internal static async Task<RebuildTurn> TakeAsync(NpgsqlConnection connection, IReadOnlyList<ProjectionTable> tables, CancellationToken ct)
    {
        var turn = new RebuildTurn(connection);
        foreach (var table in tables)
        {
            if (await turn.TryTakeAsync(Key(table.Name), ct))
                continue;
            await turn.DisposeAsync();
            throw new RebuildException($"{table.Name} is being rebuilt already. Wait until that has ended.");
        }
        return turn;
    }

    // By hand, because a pool need not reset its connections.
    public async ValueTask DisposeAsync()
    {
        if (_connection.State != ConnectionState.Open)
            return;
        foreach (var key in _held)
            await _connection.RunAsync($"select pg_advisory_unlock({key})", CancellationToken.None);
    }

    async Task<bool> TryTakeAsync(long key, CancellationToken ct)
    {
        await using var take = new NpgsqlCommand($"select pg_try_advisory_lock({key})", _connection);
        if (!(bool)(await take.ExecuteScalarAsync(ct))!)
            return false;
        _held.Add(key);
        return true;
    }

    static long Key(string table) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"rebuild of {table}")));
}
