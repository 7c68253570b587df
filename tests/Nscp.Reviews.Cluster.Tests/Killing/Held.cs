using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using Nscp.Reviews.Domain.Milestones;
using Nscp.Reviews.Domain.Organisations;
using Nscp.Reviews.Projections;

namespace Nscp.Reviews.Cluster.Tests.Killing;

/// <summary>What a database holds, in words that two databases share: the ids and times that a host gives differ from one to the other.</summary>
sealed partial class Held(string logConnectionString)
{
    const string Events =
        """
        select first_value(e.seq_id) over (partition by e.tenant_id, e.stream_id order by e.version) as stream, e.version, e.id::text,
            concat_ws(' ', e.tenant_id, e.version, e.type, e.user_name, e.headers - 'hash', e.data) as told
        from mt_events e order by 1, 2
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
        group by s.tenant_id, s.id, s.version having count(e.id) <> s.version or min(e.version) <> 1 or max(e.version) <> s.version
        """, reader => reader.GetString(0));

    public async Task<IReadOnlyList<string>> ProjectionsAsync()
    {
        var rows = new List<string>();
        foreach (var table in ReviewsTables.All)
            rows.AddRange(await RowsAsync($"select '{table.Name} ' || t::text from {table.Name} t order by 1", reader => reader.GetString(0)));
        return rows;
    }

    public async Task RebuildAsync()
    {
        await using var log = NpgsqlDataSource.Create(Roles.Unpooled(logConnectionString));
        await ReviewsRebuild.RunAsync(log, (tenant, _) => World.Shipped(OrganisationCode.Parse(tenant)), null, Ct);
    }

    async Task<List<T>> RowsAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var connection = new NpgsqlConnection(Roles.Unpooled(logConnectionString));
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
