using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using Npgsql;
using Nscp.Reviews.Evidence;
using Nscp.Reviews.Tool.Maintaining;

namespace Nscp.Reviews.Cluster.Tests.Killing;

/// <summary>What a database holds, in words that two databases share: the ids and times that a host gives differ from one to the other.</summary>
sealed partial class Held(string application, string log)
{
    public Held(TestDatabase database) : this(database.AppConnectionString, database.LogConnectionString)
    {
    }

    public Held(LocalCluster cluster) : this(cluster.AppConnectionString, cluster.LogConnectionString)
    {
    }

    // Whoever lost a race for a reference leaves a tombstone, which is nobody's event.
    const string Events =
        """
        select first_value(e.seq_id) over (partition by e.tenant_id, e.stream_id order by e.version) as stream, e.version, e.id::text,
            concat_ws(' ', e.tenant_id, e.version, e.type, e.user_name, e.headers - 'hash', e.data) as told
        from mt_events e where e.type <> 'tombstone' order by 1, 2
        """;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Every event, case by case in the order in which they began, each with its version, facts and people.</summary>
    public async Task<IReadOnlyList<string>> EventsAsync()
    {
        var rows = await RowsAsync(Events, reader => (Id: reader.GetString(2), Told: reader.GetString(3)));
        var numbers = rows.Select((row, at) => (row.Id, at)).ToDictionary(row => row.Id, row => string.Create(CultureInfo.InvariantCulture, $"event {row.at}"));
        return [.. rows.Select(row => Id().Replace(row.Told, found => numbers.GetValueOrDefault(found.Value, found.Value)))];
    }

    /// <summary>Acknowledged events that are not there, or under another version.</summary>
    public async Task<IReadOnlyList<(Guid Event, long Version)>> LostAsync(Witness witness)
    {
        var there = await RowsAsync("select id, version from mt_events", reader => (reader.GetGuid(0), reader.GetInt64(1)));
        return [.. witness.Acknowledged.Except(there)];
    }

    /// <summary>Streams whose versions have a gap or a double, or whose row says another version than their last event.</summary>
    public Task<List<string>> BrokenStreamsAsync() => RowsAsync(
        """
        select s.id::text from mt_streams s left join mt_events e on e.tenant_id = s.tenant_id and e.stream_id = s.id
        where not exists (select from mt_events t where t.stream_id = s.id and t.type = 'tombstone')
        group by s.tenant_id, s.id, s.version having count(e.id) <> s.version or min(e.version) <> 1 or max(e.version) <> s.version
        """, reader => reader.GetString(0));

    /// <summary>Every document, whole: also when it was last stored, so that one that was stored again for nothing differs.</summary>
    public Task<IReadOnlyList<string>> DocumentsAsync() => DocumentsAsync("t::text");

    /// <summary>Every document, but for when it was last stored.</summary>
    public Task<IReadOnlyList<string>> WhatDocumentsSayAsync() => DocumentsAsync("(to_jsonb(t) - 'mt_version' - 'mt_last_modified')::text");

    /// <summary>Makes every document again, as an operator would.</summary>
    /// <returns>What it said.</returns>
    public async Task<string> RebuildAsync()
    {
        await using var told = new StringWriter { NewLine = "\n" };
        using var place = new TemporaryPlace();
        (await RebuildCommand.RunAsync(place.Workplace, Tool.Running.Database.Given(application, owner: null, log), told, Ct)).ShouldBe(0, told.ToString());
        return told.ToString();
    }

    /// <summary>How many events are not sealed yet.</summary>
    public async Task<long> UnsealedAsync() => (await RowsAsync(
        "select count(*) from mt_events e where e.type <> 'tombstone' and not exists (select from es_leaf l where l.seq_id = e.seq_id)", reader => reader.GetInt64(0)))[0];

    /// <summary>What in the log does not fit its seals, each in a sentence.</summary>
    public async Task<IReadOnlyList<string>> FindingsAsync(PublicKey key)
    {
        await using var source = NpgsqlDataSource.Create(Roles.Unpooled(log));
        var report = await new Verification(source, [key], anchors: null, SystemClock.Instance).RunAsync(VerificationCause.OnDemand, progress: null, Ct);
        return [.. report.Findings.Select(finding => finding.Sentence)];
    }

    async Task<IReadOnlyList<string>> DocumentsAsync(string told)
    {
        var rows = new List<string>();
        foreach (var table in await RowsAsync("select relname from pg_class where relkind = 'r' and relname like 'mt\\_doc\\_%' and relname <> 'mt_doc_deadletterevent' order by 1", reader => reader.GetString(0)))
            rows.AddRange(await RowsAsync($"select '{table} ' || {told} from {table} t order by 1", reader => reader.GetString(0)));
        return rows;
    }

    async Task<List<T>> RowsAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var connection = new NpgsqlConnection(Roles.Unpooled(log));
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(Ct))
            rows.Add(read(reader));
        return rows;
    }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Id();
}
