using Nscp.Reviews.Evidence.Tests.Seals;

namespace Nscp.Reviews.Evidence.Tests;

/// <summary>Nothing that stands in the row of an event can be changed unseen: a column that another version of Marten adds has to be covered or named here.</summary>
public class CoveringEveryColumn(AttackedEvidence attacked) : IClassFixture<AttackedEvidence>
{
    /// <summary>What is done to each, and what is found then.</summary>
    static readonly SortedDictionary<string, (string Change, string[] Found)> Changes = new(StringComparer.Ordinal)
    {
        ["bdata"] = ("''", ["altered 4 A3"]),
        ["causation_id"] = ("'c-2'", ["altered 4 A3"]),
        ["correlation_id"] = ("null", ["altered 4 A3"]),
        ["data"] = ("'{}'", ["altered 4 A3"]),
        ["headers"] = ("headers || '{\"more\": 1}'", ["altered 4 A3"]),
        ["id"] = ("gen_random_uuid()", ["altered 4 A3"]),
        ["is_archived"] = ("true", ["altered 4 A3"]),
        ["mt_dotnet_type"] = ("'Some.Type'", ["altered 4 A3"]),
        // The hash does not cover it, since it is known only when the row is there; the event's leaf does.
        ["seq_id"] = ("9", ["reordered 9 A3"]),
        ["stream_id"] = ("'00000000-0000-0000-0000-000000000009'", ["altered 4 other 3"]),
        ["tenant_id"] = ("'two'", ["altered 4 A3"]),
        ["timestamp"] = ("timestamp + interval '1 microsecond'", ["altered 4 A3"]),
        ["type"] = ("'ticket_opened'", ["altered 4 A3"]),
        ["user_name"] = ("'u-8'", ["altered 4 A3"]),
        ["version"] = ("7", ["reordered 4 A7", "truncated A7"]),
    };

    /// <summary>Of a stream's own row, of which only the version is compared with the events: the rest says nothing that the events do not say.</summary>
    static readonly SortedDictionary<string, string> NotCoveredOfStreams = new(StringComparer.Ordinal)
    {
        ["compacted_version"] = "3", ["created"] = "now()", ["is_archived"] = "true", ["timestamp"] = "now()", ["type"] = "'other'",
    };

    [Fact]
    public async Task Knows_each_column_of_an_event() => (await ColumnsAsync("mt_events")).ShouldBe(Changes.Keys);

    [Fact]
    public async Task Names_a_change_of_each()
    {
        foreach (var (column, (change, found)) in Changes)
            await attacked.CheckAsync(evidence => evidence.TamperAsync($"update mt_events set {column} = {change} where seq_id = 4"), found);
    }

    [Fact]
    public async Task Knows_each_column_of_a_stream()
    {
        (await ColumnsAsync("mt_streams")).ShouldBe([.. NotCoveredOfStreams.Keys.Concat(["id", "tenant_id", "version"]).Order(StringComparer.Ordinal)]);
        await attacked.CheckAsync(evidence => evidence.TamperAsync("update mt_streams set version = 5 where id = '{A}'"), "truncated A5");
        await attacked.CheckAsync(evidence => evidence.TamperAsync("update mt_streams set tenant_id = 'two' where id = '{A}'"), "truncated A4", "truncated A4");
        foreach (var (column, change) in NotCoveredOfStreams)
            await attacked.CheckAsync(evidence => evidence.TamperAsync($"update mt_streams set {column} = {change} where id = '{{A}}'"));
    }

    [Fact]
    public async Task Gives_the_log_one_id_and_its_seals_no_tenant()
    {
        (await attacked.Evidence.Database.TextsAsync("select count(distinct id) from es_log")).ShouldBe(["1"]);
        (await Should.ThrowAsync<Npgsql.PostgresException>(() => attacked.Evidence.Database.ExecuteAsync("insert into es_log (id) values (gen_random_uuid())"))).SqlState.ShouldBe("23505");
        (await attacked.Evidence.Database.TextsAsync("select concat_ws(' ', table_name, column_name) from information_schema.columns where table_name in ('es_log', 'es_leaf', 'es_sealer', 'es_subtree', 'es_tree_head') order by table_name, ordinal_position")).ShouldBe(
        [
            "es_leaf leaf_index", "es_leaf seq_id", "es_leaf hash", "es_log single", "es_log id", "es_sealer single", "es_sealer place", "es_subtree level", "es_subtree number", "es_subtree hash",
            "es_tree_head number", "es_tree_head tree_size", "es_tree_head root", "es_tree_head up_to", "es_tree_head sealed_at", "es_tree_head key", "es_tree_head signature",
        ]);
    }

    async Task<IReadOnlyList<string>> ColumnsAsync(string table) =>
        [.. (await attacked.Evidence.Database.TextsAsync($"select column_name from information_schema.columns where table_name = '{table}'")).Order(StringComparer.Ordinal)];
}
