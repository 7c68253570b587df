using System.Diagnostics.Metrics;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>Promise 12, of appends: what is counted is what happened. Alone, because all of a process is counted together.</summary>
[Collection(nameof(Alone))]
public class MeasuringAppends(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    const string Miscounted = "two were stored, one was too late, and one was broken";

    [Fact]
    public Task Counts_what_was_stored_and_what_somebody_was_faster_than() => CheckAsync(database.Store.AppendAsync);

    [Fact]
    public async Task Catches_a_store_that_counts_what_it_is_asked_for()
    {
        using var naive = new Counting();
        (await Assert.ThrowsAsync<ShouldAssertException>(() => CheckAsync((request, ct) =>
        {
            naive.Appends.Add(1);
            return new NaiveStores(database.Application).WithoutTransactionAsync(request, ct);
        }))).Message.ShouldContain(Miscounted);
    }

    [Fact]
    public async Task Catches_a_store_that_keeps_its_conflicts_to_itself()
    {
        using var naive = new Counting();
        (await Assert.ThrowsAsync<ShouldAssertException>(() => CheckAsync(async (request, ct) =>
        {
            var outcome = await new NaiveStores(database.Application).WithoutTransactionAsync(request, ct);
            if (outcome is AppendOutcome.Appended)
                naive.Appends.Add(1);
            return outcome;
        }))).Message.ShouldContain(Miscounted);
    }

    static async Task CheckAsync(Appender appender)
    {
        var (tenant, stream) = ($"measured-{Guid.NewGuid():n}", Guid.CreateVersion7());
        using var meters = new Meters();

        (await appender(Tickets.Open(tenant, Guid.CreateVersion7(), "1"), StoreDatabase.Ct)).ShouldHaveAppended(1, 1);
        (await appender(Tickets.Open(tenant, stream, "2"), StoreDatabase.Ct)).ShouldHaveAppended(1, 1);
        (await appender(Tickets.Open(tenant, stream, "3"), StoreDatabase.Ct)).ShouldBe(new AppendOutcome.Conflict());
        await Should.ThrowAsync<Npgsql.PostgresException>(() => appender(Tickets.Open(tenant, Guid.CreateVersion7(), "forbidden"), StoreDatabase.Ct));

        (meters.Sum("es.appends"), meters.Sum("es.conflicts"), meters.Count("es.append.duration")).ShouldBe((2, 1, 3), Miscounted);
    }

    /// <summary>A meter as the store's own.</summary>
    sealed class Counting : IDisposable
    {
        readonly Meter _meter = new(StoreMetrics.Name);

        internal Counting() => Appends = _meter.CreateCounter<long>("es.appends");

        internal Counter<long> Appends { get; }

        public void Dispose() => _meter.Dispose();
    }
}
