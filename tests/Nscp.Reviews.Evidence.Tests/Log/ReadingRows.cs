using System.Text;

namespace Nscp.Reviews.Evidence.Tests;

/// <summary>Rows of <c>mt_events</c>, whoever wrote them.</summary>
public class ReadingRows(LogDatabase database) : IClassFixture<LogDatabase>
{
    [Fact]
    public async Task Reads_rows_of_other_software_and_says_that_they_have_no_metadata()
    {
        var (tenant, stream) = Fresh();
        await database.ExecuteAsync($"insert into mt_streams (tenant_id, id, version) values ('{tenant}', '{stream}', 6)");
        string[] headers =
        [
            "null",
            "'{}'",
            """'{"recorderName": "A", "unknown": {"deep": [1, {"x": 2}]}}'""",
            """'{"recorderName": 7, "recorderRole": ["r"], "recorderOrganisation": {"howKnown": "x"}, "actorOrganisation": null, "howKnown": true, "happenedOn": "soon", "knownOn": 1, "calendarRevision": "one"}'""",
            "'[1, 2]'",
            "'7'",
        ];
        for (var i = 0; i < headers.Length; i++)
            await InsertAsync(tenant, stream, i + 1, "made_elsewhere", headers[i]);

        var read = await database.ReadAsync(tenant, stream);

        read.Events.Count.ShouldBe(6);
        read.Events.ShouldAllBe(one => one.Metadata == null && one.Type == "made_elsewhere");
        Encoding.UTF8.GetString(read.Events[0].Data.Span).ShouldBe("""{"value": "x"}""");
    }

    [Fact]
    public async Task Reads_our_metadata_among_properties_that_it_does_not_know()
    {
        var (tenant, stream) = Fresh();
        await database.AppendAsync(tenant, stream, Tickets.Opened("T-4"));
        await database.ExecuteAsync($$"""set session_replication_role = replica; update mt_events set headers = headers || '{"aaa": {"howKnown": 1}, "zzz": [1], "hash": "00"}' where tenant_id = '{{tenant}}'""");

        (await database.ReadAsync(tenant, stream)).Events.ShouldHaveSingleItem().Metadata.ShouldBe(Tickets.Metadata());
    }

    [Fact]
    public async Task Skips_tombstones_but_counts_their_versions()
    {
        var (tenant, stream) = Fresh();
        await database.ExecuteAsync($"insert into mt_streams (tenant_id, id, version) values ('{tenant}', '{stream}', 2)");
        await InsertAsync(tenant, stream, 1, "made_elsewhere", "null");
        await InsertAsync(tenant, stream, 2, "tombstone", "null");

        var read = await database.ReadAsync(tenant, stream);

        (read.Version, read.Events.Count).ShouldBe((2, 1));
        (await AllAsync(tenant)).ShouldHaveSingleItem().Events.Count.ShouldBe(1);
    }

    static (string Tenant, Guid Stream) Fresh() => ($"read-{Guid.NewGuid():n}", Guid.CreateVersion7());

    Task InsertAsync(string tenant, Guid stream, int version, string type, string headers) => database.ExecuteAsync(
        $$"""
        insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, headers, user_name, correlation_id, is_archived)
        values (nextval('mt_events_sequence'), gen_random_uuid(), '{{stream}}', {{version}}, '{"value": "x"}', '{{type}}', now(), '{{tenant}}', null, {{headers}}, 'someone', 'c', false)
        """);

    async Task<List<StreamHistory>> AllAsync(string tenant)
    {
        var all = new List<StreamHistory>();
        await foreach (var stream in Streams.OfTenantAsync(database.Log, tenant, LogDatabase.Ct))
            all.Add(stream);
        return all;
    }
}
