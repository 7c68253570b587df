using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Nscp.Reviews.Bench;

/// <summary>
/// The baseline: the stream row and the event row by one prepared batch on a held connection, one commit each, with none of
/// the promises; in tables of the same shape in a schema of its own.
/// </summary>
sealed class PlainSql(BenchPlace place) : IPath
{
    public string Name => "plain SQL";

    public async Task<IWorker> WorkerAsync()
    {
        var connection = new NpgsqlConnection(place.OwnerConnectionString);
        await connection.OpenAsync();
        await using (var tables = new NpgsqlCommand(
            "select pg_advisory_lock(1); create schema if not exists plain; create table if not exists plain.mt_streams (like public.mt_streams including all); "
            + "create table if not exists plain.mt_events (like public.mt_events including all); select pg_advisory_unlock(1)", connection))
            await tables.ExecuteNonQueryAsync();
        return await Worker.PrepareAsync(connection);
    }

    sealed class Worker(NpgsqlConnection connection, NpgsqlBatch batch, NpgsqlParameter<Guid> stream, NpgsqlParameter<long> version, NpgsqlParameter<Guid> id, NpgsqlParameter<string> data) : IWorker
    {
        const int EventsPerStream = 8;
        const string Streams = "insert into plain.mt_streams (tenant_id, id, type, version) values ('plain', $1, 'case', $2) on conflict (tenant_id, id) do update set version = excluded.version";
        const string Events = "insert into plain.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, is_archived) values (nextval('mt_events_sequence'), $3, $1, $2, $4, 'learning_shared', now(), 'plain', false)";
        long _count;

        public static async Task<Worker> PrepareAsync(NpgsqlConnection connection)
        {
            var batch = connection.CreateBatch();
            NpgsqlParameter<Guid> stream = new() { NpgsqlDbType = NpgsqlDbType.Uuid }, id = new() { NpgsqlDbType = NpgsqlDbType.Uuid };
            NpgsqlParameter<long> version = new() { NpgsqlDbType = NpgsqlDbType.Bigint };
            NpgsqlParameter<string> data = new() { NpgsqlDbType = NpgsqlDbType.Jsonb };
            batch.BatchCommands.Add(new(Streams) { Parameters = { stream, version } });
            batch.BatchCommands.Add(new(Events) { Parameters = { Same(stream), Same(version), id, data } });
            data.TypedValue = "{}";
            await batch.PrepareAsync();
            return new(connection, batch, stream, version, id, data);
        }

        public async Task WorkAsync()
        {
            if (_count % EventsPerStream == 0) stream.TypedValue = Guid.CreateVersion7();
            version.TypedValue = (_count % EventsPerStream) + 1;
            ((NpgsqlParameter<Guid>)batch.BatchCommands[1].Parameters[0]).TypedValue = stream.TypedValue;
            ((NpgsqlParameter<long>)batch.BatchCommands[1].Parameters[1]).TypedValue = version.TypedValue;
            id.TypedValue = Guid.CreateVersion7();
            data.TypedValue = string.Create(CultureInfo.InvariantCulture, $$"""{"channel":"briefing","findings":"Finding {{_count}}: {{Notes.Filling}}"}""");
            _count++;
            await batch.ExecuteNonQueryAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await batch.DisposeAsync();
            await connection.DisposeAsync();
        }

        static NpgsqlParameter<T> Same<T>(NpgsqlParameter<T> other) => new() { NpgsqlDbType = other.NpgsqlDbType, TypedValue = other.TypedValue };
    }
}
