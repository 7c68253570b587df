using Wolverine.Persistence.Durability;
using Wolverine.Persistence.Durability.DeadLetterManagement;

namespace Nscp.Reviews.Api.Followers;

/// <summary>Where an operator looks after messages that could not be handled: lists them, has them tried again, gives one up. Messages carry ids, never text.</summary>
static class MessagesCommand
{
    const string Usage = "Usage: messages [list | retry <id>|all | drop <id>]";

    const int MostShown = 100;

    // A letter that is to be tried again stays in its place until a running host takes it up.
    internal static async Task<int> RunAsync(IServiceProvider host, IReadOnlyList<string> words, TextWriter told, CancellationToken ct)
    {
        if (Understood(words) is not { } order)
        {
            await told.WriteLineAsync(Usage);
            return 2;
        }
        var messages = host.GetService<IMessageStore>() ?? throw new InvalidOperationException("This needs the log reader's connection: set ConnectionStrings__ReviewsLog beside ConnectionStrings__Reviews.");
        return await order(messages, told, ct);
    }

    static Func<IMessageStore, TextWriter, CancellationToken, Task<int>>? Understood(IReadOnlyList<string> words) => words switch
    {
        [] or ["list"] => ListAsync,
        ["retry", "all"] => RetryAllAsync,
        ["retry", var text] when Guid.TryParse(text, out var id) => (messages, told, ct) => RetryAsync(messages, id, told, ct),
        ["drop", var text] when Guid.TryParse(text, out var id) => (messages, told, ct) => DropAsync(messages, id, told, ct),
        _ => null,
    };

    static async Task<int> ListAsync(IMessageStore messages, TextWriter told, CancellationToken ct)
    {
        var counts = await messages.Admin.FetchCountsAsync();
        var dead = await messages.DeadLetters.QueryAsync(new DeadLetterEnvelopeQuery { PageSize = MostShown }, ct);
        await told.WriteLineAsync($"To be handled: {counts.Incoming}. Could not be handled: {dead.TotalCount}.");
        foreach (var letter in dead.Envelopes)
        {
            await told.WriteLineAsync($"\n{letter.Id}  {letter.MessageType.Split('.')[^1]}, of {Instant.FromDateTimeOffset(letter.SentAt)}{(letter.Replayable ? ", is to be tried again" : "")}");
            // Marten's begins with the statements; the database's own word stands last.
            await told.WriteLineAsync($"  {letter.ExceptionType}: {letter.ExceptionMessage.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault()}");
        }
        if (dead.TotalCount > MostShown) await told.WriteLineAsync($"\n... and {dead.TotalCount - MostShown} more.");
        return 0;
    }

    static async Task<int> RetryAllAsync(IMessageStore messages, TextWriter told, CancellationToken ct)
    {
        var dead = await messages.DeadLetters.QueryAsync(new DeadLetterEnvelopeQuery { PageSize = 1 }, ct);
        await messages.DeadLetters.ReplayAsync(new DeadLetterEnvelopeQuery(), ct);
        await told.WriteLineAsync($"A running host tries them again within seconds: {dead.TotalCount}.");
        return 0;
    }

    static async Task<int> RetryAsync(IMessageStore messages, Guid id, TextWriter told, CancellationToken ct)
    {
        if (!await IsThereAsync(messages, id)) return await NoSuchAsync(id, told);
        await messages.DeadLetters.ReplayAsync(Only(id), ct);
        await told.WriteLineAsync("A running host tries it again within seconds.");
        return 0;
    }

    static async Task<int> DropAsync(IMessageStore messages, Guid id, TextWriter told, CancellationToken ct)
    {
        if (!await IsThereAsync(messages, id)) return await NoSuchAsync(id, told);
        await messages.DeadLetters.DiscardAsync(Only(id), ct);
        await told.WriteLineAsync("It is given up, and will not be handled.");
        return 0;
    }

    // Never with no id at all: an empty list is no filter, and would discard every letter.
    static DeadLetterEnvelopeQuery Only(Guid id) => new([id]);

    static async Task<bool> IsThereAsync(IMessageStore messages, Guid id) => await messages.DeadLetters.DeadLetterEnvelopeByIdAsync(id) is not null;

    static async Task<int> NoSuchAsync(Guid id, TextWriter told)
    {
        await told.WriteLineAsync($"There is no message {id} that could not be handled. './build.sh messages' lists them.");
        return 1;
    }
}
