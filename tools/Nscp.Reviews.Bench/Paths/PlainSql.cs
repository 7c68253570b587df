using System.Text;
using Npgsql;
using NpgsqlTypes;
using Nscp.Reviews.Api.Storage;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Projections;

namespace Nscp.Reviews.Bench;

/// <summary>
/// The limit: the rows of a command, its documents among them, by one prepared batch on a held connection, made beforehand: no reading, no deciding, none of the
/// promises. In tables of the same shape, in a schema of its own.
/// </summary>
sealed class PlainSql(string superuser) : IPath
{
    sealed record Row(string Table, string Id, byte[] Json);

    sealed record Step(byte[] Event, Row[] Documents);

    const string Streams = "insert into plain.mt_streams (tenant_id, id, type, version) values ('plain', $1, 'case', $2) on conflict (tenant_id, id) do update set version = excluded.version";
    const string Events = "insert into plain.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, is_archived) values (nextval('mt_events_sequence'), $1, $2, $3, $4, 'learning_shared', now(), 'plain', false)";
    const string Commands = "insert into plain.mt_doc_command (tenant_id, id, data) values ('plain', $1, '{}')";

    public string Name => "plain SQL";

    public static Task MakeAsync(BenchPlace place) => place.RunAsync(
        "create schema plain; " + string.Concat(((string[])["mt_streams", "mt_events", "mt_doc_command", "mt_doc_case", "mt_doc_reference", "mt_doc_words", "mt_doc_clock", "mt_doc_recommendation"])
            .Select(table => $"create table plain.{table} (like public.{table} including all); ")));

    public async Task<IWorker> WorkerAsync()
    {
        var connection = new NpgsqlConnection(superuser + ";Max Auto Prepare=50;Auto Prepare Min Usages=1");
        await connection.OpenAsync();
        return new Worker(connection, [.. Steps()]);
    }

    static IEnumerable<Step> Steps()
    {
        var (json, stream, before) = (ReviewsStore.Json(), Guid.Empty, (IReadOnlyList<object>)[]);
        foreach (var history in Filling.Told("L"))
        {
            var after = Documents.OfCase("plain", stream, history, Story.World);
            var changes = DocumentChanges.Between(before, after);
            yield return new(EventCatalogue.ToJson(history.AsRecorded[^1].Fact).ToArray(), [.. changes.Stored.Select(one => RowOf(one, stream))]);
            before = after;
        }

        Row RowOf(object document, Guid stream) => document switch
        {
            CaseDocument => new("case", "", Bytes(document)),
            WordsDocument => new("words", "", Bytes(document)),
            ReferenceDocument => new("reference", "ref", Bytes(document)),
            ClockDocument one => new("clock", one.Id[stream.ToString().Length..], Bytes(document)),
            RecommendationDocument one => new("recommendation", one.Id[stream.ToString().Length..], Bytes(document)),
            _ => throw new InvalidOperationException($"{document.GetType()} has no table."),
        };

        byte[] Bytes(object document) => Encoding.UTF8.GetBytes(json.ToJson(document));
    }

    sealed class Worker(NpgsqlConnection connection, Step[] steps) : IWorker
    {
        Guid _stream;
        int _step = -1;

        public async Task WorkAsync()
        {
            _step = (_step + 1) % steps.Length;
            if (_step == 0) _stream = Guid.CreateVersion7();
            await using var batch = connection.CreateBatch();
            Add(batch, Streams, (_stream, NpgsqlDbType.Uuid), (_step + 1L, NpgsqlDbType.Bigint));
            Add(batch, Events, (Guid.CreateVersion7(), NpgsqlDbType.Uuid), (_stream, NpgsqlDbType.Uuid), (_step + 1L, NpgsqlDbType.Bigint), (steps[_step].Event, NpgsqlDbType.Jsonb));
            Add(batch, Commands, ($"{_stream:n}{_step}", NpgsqlDbType.Varchar));
            foreach (var row in steps[_step].Documents)
                Add(batch, $"insert into plain.mt_doc_{row.Table} (tenant_id, id, data) values ('plain', $1, $2) on conflict (tenant_id, id) do update set data = excluded.data",
                    row.Id.Length == 0 ? (_stream, NpgsqlDbType.Uuid) : ($"{_stream}{row.Id}", NpgsqlDbType.Varchar), (row.Json, NpgsqlDbType.Jsonb));
            await batch.ExecuteNonQueryAsync();
        }

        static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<(object Value, NpgsqlDbType Type)> parameters)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var (value, type) in parameters) command.Parameters.Add(new() { Value = value, NpgsqlDbType = type });
            batch.BatchCommands.Add(command);
        }

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
