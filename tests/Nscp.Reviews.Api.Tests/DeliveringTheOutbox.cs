using NodaTime;
using Npgsql;
using Nscp.Reviews.EventStore;

namespace Nscp.Reviews.Api.Tests;

public class DeliveringTheOutbox(ReviewsApp app) : IClassFixture<ReviewsApp>
{
    [Fact]
    public async Task Is_done_by_a_host_that_has_a_handler_and_forgotten_after_ninety_days()
    {
        await RecordAsync("letter", ReviewsApp.Today.PlusDays(-100));
        await RunAsync(app.LogConnectionString, $"update es_outbox set state = 'delivered', settled_at = '{ReviewsApp.Today.PlusDays(-91):uuuu'-'MM'-'dd}'");
        var fresh = await RecordAsync("letter", ReviewsApp.Today);
        var delivered = new TaskCompletionSource<Guid>();

        await using var host = await app.DeliveringHostAsync(new OutboxHandler("letter", (message, _) => { delivered.TrySetResult(message.Id); return Task.CompletedTask; }));

        (await delivered.Task.WaitAsync(TimeSpan.FromMinutes(1), ReviewsApp.Ct)).ShouldBe(fresh);
        await UntilAsync(async () => (await app.TextsAsync("select id || ' ' || state from es_outbox")) is [var only] && only == $"{fresh} delivered");
    }

    [Fact]
    public async Task Makes_the_host_degraded_while_a_message_stands_still()
    {
        await RunAsync(app.LogConnectionString, "delete from es_outbox");
        await using var host = await app.SecondHostAsync(app.ApplicationConnectionString, [$"--ConnectionStrings:ReviewsLog={app.LogConnectionString}", .. app.Seals.Settings]);
        (await ReadyAsync(host)).ShouldBe(("ready", ""));

        await RecordAsync("letter", ReviewsApp.Today);
        (await ReadyAsync(host)).Reasons.ShouldBe("A message has waited to be delivered since 2025-05-14T00:00:00Z.");

        await RunAsync(app.LogConnectionString, "update es_outbox set state = 'dead', settled_at = now()");
        (await ReadyAsync(host)).ShouldBe(("degraded", "Messages that could not be delivered, and hold up what follows them: 1. See ./build.sh outbox."));
    }

    [Fact]
    public async Task Makes_the_host_degraded_when_the_log_reader_is_shut_out()
    {
        var wrong = new NpgsqlConnectionStringBuilder(app.LogConnectionString) { Password = "wrong", Username = "nobody" }.ConnectionString;
        await using var host = await app.SecondHostAsync(app.ApplicationConnectionString, [$"--ConnectionStrings:ReviewsLog={wrong}", .. app.Seals.Settings]);

        (await ReadyAsync(host)).ShouldBe(("degraded", "The outbox cannot be read with the log reader's connection."));
    }

    static async Task<(string Status, string Reasons)> ReadyAsync(OtherHost host)
    {
        var reply = await new Client(host.Address, null).GetAsync("/health/ready");
        reply.Status.ShouldBe(200);
        var reasons = reply.Body.TryGetProperty("reasons", out var given) && given.ValueKind == System.Text.Json.JsonValueKind.Array ? given.EnumerateArray().Select(one => one.GetString()) : [];
        return (reply.Body.GetProperty("status").GetString()!, string.Join(' ', reasons));
    }

    async Task<Guid> RecordAsync(string kind, LocalDate day)
    {
        var id = Guid.CreateVersion7();
        await RunAsync(app.ApplicationConnectionString,
            $"""
            select set_config('es.tenant', 'NSCP', true); insert into es_outbox (tenant_id, stream_id, version, number, id, kind, body, recorded_at)
            values ('NSCP', gen_random_uuid(), 1, 1, '{id}', '{kind}', '{"{}"}', '{day:uuuu'-'MM'-'dd}T00:00Z')
            """);
        return id;
    }

    static async Task RunAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(ReviewsApp.Ct);
    }

    static async Task UntilAsync(Func<Task<bool>> met)
    {
        for (var i = 0; i < 6_000 && !await met(); i++) await Task.Delay(10, ReviewsApp.Ct);
        (await met()).ShouldBeTrue();
    }
}
