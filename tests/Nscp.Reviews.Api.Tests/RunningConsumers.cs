using Npgsql;
using Nscp.Reviews.EventStore;

namespace Nscp.Reviews.Api.Tests;

/// <summary>Consumers of the whole log in a real host, and what readiness tells of them.</summary>
public class RunningConsumers(ReviewsApp app) : IClassFixture<ReviewsApp>
{
    readonly string _name = $"test-{Guid.NewGuid():n}";

    [Fact]
    public async Task Gives_them_what_was_recorded_and_is_ready()
    {
        var seen = new TaskCompletionSource<LogEvent>();
        await using var host = await HostAsync(new Consumer(_name, (batch, _) =>
        {
            if (batch.Events.FirstOrDefault(one => one.Event.Type == "incident_reported") is { } reported)
                seen.TrySetResult(reported);
            return Task.CompletedTask;
        }));
        (await host.Manager.PostAsync("cases", OpeningACase.Incident("CON1"))).Status.ShouldBe(201);
        (await seen.Task.WaitAsync(TimeSpan.FromSeconds(30), ReviewsApp.Ct)).Tenant.ShouldBe("NSCP");
        await UntilAsync(host, "ready");
    }

    [Fact]
    public async Task Lives_on_when_one_is_stopped_and_tells_of_it()
    {
        await using var host = await HostAsync(new Consumer(_name, (_, _) => throw new InvalidOperationException("a family's words")));
        (await host.Manager.PostAsync("cases", OpeningACase.Incident("CON2"))).Status.ShouldBe(201);
        (await UntilAsync(host, "degraded", "has stopped at event")).ShouldNotContain("family");
        (await host.Manager.GetAsync("cases/CON2")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Tells_when_one_is_paused_until_it_is_resumed()
    {
        await using var log = NpgsqlDataSource.Create(app.LogConnectionString);
        await using var host = await HostAsync(new Consumer(_name, (_, _) => Task.CompletedTask));
        await UntilAsync(host, "ready");
        await ConsumerOffice.PauseAsync(log, _name, ReviewsApp.Ct);
        await UntilAsync(host, "degraded", $"The consumer {_name} is paused");
        await ConsumerOffice.ResumeAsync(log, _name, ReviewsApp.Ct);
        await UntilAsync(host, "ready");
    }

    [Fact]
    public async Task Tells_when_one_does_not_run_or_stands_still_or_is_far_behind()
    {
        (await app.Manager.PostAsync("cases", OpeningACase.Incident("CON3"))).Status.ShouldBe(201);
        // Without the log reader's connection nobody runs it.
        await using var host = await app.ConsumingHostAsync(app.ApplicationConnectionString, log: "", new Consumer(_name, (_, _) => Task.CompletedTask));
        await UntilAsync(host, "degraded", "has never run");
        await app.TextsAsync($"insert into es_consumer (name) values ('{_name}') returning name");
        await UntilAsync(host, "ready");
        await app.TextsAsync($"update es_consumer set updated_at = now() - interval '2 minutes' where name = '{_name}' returning name");
        await UntilAsync(host, "degraded", "has not moved for a minute");
        await app.TextsAsync("select max(nextval('mt_events_sequence'))::text from generate_series(1, 1001)");
        await UntilAsync(host, "degraded", "events behind.");
    }

    Task<OtherHost> HostAsync(Consumer consumer) => app.ConsumingHostAsync(app.ApplicationConnectionString, app.LogConnectionString, consumer);

    static async Task<string> UntilAsync(OtherHost host, string status, string reason = "")
    {
        var text = "";
        for (var i = 0; i < 600; i++)
        {
            var reply = await host.Manager.GetAsync("/health/ready");
            reply.Status.ShouldBe(200);
            (text, var body) = (reply.Text, reply.Body);
            if (body.GetProperty("status").GetString() == status && text.Contains(reason, StringComparison.Ordinal))
                return text;
            await Task.Delay(50, ReviewsApp.Ct);
        }
        throw new InvalidOperationException($"Not {status} within 30 s: {text}");
    }
}
