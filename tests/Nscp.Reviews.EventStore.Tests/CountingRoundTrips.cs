namespace Nscp.Reviews.EventStore.Tests;

/// <summary>One read and one write round trip, whatever the number of events and rows; each is one transaction.</summary>
public class CountingRoundTrips(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    [Fact]
    public async Task Takes_one_to_read_and_one_to_append()
    {
        await using var proxy = new CountingProxy(database.ApplicationConnectionString);
        await using var store = new Store(proxy.ConnectionString);
        await store.ReadAsync("trips", new StreamAddress.ById(Guid.CreateVersion7()), null, StoreDatabase.Ct);
        proxy.Take();

        // From the first use, when nothing is prepared, to the fourth, when everything is.
        for (var i = 0; i < 4; i++)
        {
            var stream = Guid.CreateVersion7();
            NewEvent[] opened = [Tickets.Opened($"{i}"), Tickets.Noted("a"), Tickets.Noted("b")];
            var command = Tickets.Command(stream, 1, 3, key: $"k-{i}");

            (await store.AppendAsync(Tickets.Appending("trips", stream, [], opened, command), StoreDatabase.Ct)).ShouldHaveAppended(1, 3);
            proxy.Take().ShouldBe(1, $"opening {i}");

            await store.AppendAsync(Tickets.Appending("trips", stream, opened, [Tickets.StruckOut("a"), Tickets.Renumbered($"{i}x")]), StoreDatabase.Ct);
            proxy.Take().ShouldBe(1, $"changing {i}");

            (await store.ReadAsync("trips", new StreamAddress.ByLookup(Tickets.ByNumber, $"{i}x"), command.Key, StoreDatabase.Ct)).Events.Count.ShouldBe(5);
            proxy.Take().ShouldBe(1, $"reading {i}");

            (await store.AppendAsync(Tickets.Appending("trips", stream, [], opened), StoreDatabase.Ct)).ShouldBe(new AppendOutcome.Conflict());
            proxy.Take().ShouldBe(1, $"conflict {i}");

            (await store.AppendAsync(Tickets.Appending("trips", stream, [], opened, command), StoreDatabase.Ct)).ShouldBeOfType<AppendOutcome.AlreadyRecorded>();
            proxy.Take().ShouldBe(2, $"repeat {i}: the second one reads what was recorded");
        }
    }

    [Fact]
    public async Task Counts_the_two_of_a_store_that_reads_before_it_writes()
    {
        await using var proxy = new CountingProxy(database.ApplicationConnectionString);
        await using var source = StoreDataSource.Create(proxy.ConnectionString);
        await (await source.OpenConnectionAsync(StoreDatabase.Ct)).DisposeAsync();
        proxy.Take();
        await new NaiveStores(source).CompareThenWriteAsync(Tickets.Open("naive", Guid.CreateVersion7(), "1"), StoreDatabase.Ct);
        proxy.Take().ShouldBeGreaterThan(1);
    }
}
