using System.Globalization;
using Marten;
using Marten.Services;
using Npgsql;
using static Nscp.Reviews.Projections.Tests.ReviewsDatabase;

namespace Nscp.Reviews.Projections.Tests.Reads;

/// <summary>Two partnerships with 20,000 clocks each, half of them ended: a page reads its own rows and no others.</summary>
public sealed class FindingDeadlinesAmongMany(ManyClocks given) : IClassFixture<ManyClocks>
{
    const int Limit = 50;

    /// <summary>Under row security, by the plan for one question and by that which serves every question: the one that a held connection comes to.</summary>
    [Theory]
    [InlineData("force_custom_plan", ""), InlineData("force_custom_plan", "2027-06-01"), InlineData("force_generic_plan", ""), InlineData("force_generic_plan", "2027-06-01")]
    public async Task Enters_the_index_where_the_page_begins_and_sorts_nothing(string mode, string after)
    {
        var asked = await given.AskedAsync(new(ManyClocks.Today), Limit, after == "" ? null : Cursor.Of("deadlines", after));

        var plan = await given.PlanAsync(mode, asked[0]);

        var scan = plan.FindIndex(line => line.Contains("Index Scan using mt_doc_clock_idx_tenant_id_place", StringComparison.Ordinal));
        scan.ShouldBeGreaterThan(0, string.Join('\n', plan));
        plan[scan].ShouldContain($"rows={Limit + 1}", customMessage: string.Join('\n', plan));
        plan[scan + 1].ShouldContain("tenant_id");
        plan[scan + 1].Contains("place", StringComparison.Ordinal).ShouldBe(after != "", plan[scan + 1]);
        plan.ShouldNotContain(line => line.Contains("Sort", StringComparison.Ordinal) || line.Contains("Seq Scan on mt_doc_clock", StringComparison.Ordinal) || line.Contains("Rows Removed", StringComparison.Ordinal));
    }

