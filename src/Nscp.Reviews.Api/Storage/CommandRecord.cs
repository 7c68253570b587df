using System.Security.Cryptography;
using System.Text;
using Marten;

namespace Nscp.Reviews.Api.Storage;

/// <summary>A client's key, which counts within its partnership, caller and route.</summary>
/// <param name="Route">Method and route.</param>
public sealed record CommandKey(string Caller, string Route, string Key)
{
    internal string Id => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Caller}\0{Route}\0{Key}")));
}

/// <summary>What a command recorded under its key: never its body, never its answer. Kept for a time, so that a repeat is answered again instead of being done again.</summary>
/// <param name="Id">As <see cref="CommandKey.Id"/> gives it. Inserted: a second one clashes.</param>
/// <param name="Digest">Of the request as received; a repeat has the same.</param>
/// <param name="FromVersion">The first version recorded.</param>
/// <param name="ToVersion">The last version recorded; one less than <paramref name="FromVersion"/> when nothing was.</param>
public sealed record CommandRecord(string Id, string Digest, Guid StreamId, long FromVersion, long ToVersion, Instant RecordedAt)
{
    internal static void Map(StoreOptions options)
    {
        options.Schema.For<CommandRecord>().DocumentAlias("command");
        options.Policies.ForAllDocuments(mapping =>
        {
            if (mapping.DocumentType != typeof(CommandRecord)) return;
            mapping.DuplicateField(nameof(RecordedAt));
            mapping.AddIndex("recorded_at");
        });
    }

    /// <summary>Deletes what was recorded before the instant (exclusive), of every partnership.</summary>
    internal static async Task ForgetBeforeAsync(ILogStore log, Instant instant, CancellationToken ct)
    {
        await using var session = log.LightweightSession();
        session.DeleteWhere<CommandRecord>(one => one.AnyTenant() && one.RecordedAt < instant);
        await session.SaveChangesAsync(ct);
    }
}
