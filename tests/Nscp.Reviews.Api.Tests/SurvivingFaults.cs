using NodaTime;
using Npgsql;

namespace Nscp.Reviews.Api.Tests;

/// <summary>What goes wrong below the host is told clearly, hangs nobody, and leaves nothing half-written.</summary>
public class SurvivingFaults(ReviewsApp app) : IClassFixture<ReviewsApp>
{
    [Fact]
    public async Task Is_unavailable_while_all_connections_are_in_use_and_goes_on_when_one_is_free()
    {
        await OpenAsync("24-1");
        await using var other = await app.SecondHostAsync($"{app.ApplicationConnectionString};Maximum Pool Size=2;Timeout=1");
        await using var holder = new NpgsqlConnection(app.SuperuserConnectionString);
        await holder.OpenAsync(ReviewsApp.Ct);
        await using var held = await holder.BeginTransactionAsync(ReviewsApp.Ct);
        await RunAsync(holder, "select 1 from mt_streams for update");

        var waiting = Enumerable.Range(1, 2).Select(i => other.Manager.PostAsync("cases/24-1/learning", Learning($"Waiting {i}"))).ToList();
        await WaitForBlockedAsync(2);
        var refused = await other.Manager.PostAsync("cases/24-1/learning", Learning("One too many"));
        await held.RollbackAsync(ReviewsApp.Ct);

        (refused.Status, refused.Code).ShouldBe((503, "unavailable"), refused.Text);
        refused.Raw.Headers.RetryAfter.ShouldNotBeNull();
        (await Task.WhenAll(waiting)).ShouldAllBe(reply => reply.Status == 200);
        (await FindingsAsync("24-1")).ShouldBe(["Waiting 1", "Waiting 2"], ignoreOrder: true);
    }

    [Fact]
    public async Task Reads_on_after_its_connections_were_dropped()
    {
        await OpenAsync("24-2");
        await app.Manager.GetAsync("cases");
        await app.Manager.GetAsync("cases/24-2");

        await DropConnectionsAsync();

        (await app.Manager.GetAsync("cases/24-2")).Status.ShouldBe(200);
        (await app.Manager.GetAsync("cases")).Status.ShouldBe(200);
        (await app.Manager.PostAsync("cases/24-2/learning", Learning("After"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Says_that_a_read_only_database_takes_no_writes_and_shows_no_case_since_nobody_could_tell_who_read()
    {
        await OpenAsync("24-3");
        var before = await app.EverythingAsync();
        await RunAsync($"alter database {app.DatabaseName} set default_transaction_read_only = on");
        await DropConnectionsAsync();
        try
        {
            var refused = await app.Manager.PostAsync("cases/24-3/learning", Learning("Not now"), key: "later");

            (refused.Status, refused.Code).ShouldBe((503, "unavailable"), refused.Text);
            refused.Text.ShouldContain("takes no writes");
            refused.Raw.Headers.RetryAfter.ShouldNotBeNull();
            var unread = await app.Manager.GetAsync("cases/24-3");
            (unread.Status, unread.Code, unread.Body.GetProperty("title").GetString()).ShouldBe((503, "unavailable", "The reading cannot be recorded"));
            foreach (var list in (string[])["cases", "deadlines", "recommendations", "cases/24-3/readers"]) (await app.Manager.GetAsync(list)).Status.ShouldBe(200, list);
        }
        finally
        {
            await RunAsync($"begin read write; alter database {app.DatabaseName} reset default_transaction_read_only; commit");
            await DropConnectionsAsync();
        }

        (await app.EverythingAsync()).ShouldBe(before);
        var later = await app.Manager.PostAsync("cases/24-3/learning", Learning("Not now"), key: "later");
        later.Recorded.ShouldBe(["learning_shared"], later.Text);
    }

    [Fact]
    public async Task Says_that_a_full_disk_takes_no_writes()
    {
        await OpenAsync("24-4");
        var before = await app.EverythingAsync();
        // What PostgreSQL answers when it cannot extend a file; a disk that is really full is tried with the cluster's tests.
        await RunAsync(
            """
            create function full_disk() returns trigger language plpgsql as $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$;
            create trigger full_disk before insert on mt_events for each statement execute function full_disk()
            """);
        try
        {
            var refused = await app.Manager.PostAsync("cases/24-4/learning", Learning("No room"));
            (refused.Status, refused.Code).ShouldBe((503, "unavailable"), refused.Text);
            refused.Text.ShouldContain("its disk is full");
        }
        finally
        {
            await RunAsync("drop trigger full_disk on mt_events; drop function full_disk");
        }
        (await app.EverythingAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Records_no_earlier_than_before_while_the_clock_steps_back()
    {
        await OpenAsync("24-5");
        await app.Manager.PostAsync("cases/24-5/learning", Learning("Before"));
        var was = app.Clock.Now;
        app.Clock.Now = was - Duration.FromHours(1);
        try
        {
            (await app.Manager.PostAsync("cases/24-5/learning", Learning("After"))).Status.ShouldBe(200);
        }
        finally
        {
            app.Clock.Now = was;
        }

        var recorded = await app.TextsAsync("select e.timestamp::text from mt_events e join mt_doc_reference r on r.case_id = e.stream_id where r.id = '24-5' order by version");
        recorded.Count.ShouldBe(3);
        recorded.ShouldBeInOrder();
    }

    static object Learning(string findings) => new { channel = "briefing", findings };

    async Task OpenAsync(string reference) => (await app.Manager.PostAsync("cases", OpeningACase.Incident(reference), ifMatch: null)).Status.ShouldBe(201);

    Task<IReadOnlyList<string>> FindingsAsync(string reference) => app.TextsAsync(
        $"select e.data ->> 'findings' from mt_events e join mt_doc_reference r on r.case_id = e.stream_id where r.id = '{reference}' and e.type = 'learning_shared'");

    Task DropConnectionsAsync() => app.TextsAsync("select pg_terminate_backend(pid, 5000)::text from pg_stat_activity where datname = current_database() and usename = 'reviews_app'");

    async Task WaitForBlockedAsync(int count)
    {
        for (var i = 0; i < 500; i++)
        {
            if (int.Parse((await app.TextsAsync("select count(*)::text from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"))[0]) >= count)
                return;
            await Task.Delay(10, ReviewsApp.Ct);
        }
        throw new InvalidOperationException($"No {count} backends are waiting.");
    }

    // Not pooled: one that was opened while the database was read-only stays so.
    async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection($"{app.SuperuserConnectionString};Pooling=false");
        await connection.OpenAsync(ReviewsApp.Ct);
        await RunAsync(connection, sql);
    }

    static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ReviewsApp.Ct);
    }
}
