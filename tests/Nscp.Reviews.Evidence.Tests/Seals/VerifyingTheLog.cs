using NodaTime;

namespace Nscp.Reviews.Evidence.Tests.Seals;

/// <summary>A log that nobody touched verifies, whatever is in it and whoever works beside.</summary>
public sealed class VerifyingTheLog(ITestOutputHelper output)
{
    static CancellationToken Ct => LogDatabase.Ct;

    [Fact]
    public async Task Counts_what_is_sealed_what_is_not_yet_and_what_other_software_wrote()
    {
        await using var evidence = await Evidence.MakeAsync(isSealed: false);
        await ByOtherSoftwareAsync(evidence, 5, "made_elsewhere");
        await ByOtherSoftwareAsync(evidence, 6, "tombstone");
        await ByOtherSoftwareAsync(evidence, 7, "made_elsewhere");
        await evidence.AppendAsync("one", Evidence.A, 1);
        await CheckAsync(evidence, events: 32, isSealed: 0, unchained: 2);

        await evidence.SealAsync();
        await CheckAsync(evidence, events: 32, isSealed: 32, unchained: 0);

        await evidence.AppendAsync("one", Evidence.A, 2);
        await ByOtherSoftwareAsync(evidence, 11, "made_elsewhere");
        await Log.BurnAsync(evidence.Database, 3);
        await CheckAsync(evidence, events: 35, isSealed: 32, unchained: 1);
    }

    /// <summary>They lie in a stream whose own row never grows, and have no leaf: neither is a finding, and no lost leaf is theirs.</summary>
    [Fact]
    public async Task Takes_tombstones_of_other_software_for_nothing()
    {
        await using var evidence = await Evidence.MakeAsync(isSealed: false);
        await evidence.Database.ExecuteAsync(
            """
            insert into mt_streams (tenant_id, id, type, version) values ('one', '00000000-0000-0000-0000-000000000001', 'tombstone', 0);
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id)
            select s, gen_random_uuid(), '00000000-0000-0000-0000-000000000001', s, '{}', 'tombstone', '-infinity', 'one' from nextval('mt_events_sequence') s
            """);
        await evidence.AppendAsync("one", Evidence.A, 2);
        await evidence.SealAsync();
        (await evidence.FoundAsync()).ShouldBeEmpty();

        await evidence.TamperAsync("delete from es_leaf where leaf_index = 29");
        (await evidence.FoundAsync()).ShouldBe(["seal-missing 33 A5"]);
    }

    [Fact]
    public async Task Finds_nothing_in_an_empty_log()
    {
        await using var database = new LogDatabase();
        await database.InitializeAsync();
        var report = await new Verification(database.Log, [], null, SystemClock.Instance).RunAsync(VerificationCause.Scheduled, null, Ct);
        (report.IsClean, report.Events, report.UpTo, report.Number, report.Cause).ShouldBe((true, 0, 0, 1, VerificationCause.Scheduled));
    }

    [Fact]
    public async Task Keeps_each_run_with_what_it_found()
    {
        await using var evidence = await Evidence.MakeAsync();
        var clean = await evidence.VerifyAsync();
        await evidence.TamperAsync("update mt_events set user_name = 'someone' where seq_id = 4; delete from mt_events where seq_id = 31");
        var report = await evidence.VerifyAsync();

        report.Found.ShouldBe(3);
        (await VerificationOffice.ListAsync(evidence.Database.Application, 10, Ct)).ShouldBe(
        [
            new(2, VerificationCause.OnDemand, report.StartedAt, report.FinishedAt, 31, 28, 28, 0, 0, 3),
            new(1, VerificationCause.OnDemand, clean.StartedAt, clean.FinishedAt, 31, 29, 29, 0, 0, 0),
        ]);
        (await VerificationOffice.FindingsAsync(evidence.Database.Log, 2, Ct)).ShouldBe(report.Findings);
        (await VerificationOffice.FindingsAsync(evidence.Database.Log, 1, Ct)).ShouldBeEmpty();
        report.Findings[0].ShouldBe(new Finding(FindingKind.Altered, 4, "one", Evidence.A, 3, $"The event at 4 of the log, version 3 of stream {Evidence.A} of one, is not what was sealed."));
        report.Findings[1].Sentence.ShouldBe("The event that was sealed at 31 of the log is gone.");
    }

