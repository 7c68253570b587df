using NodaTime;
using Npgsql;
using Nscp.Reviews.EventStore;
using Nscp.Reviews.Tool.Running;

namespace Nscp.Reviews.Tool.Maintaining;

/// <summary>Where an operator looks after messages that could not be delivered. Never prints what a message says.</summary>
static class OutboxCommand
{
    const string Usage = "Usage: ./build.sh outbox | ./build.sh outbox retry <id>|all | ./build.sh outbox drop <id> --reason \"...\"";

    const int MostShown = 100;

    public static async Task<int> RunAsync(Workplace place, IClock clock, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var order = Understood(arguments, clock);
        await using var database = await Database.OpenAsync(place, new Lines(), cancellation);
        await using var log = NpgsqlDataSource.Create(database.Log());
        return await order(log, cancellation);
    }

    static Func<NpgsqlDataSource, CancellationToken, Task<int>> Understood(IReadOnlyList<string> arguments, IClock clock)
    {
        var options = Options.Read(arguments, Usage, "reason");
        return (options.Words, options["reason"]) switch
        {
            ([], null) => ShowAsync,
            (["retry", "all"], null) => RetryAllAsync,
            (["retry", var id], null) when Guid.TryParse(id, out var message) => (log, ct) => RetryAsync(log, message, ct),
            (["drop", var id], { } reason) when Guid.TryParse(id, out var message) && !string.IsNullOrWhiteSpace(reason) => (log, ct) => DropAsync(log, message, reason, clock.GetCurrentInstant(), ct),
            _ => throw new UsageException(Usage),
        };
    }

    static async Task<int> ShowAsync(NpgsqlDataSource log, CancellationToken ct)
    {
        var counts = await OutboxOffice.CountAsync(log, ct);
        var since = counts.OldestPending is { } oldest ? $", the oldest recorded at {oldest}" : "";
        Console.WriteLine($"To be delivered: {counts.Pending}{since}. Dead letters: {counts.Dead}.");
        foreach (var letter in await OutboxOffice.DeadLettersAsync(log, MostShown, ct))
        {
            Console.WriteLine(
                $"""

                 {letter.Id}  {letter.Kind}
                   of {letter.Tenant}, stream {letter.StreamId}, version {letter.Version}, recorded at {letter.RecordedAt}
                   dead since {letter.Since}, after {letter.Attempts} attempts: {letter.Fault}
                   waiting behind it in the same stream: {letter.Behind}
                 """);
        }
        if (counts.Dead > MostShown)
            Console.WriteLine($"\n... and {counts.Dead - MostShown} more.");
        return 0;
    }

    static async Task<int> RetryAllAsync(NpgsqlDataSource log, CancellationToken ct)
    {
        Console.WriteLine($"Tried again: {await OutboxOffice.RetryAllAsync(log, ct)}.");
        return 0;
    }

    static async Task<int> RetryAsync(NpgsqlDataSource log, Guid id, CancellationToken ct)
    {
        if (!await OutboxOffice.RetryAsync(log, id, ct)) throw NoSuch(id);
        Console.WriteLine("It is tried again.");
        return 0;
    }

    static async Task<int> DropAsync(NpgsqlDataSource log, Guid id, string reason, Instant at, CancellationToken ct)
    {
        if (!await OutboxOffice.DropAsync(log, id, reason, at, ct)) throw NoSuch(id);
        Console.WriteLine("It is given up, and will not be delivered. The messages behind it go on.");
        return 0;
    }

    static ToolException NoSuch(Guid id) => new($"There is no dead letter {id}. './build.sh outbox' lists them.");
}