    /// <summary>How many come near the end of what the calendar covers: of ten thousand open clocks only those are read.</summary>
    [Theory]
    [InlineData("force_custom_plan"), InlineData("force_generic_plan")]
    public async Task Counts_those_at_the_calendars_edge_by_an_index(string mode)
    {
        var asked = await given.AskedAsync(new(ManyClocks.Today), Limit, null);
        foreach (var count in asked.Skip(1).Take(2))
            (await given.PlanAsync(mode, count)).ShouldNotContain(line => line.Contains("Seq Scan on mt_doc_clock", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Gives_all_of_them_once_in_the_order_of_their_places_compared_by_code_point()
    {
        var (seen, after) = (new List<string>(), (string?)null);
        // Bounded, so that a cursor that does not move on fails instead of going round.
        for (var part = 0; part < 30; part++)
        {
            var page = (await given.Database.AskAsync(Story.Tenant, session => DeadlineList.ReadAsync(session, Story.World.Calendar, new(ManyClocks.Today), 500, after, Ct))).Page;
            seen.AddRange(page.Items.Select(clock => clock.Id));
            if ((after = page.After) is null) break;
        }
        var places = await given.Database.TextsAsync("select place || '|' || (data ->> 'clockId') from mt_doc_clock where tenant_id = 'NSCP' and is_open");
        seen.ShouldBe(places.Select(one => one.Split('|')).OrderBy(one => one[0], StringComparer.Ordinal).Select(one => one[1]));
        seen.Count.ShouldBeGreaterThan(10_000);
    }
}

public sealed class ManyClocks : IAsyncLifetime
{
    internal static LocalDate Today { get; } = Story.Day("2026-11-20");

    internal ReviewsDatabase Database { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        await Database.RecordAsync(Stories.Incident("26-1", "2026-11-02"));
        await Database.TextsAsync(
            """
            insert into mt_doc_clock
            select made.*
            from (select * from mt_doc_clock where is_open and due_on is not null limit 1) one, (values ('NSCP'), ('OTHER')) t (tenant), generate_series(1, 20000) n,
                lateral (select '2026-11-20'::date + (n * 7919) % 730 as due, md5((n % 2000)::text)::uuid as stream, '26-' || n % 2000 as reference, 1 + n % 3 as rank, n % 2 = 0 as open) facts,
                lateral (select due || ' ' || rank || ' ' || reference || ' ' || stream || ' many-' || n as text) place,
                lateral jsonb_populate_record(null::mt_doc_clock, to_jsonb(one) || jsonb_build_object(
                    'tenant_id', tenant, 'id', stream || '/many-' || n, 'case_id', stream, 'place', place.text, 'is_open', open, 'due_on', due, 'met_on', case when open then null else '2026-11-10' end,
                    'data', one.data || jsonb_build_object('id', stream || '/many-' || n, 'caseId', stream, 'place', place.text, 'isOpen', open, 'dueOn', due, 'reference', reference, 'clockId', 'many-' || n))) made
            returning ''
            """);
        await using var analyze = Database.Owner.CreateCommand("analyze mt_doc_clock");
        await analyze.ExecuteNonQueryAsync(Ct);
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    /// <summary>The statements by which Marten asks for a part of the list.</summary>
    internal async Task<IReadOnlyList<NpgsqlBatchCommand>> AskedAsync(DeadlineQuestion question, int limit, string? after)
    {
        var statements = new Statements();
        await Database.AskAsync(Story.Tenant, session =>
        {
            session.Logger = statements;
            return DeadlineList.ReadAsync(session, Story.World.Calendar, question, limit, after, Ct);
        });
        return statements.Seen;
    }

    /// <summary>As the application's role.</summary>
    internal async Task<List<string>> PlanAsync(string mode, NpgsqlBatchCommand asked)
    {
        await using var connection = await Database.Sessions.SourceOf(Story.Tenant).OpenConnectionAsync(Ct);
        await RunAsync(connection, $"set plan_cache_mode = {mode}");
        await RunAsync(connection, $"prepare asked ({string.Join(", ", asked.Parameters.Select(Type))}) as {asked.CommandText}");
        await using var explain = new NpgsqlCommand($"explain (analyze, costs off, timing off, summary off) execute asked ({string.Join(", ", asked.Parameters.Select(Literal))})", connection);
        var lines = new List<string>();
        await using (var reader = await explain.ExecuteReaderAsync(Ct))
            while (await reader.ReadAsync(Ct)) lines.Add(reader.GetString(0));
        await RunAsync(connection, "deallocate asked");
        return lines;
    }

    static string Type(NpgsqlParameter parameter) => parameter.Value switch
    {
        string => "varchar",
        LocalDate => "date",
        int => "int",
        bool => "boolean",
        Guid => "uuid",
        var other => throw new InvalidOperationException($"What is {other?.GetType()} in PostgreSQL?"),
    };

    static string Literal(NpgsqlParameter parameter) => parameter.Value switch
    {
        LocalDate day => $"'{NodaTime.Text.LocalDatePattern.Iso.Format(day)}'",
        var other => $"'{Convert.ToString(other, CultureInfo.InvariantCulture)}'",
    };

    static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }

    sealed class Statements : IMartenSessionLogger
    {
        internal List<NpgsqlBatchCommand> Seen { get; } = [];

        public void OnBeforeExecute(NpgsqlBatch batch) => Seen.AddRange(batch.BatchCommands);

        public void OnBeforeExecute(NpgsqlCommand command)
        {
        }

        public void LogSuccess(NpgsqlCommand command)
        {
        }

        public void LogSuccess(NpgsqlBatch batch)
        {
        }

        public void LogFailure(NpgsqlCommand command, Exception ex)
        {
        }

        public void LogFailure(NpgsqlBatch batch, Exception ex)
        {
        }

        public void LogFailure(Exception ex, string message)
        {
        }

        public void RecordSavedChanges(IDocumentSession session, IChangeSet commit)
        {
        }
    }
}