    [Fact]
    public async Task Leaves_a_run_that_was_broken_off_without_an_end()
    {
        await using var evidence = await Evidence.MakeAsync();
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var running = new Verification(evidence.Database.Log, [evidence.Sealer.Key.Public], evidence.Anchors, SystemClock.Instance)
            .RunAsync(VerificationCause.Scheduled, new Told(_ => throw new InvalidOperationException("broken off")), Ct);
        await Should.ThrowAsync<InvalidOperationException>(() => running);
        var run = (await VerificationOffice.ListAsync(evidence.Database.Application, 10, Ct)).ShouldHaveSingleItem();
        (run.FinishedAt, run.Found, run.Cause).ShouldBe((null, null, VerificationCause.Scheduled));
    }

    [Fact]
    public async Task Counts_all_findings_and_keeps_a_thousand()
    {
        await using var evidence = await Evidence.MakeAsync();
        await FillAsync(evidence, 300, 8);
        await evidence.SealAsync();
        await evidence.TamperAsync("update mt_events set user_name = 'someone'");
        var report = await evidence.VerifyAsync();
        (report.Found, report.Findings.Count).ShouldBe((29 + 2_400, 1_000));
    }

    /// <summary>In a soak a hundred thousand events.</summary>
    [Fact]
    public async Task Finds_nothing_in_a_long_log_that_nobody_touched_while_others_append_and_seal()
    {
        await using var evidence = await Evidence.MakeAsync();
        await FillAsync(evidence, Soak.Rounds(625), 8);
        using var stop = new CancellationTokenSource();
        var appending = AppendAsync();
        var sealing = SealAsync();
        for (var sealedOnes = 0L; sealedOnes < Soak.Rounds(625) * 8;)
        {
            var report = await evidence.VerifyAsync();
            output.WriteLine($"{report.Events} events, {report.Sealed} sealed");
            report.Findings.ShouldBeEmpty();
            sealedOnes = report.Sealed;
        }
        await stop.CancelAsync();
        await Task.WhenAll(appending, sealing);
        await evidence.SealAsync();
        var last = await evidence.VerifyAsync();
        (last.Found, last.Unsealed).ShouldBe((0, 0));

        async Task AppendAsync()
        {
            while (!stop.IsCancellationRequested)
                await evidence.AppendAsync("one", Guid.CreateVersion7(), 3);
        }

        async Task SealAsync()
        {
            var sealer = new Sealer(evidence.Database.Log, evidence.Sealer.Key, SystemClock.Instance, null) { Most = 300 };
            while (!stop.IsCancellationRequested)
                await sealer.SealAsync(Ct);
        }
    }

    [Fact]
    public async Task Tells_how_far_it_is()
    {
        await using var evidence = await Evidence.MakeAsync();
        await FillAsync(evidence, 3_000, 8);
        var told = new List<VerificationProgress>();
        await new Verification(evidence.Database.Log, [evidence.Sealer.Key.Public], null, SystemClock.Instance).RunAsync(VerificationCause.OnDemand, new Told(told.Add), Ct);
        told.ShouldBe([new(10_000, 24_029), new(20_000, 24_029), new(24_029, 24_029)]);
    }

    static async Task CheckAsync(Evidence evidence, long events, long isSealed, long unchained)
    {
        var report = await evidence.VerifyAsync();
        report.Findings.ShouldBeEmpty();
        (report.Events, report.Sealed, report.Unsealed, report.Unchained).ShouldBe((events, isSealed, events - isSealed, unchained));
    }

    static Task ByOtherSoftwareAsync(Evidence evidence, int version, string type) => evidence.Database.ExecuteAsync(
        $$"""
        insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived)
        values (nextval('mt_events_sequence'), gen_random_uuid(), '{{Evidence.A}}', {{version}}, '{"value": 1.50, "large": 1e20}', '{{type}}',
            case when '{{type}}' = 'tombstone' then '-infinity' else now() end, 'one', 'Some.Type, Some', false);
        update mt_streams set version = {{version}} where id = '{{Evidence.A}}';
        """);

    /// <summary>By other software, so that making them takes no time; streams side by side.</summary>
    static Task FillAsync(Evidence evidence, int streams, int events) => evidence.Database.ExecuteAsync(
        $$"""
        insert into mt_streams (tenant_id, id, type, version, is_archived) select 'long', gen_random_uuid(), 'ticket', {{events}}, false from generate_series(1, {{streams}});
        insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, is_archived)
        select nextval('mt_events_sequence'), gen_random_uuid(), id, v, '{"value": "words"}', 'ticket_opened', now(), 'long', false from generate_series(1, {{events}}) v, mt_streams where tenant_id = 'long';
        """);

    sealed class Told(Action<VerificationProgress> tell) : IProgress<VerificationProgress>
    {
        public void Report(VerificationProgress value) => tell(value);
    }
}
