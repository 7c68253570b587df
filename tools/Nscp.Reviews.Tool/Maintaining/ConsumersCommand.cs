using System.Globalization;
using Npgsql;
using Nscp.Reviews.EventStore;
using Nscp.Reviews.Tool.Running;

namespace Nscp.Reviews.Tool.Maintaining;

/// <summary>Lists the consumers of the log, and holds, resumes or rewinds one.</summary>
static class ConsumersCommand
{
    const string Usage = "Usage: consumers [pause <name> | resume <name> | rewind <name> <position>]";

    public static async Task<int> RunAsync(Workplace place, IReadOnlyList<string> arguments, TextWriter told, CancellationToken cancellation)
    {
        var order = Order(arguments);
        await using var database = await Database.OpenAsync(place, new Lines(), cancellation);
        await using var log = NpgsqlDataSource.Create(database.Log());
        if (order is not null)
            Check(await order(log, cancellation), arguments[1]);
        var all = await ConsumerOffice.ListAsync(log, cancellation);
        foreach (var line in all.Select(Line).DefaultIfEmpty("No consumer has run yet."))
            await told.WriteLineAsync(line);
        return 0;
    }

    static Func<NpgsqlDataSource, CancellationToken, Task<OrderOutcome>>? Order(IReadOnlyList<string> arguments) => arguments switch
    {
        [] => null,
        ["pause", var name] => (log, ct) => ConsumerOffice.PauseAsync(log, name, ct),
        ["resume", var name] => (log, ct) => ConsumerOffice.ResumeAsync(log, name, ct),
        ["rewind", var name, var text] when long.TryParse(text, CultureInfo.InvariantCulture, out var position) => (log, ct) => ConsumerOffice.RewindAsync(log, name, position, ct),
        _ => throw new UsageException(Usage),
    };

    static void Check(OrderOutcome outcome, string name)
    {
        switch (outcome)
        {
            case OrderOutcome.Done: break;
            case OrderOutcome.NoSuchConsumer: throw new ToolException($"No consumer named {name} has ever run.");
            case OrderOutcome.WrongPosition: throw new ToolException($"A consumer goes back to a position from 0 to its own, never ahead: no event is skipped.");
        }
    }

    static string Line(ConsumerStatus status)
    {
        var stopped = status.StoppedAt is { } at ? $", stopped at {at} (event {status.StoppedEvent})" : "";
        var fault = status.Fault is { } kind ? $", failed {status.Failures} times: {kind}" : "";
        return $"{status.Name}: {status.State.ToString().ToLowerInvariant()}, position {status.Position}, {status.Behind} behind{stopped}{fault}";
    }
}
