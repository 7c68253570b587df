using Npgsql;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>Promise 3, at every moment: a writer that dies between any two messages of its append leaves nothing, or all of it.</summary>
public class CuttingAnAppendOff(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    [Fact]
    public async Task Leaves_nothing_or_all_of_it_wherever_it_is_cut() => await CheckAsync(connection =>
    {
        var store = new Store(connection);
        return (store.AppendAsync, store);
    });

    [Fact]
    public async Task Catches_a_store_without_a_transaction() =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckAsync(connection =>
        {
            var source = StoreDataSource.Create(connection);
            return (new NaiveStores(source).WithoutTransactionAsync, source);
        }));

    async Task CheckAsync(Func<string, (Appender Append, IAsyncDisposable Owner)> open)
    {
        var (messages, whole) = (0, 0);
        for (; await CutAsync(messages, open) is { } stored; messages++)
            whole += stored ? 1 : 0;

        messages.ShouldBeGreaterThan(10, "every statement sends several messages");
        whole.ShouldBe(1, "only the last message commits");
    }

    /// <returns>Whether it was stored; null when so many messages are more than the append has, so that nothing was cut.</returns>
    async Task<bool?> CutAsync(int messages, Func<string, (Appender Append, IAsyncDisposable Owner)> open)
    {
        var (tenant, stream) = ($"cut-{Guid.NewGuid():n}", Guid.CreateVersion7());
        var request = Tickets.Appending(tenant, stream, [], [Tickets.Opened("1"), Tickets.Noted("a"), Tickets.Noted("b")], Tickets.Command(stream, 1, 3));
        await using var proxy = new CountingProxy(new NpgsqlConnectionStringBuilder(database.ApplicationConnectionString) { ApplicationName = tenant }.ConnectionString);
        var (append, owner) = open(proxy.ConnectionString);
        await using var closing = owner;
        // Opens the connection.
        await append(Tickets.Open($"{tenant}-before", Guid.CreateVersion7(), "1"), StoreDatabase.Ct);
        proxy.CutAfter(messages);
        try
        {
            await append(request, StoreDatabase.Ct);
            return null;
        }
        catch (NpgsqlException)
        {
            await WaitForBackendAsync(tenant);
        }

        var stored = await database.EverythingAsync(tenant);
        // What a client does that knows no better: the same again.
        var again = await database.Store.AppendAsync(request, StoreDatabase.Ct);
        if (stored.Count == 0)
            again.ShouldHaveAppended(1, 3);
        else
            again.ShouldBeOfType<AppendOutcome.AlreadyRecorded>($"after {messages} messages half of it is stored:\n{string.Join('\n', stored)}");
        (await database.EverythingAsync(tenant)).Count.ShouldBe(1 + 3 + 1 + 1 + 2, "stream, events, command, ticket, notes");
        return stored.Count > 0;
    }

    // It commits what it has read, whoever listens. On a busy machine it may not even have begun to read: so wait until it has come to the end, and has gone.
    Task WaitForBackendAsync(string application) => Waits.UntilAsync(
        async () => await database.TextsAsync($"select 1 from pg_stat_activity where application_name = '{application}'") is [], "the backend of the connection that was cut has gone");
}
