using NodaTime;
using Npgsql;
using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.EventStore;
using Nscp.Reviews.Projections;

namespace Nscp.Reviews.Bench;

/// <summary>10,000 open clocks of 2,000 cases over two years of due dates, among 20,000 that were met.</summary>
static class OpenClocks
{
    public const string Tenant = "bench-clocks";
    public const int Listed = 50;

    public static LocalDate Today { get; } = new(2026, 11, 20);

    public static async Task FillAsync(string superuser)
    {
        await using var connection = new NpgsqlConnection(superuser);
        await connection.OpenAsync();
        await using var fill = new NpgsqlCommand(
            $$"""
            insert into case_clock (tenant_id, stream_id, id, reference, clock, policy, force, owed_by, is_theirs, is_floor, in_working_days, has_period, counts_back, calendar_revision, starts_on, due_on, met_on)
            select '{{Tenant}}', md5((n % 2000)::text)::uuid, 'action-' || n, '26-' || n % 2000, 'action', 'local-defaults', (array['statute', 'guidance', 'local'])[1 + n % 3], 'owner agency',
                false, false, n % 2 = 0, true, false, 1, date '2025-10-01', date '2025-11-20' + (n * 7919) % 730, case when n % 3 = 0 then null else date '2026-10-01' end
            from generate_series(1, 30000) n
            on conflict do nothing
            """, connection);
        await fill.ExecuteNonQueryAsync();
        await using var analyze = new NpgsqlCommand("vacuum analyze case_clock", connection);
        await analyze.ExecuteNonQueryAsync();
    }
}

/// <summary>The first page of the deadlines of all cases, with what comes near the end of the calendar: what the route reads.</summary>
sealed class PageOfDeadlines(BenchPlace place) : IPath
{
    public string Name => "a page of deadlines among 10,000 open clocks";

    public async Task<IWorker> WorkerAsync()
    {
        await OpenClocks.FillAsync(place.SuperuserConnectionString);
        return new Worker(StoreDataSource.Create(place.AppConnectionString));
    }

    sealed class Worker(NpgsqlDataSource source) : IWorker
    {
        public async Task WorkAsync()
        {
            var found = await DeadlineList.ReadAsync(
                source, OpenClocks.Tenant, WorkingDayCalendar.Shipped, new(OpenClocks.Today), OpenClocks.Listed, null, CancellationToken.None);
            if (found.Page.Items.Count != OpenClocks.Listed) throw new InvalidOperationException("The page has another length.");
        }

        public ValueTask DisposeAsync() => source.DisposeAsync();
    }
}

/// <summary>The baseline: one prepared SELECT of the same rows in the same order on a held connection, read column by column.</summary>
sealed class PlainPage(BenchPlace place) : IPath
{
    public string Name => "plain SELECT of the page";

    public async Task<IWorker> WorkerAsync()
    {
        var connection = new NpgsqlConnection(place.SuperuserConnectionString);
        await connection.OpenAsync();
        var command = new NpgsqlCommand(
            $"""
            select reference, id, clock, policy, force, belongs_to, owed_by, owner, is_theirs, starts_on, due_on, other_reading_due, in_working_days, counts_back, stream_id
            from case_clock
            where tenant_id = '{OpenClocks.Tenant}' and met_on is null and cancelled_on is null and missed_on is null and starts_on is not null and has_period and not is_floor
            order by (case when due_on is null then 'infinity' else due_on end), (case force when 'statute' then 1 when 'guidance' then 2 when 'local' then 3 else 4 end), (case when reference is null then '' else reference end), stream_id, id
            limit {OpenClocks.Listed + 1}
            """, connection);
        await command.PrepareAsync();
        return new Worker(connection, command);
    }

    sealed class Worker(NpgsqlConnection connection, NpgsqlCommand command) : IWorker
    {
        readonly object[] _row = new object[15];

        public async Task WorkAsync()
        {
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync()) reader.GetValues(_row);
        }

        public async ValueTask DisposeAsync()
        {
            await command.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
