using Npgsql;
using static Nscp.Reviews.Projections.Tests.ReviewsDatabase;

namespace Nscp.Reviews.Projections.Tests.Reads;

/// <summary>Two partnerships with 20,000 cases each: a search enters the index, and never finds what is another's.</summary>
public sealed class FindingCasesAmongMany(ManyCases given) : IClassFixture<ManyCases>
{
    [Fact]
    public async Task Enters_the_index_as_the_application_does_and_reads_no_case_by_case()
    {
        var before = await CountsAsync();
        (await given.FoundAsync("NSCP", "zebra")).Count.ShouldBe(20);
        // What a session did is told to others when it has been idle for a while, or when it is asked to.
        await ManyCases.RunAsync(given.Database.Nobody, "NSCP", "select pg_stat_force_next_flush()");
        for (var i = 0; i < 500 && (await CountsAsync()).Index == before.Index; i++) await Task.Delay(20, Ct);

        var after = await CountsAsync();
        after.Index.ShouldBeGreaterThan(before.Index);
        after.Sequential.ShouldBe(before.Sequential);
    }

    [Fact]
    public async Task Reads_its_own_partnerships_part_of_the_index_alone()
    {
        var body = (await given.Database.TextsAsync("select prosrc from pg_proc where proname = 'case_found'")).Single();
        var plan = await ManyCases.RunAsync(given.Database.Owner, "NSCP", $"explain (analyze, costs off, timing off) {body.Replace("sought", "'police'::varchar", StringComparison.Ordinal)}");

        plan.ShouldContain(line => line.Contains("Bitmap Index Scan on words_searched (actual rows=20000", StringComparison.Ordinal), string.Join('\n', plan));
        plan.ShouldNotContain(line => line.Contains("Seq Scan", StringComparison.Ordinal) || line.Contains("Removed by", StringComparison.Ordinal));
    }

    /// <summary>Why there is a function: full-text operators are not leakproof.</summary>
    [Fact]
    public async Task Could_not_enter_it_under_row_security() =>
        (await ManyCases.RunAsync(given.Database.Nobody, "NSCP", "explain select id from mt_doc_words where (to_tsvector('pg_catalog.english', left(data ->> 'words', 100000)) || array_to_tsvector(array['=' || tenant_id])) @@ websearch_to_tsquery('english', 'zebra')"))
            .ShouldNotContain(line => line.Contains("words_searched", StringComparison.Ordinal));

    [Fact]
    public async Task Finds_the_own_partnerships_cases_only()
    {
        (await given.FoundAsync("NSCP", "zebra")).ShouldAllBe(id => id.StartsWith("00000000-", StringComparison.Ordinal));
        (await given.FoundAsync("OTHER", "zebra")).ShouldAllBe(id => id.StartsWith("11111111-", StringComparison.Ordinal));
        (await given.FoundAsync("OTHER", "zebra")).Count.ShouldBe(20);
        (await given.FoundAsync("NSCP", "onlyother")).ShouldBeEmpty();
        (await given.FoundAsync("NSCP", "onlyother or =OTHER or OTHER")).ShouldBeEmpty();
        (await given.FoundAsync("NS", "zebra")).ShouldBeEmpty();
        (await given.FoundAsync("it's \\ odd", "zebra")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Finds_nothing_while_no_partnership_is_named(string? tenant) => (await given.FoundAsync(tenant, "zebra")).ShouldBeEmpty();

    [Fact]
    public async Task Cannot_be_led_to_another_table_of_the_same_name()
    {
        await using var connection = new NpgsqlConnection($"{given.Database.ApplicationConnectionString};Pooling=false");
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(
            "create temp table mt_doc_words (tenant_id varchar, id uuid, data jsonb); set search_path = pg_temp, public; select set_config('es.tenant', 'NSCP', false); select count(*)::int from case_found('zebra')", connection);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        await reader.NextResultAsync(Ct);
        await reader.ReadAsync(Ct);
        reader.GetInt32(0).ShouldBe(20);
    }

    [Fact]
    public async Task Is_for_the_application_alone()
    {
        var refused = await Should.ThrowAsync<PostgresException>(() => TextsAsync(given.Database.Log, "select case_found('zebra')::text"));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    async Task<(long Index, long Sequential)> CountsAsync()
    {
        var counts = await given.Database.TextsAsync(
            "select (select idx_scan from pg_stat_user_indexes where indexrelname = 'words_searched')::text union all select (select seq_scan from pg_stat_user_tables where relname = 'mt_doc_words')::text");
        return (long.Parse(counts[0]), long.Parse(counts[1]));
    }
}

public sealed class ManyCases : IAsyncLifetime
{
    internal ReviewsDatabase Database { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        await Database.TextsAsync(
            """
            insert into mt_doc_words (tenant_id, id, data)
            select tenant, (first || '-0000-0000-0000-' || lpad(n::text, 12, '0'))::uuid,
                jsonb_build_object('words', '26-' || n || E'\nNottinghamshire Police (NOTTS-POLICE)\n' || case when n % 1000 = 0 then 'zebra' else 'bruising' end || case when tenant = 'OTHER' then ' onlyother' else '' end)
            from (values ('NSCP', '00000000'), ('OTHER', '11111111')) t (tenant, first), generate_series(1, 20000) n
            returning ''
            """);
        await using var analyze = Database.Owner.CreateCommand("analyze mt_doc_words");
        await analyze.ExecuteNonQueryAsync(Ct);
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    /// <summary>As the application: the function called directly.</summary>
    /// <param name="tenant">Null where the transaction names none.</param>
    internal Task<IReadOnlyList<string>> FoundAsync(string? tenant, string text) => RunAsync(Database.Nobody, tenant, $"select case_found('{text}')::text");

    internal static async Task<IReadOnlyList<string>> RunAsync(NpgsqlDataSource by, string? tenant, string sql)
    {
        await using var batch = by.CreateBatch();
        if (tenant is not null) batch.BatchCommands.Add(new NpgsqlBatchCommand("select set_config('es.tenant', $1, true)") { Parameters = { new NpgsqlParameter { Value = tenant } } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(sql));
        await using var reader = await batch.ExecuteReaderAsync(Ct);
        if (tenant is not null) await reader.NextResultAsync(Ct);
        var lines = new List<string>();
        while (await reader.ReadAsync(Ct)) lines.Add($"{reader.GetValue(0)}");
        return lines;
    }
}
