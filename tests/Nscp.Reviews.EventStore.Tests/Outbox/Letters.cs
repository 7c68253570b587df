using System.Text.Json;
using NodaTime;
using Npgsql;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>Tickets that send letters.</summary>
static class Letters
{
    internal const string Kind = "letter";

    internal static OutboxMessage Letter(string text = "x", string kind = Kind) =>
        new(Guid.CreateVersion7(), kind, JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["text"] = text }));

    internal static Append Opening(string tenant, Guid stream, params OutboxMessage[] messages) =>
        Tickets.Open(tenant, stream, $"{stream}", Tickets.Command(stream, 1, 1, $"{stream}")) with { Messages = messages };

    internal static Append Noting(string tenant, Guid stream, ExpectedVersion expected, params OutboxMessage[] messages) =>
        new(tenant, stream, "ticket", expected, [Tickets.Noted("a")], null, []) { Messages = messages };

    /// <summary>A stream of one append with these letters, and nothing else in the outbox.</summary>
    internal static async Task<Guid> OnlyAsync(StoreDatabase database, params OutboxMessage[] messages)
    {
        await database.ExecuteAsync("delete from es_outbox");
        return await AlsoAsync(database, messages);
    }

    internal static async Task<Guid> AlsoAsync(StoreDatabase database, params OutboxMessage[] messages)
    {
        var stream = Guid.CreateVersion7();
        (await database.Store.AppendAsync(Opening("letters", stream, messages), StoreDatabase.Ct)).ShouldHaveAppended(1, 1);
        return stream;
    }

    internal static OutboxWorker Worker(
        NpgsqlDataSource log, Func<OutboundMessage, CancellationToken, Task> deliver, IClock? clock = null, OutboxSettings? settings = null, LogSignal? signal = null, Action<OutboxNews>? tell = null) =>
        new(log, [new OutboxHandler(Kind, deliver)], clock ?? SystemClock.Instance, settings, signal, tell ?? (_ => { }));

    internal static Task UntilNoneIsPendingAsync(StoreDatabase database)
    {
        return Waits.UntilAsync(async () => await pendingAsync() == "0", pendingAsync, "no message is pending");

        async Task<string> pendingAsync() => (await database.TextsAsync("select count(*) from es_outbox where state = 'pending'"))[0];
    }
}

/// <summary>Stands still until a test moves it.</summary>
sealed class MovedClock : IClock
{
    internal Instant Now { get; set; } = Tickets.Morning;

    public Instant GetCurrentInstant() => Now;
}
