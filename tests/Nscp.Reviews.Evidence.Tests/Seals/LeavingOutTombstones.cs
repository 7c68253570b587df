using Marten;
using Nscp.Reviews.Api.Storage;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Words;
using NodaTime;

namespace Nscp.Reviews.Evidence.Tests.Seals;

/// <summary>Marten leaves a row without a time where an append failed after it had taken a number: it says nothing, so it gets no leaf and is no finding.</summary>
public class LeavingOutTombstones
{
    static CancellationToken Ct => LogDatabase.Ct;

    [Fact]
    public async Task Is_done_with_one_that_Marten_wrote()
    {
        await using var evidence = await Evidence.MakeAsync(isSealed: false);
        await ClashAsync(evidence.Database);
        await evidence.AppendAsync("one", Evidence.A, 1);
        (await evidence.Database.TextsAsync("select timestamp::text from mt_events where type = 'tombstone'")).ShouldBe(["-infinity"]);
        (await ReadAsync(evidence.Database)).Timestamp.ShouldBe(Instant.MinValue);
        await CheckAsync(evidence, isSealed: 0);

        await evidence.SealAsync();

        await CheckAsync(evidence, isSealed: 31);
        (await evidence.Database.TextsAsync("select count(*) from es_leaf l join mt_events e using (seq_id) where type = 'tombstone'")).ShouldBe(["0"]);
    }

    static async Task CheckAsync(Evidence evidence, long isSealed)
    {
        (await evidence.FoundAsync()).ShouldBeEmpty();
        var report = await evidence.VerifyAsync();
        (report.Events, report.Sealed).ShouldBe((31, isSealed));
    }

    /// <summary>Two appends that store a document under one key: the second is undone.</summary>
    static async Task ClashAsync(LogDatabase database)
    {
        await using var source = TenantSources.Create(database.ApplicationConnectionString, "one");
        await using var store = DocumentStore.For(options => ReviewsStore.Configure(options, source));
        await AppendAsync();
        await Should.ThrowAsync<JasperFx.DocumentAlreadyExistsException>(AppendAsync);

        async Task AppendAsync()
        {
            await using var session = store.LightweightSession("one");
            session.Events.StartStream(Guid.CreateVersion7(), new PartnershipEvent.YearlyReportPublished(new(2025, 4, 1), new(2026, 3, 31), new ShortText("On the website")));
            session.Insert(new CommandRecord("key", "digest", Evidence.A, 1, 1, Tickets.Morning));
            await session.SaveChangesAsync(Ct);
        }
    }

    static async Task<StoredEvent> ReadAsync(LogDatabase database)
    {
        await using var command = database.Log.CreateCommand($"{EventRow.Select} where e.type = 'tombstone'");
        await using var reader = await command.ExecuteReaderAsync(Ct);
        (await reader.ReadAsync(Ct)).ShouldBeTrue();
        return EventRow.Read(reader);
    }
}
