using Npgsql;
using static Nscp.Reviews.Projections.Tests.ReviewsDatabase;

namespace Nscp.Reviews.Projections.Tests.Reads;

public sealed class FindingDeadlinesAmongMany(ReviewsDatabase database) : IClassFixture<ReviewsDatabase>
{
    const string Page = "('NSCP', '2026-11-20', '2026-12-01', 1, '26-5', '00000000-0000-0000-0000-000000000000', '', '-infinity', 'infinity', null, null, null, null, null, 51)";

    /// <summary>Under row security, and by the plan that serves every question: the one that a held connection comes to.</summary>
    [Fact]
    public async Task Enters_the_index_where_the_page_begins_and_sorts_nothing()
    {
        await database.TextsAsync(
            """
            insert into case_clock (tenant_id, stream_id, id, reference, clock, policy, force, owed_by, is_theirs, is_floor, in_working_days, has_period, counts_back, calendar_revision, starts_on, due_on, met_on)
            select 'NSCP', md5((n % 2000)::text)::uuid, 'action-' || n, '26-' || n % 2000, 'action', 'local-defaults', (array['statute', 'guidance', 'local'])[1 + n % 3], 'owner agency',
                false, false, false, true, false, 1, date '2025-10-01', date '2025-11-20' + (n * 7919) % 730, case when n % 2 = 0 then date '2026-10-01' end
            from generate_series(1, 20000) n
            returning ''
            """);
        await using (var analyze = database.Owner.CreateCommand("analyze case_clock")) await analyze.ExecuteNonQueryAsync(Ct);

        var plan = await PlanAsync();

        var scan = plan.FindIndex(line => line.Contains("Index Scan using case_clock_in_order", StringComparison.Ordinal));
        scan.ShouldBeGreaterThan(0, string.Join('\n', plan));
        plan[scan + 1].ShouldContain("ROW(");
        plan.ShouldNotContain(line => line.Contains("Sort", StringComparison.Ordinal) || line.Contains("Seq Scan on case_clock", StringComparison.Ordinal));
    }

    async Task<List<string>> PlanAsync()
    {
        await using var connection = await database.Application.OpenConnectionAsync(Ct);
        await RunAsync(connection, "select set_config('es.tenant', 'NSCP', false)");
        await RunAsync(connection, "set plan_cache_mode = force_generic_plan");
        await RunAsync(
            connection,
            "prepare page (varchar, date, date, int, varchar, uuid, varchar, date, date, date, varchar, varchar, varchar, varchar, int) as "
            + DeadlineList.Select.Replace("{open}", DeadlineList.IsOpen, StringComparison.Ordinal));
        await using var explain = new NpgsqlCommand($"explain execute page {Page}", connection);
        await using var reader = await explain.ExecuteReaderAsync(Ct);
        var lines = new List<string>();
        while (await reader.ReadAsync(Ct)) lines.Add(reader.GetString(0));
        return lines;
    }

    static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }
}
