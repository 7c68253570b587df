using NodaTime;

namespace Nscp.Reviews.Evidence.Tests.Seals;

/// <summary>
/// A small log of known places, sealed and anchored, and what is found in it. By log number: A1 1, A2 2, B1 3, A3 4, B2 5, A4 6, B3 7, nothing at 8 and 9, C1 10,
/// B4 11, and streams of one event from 12 to 31.
/// </summary>
sealed class Evidence : IAsyncDisposable
{
    internal static readonly Guid A = new("0000000a-0000-7000-8000-000000000001"), B = new("0000000b-0000-7000-8000-000000000001"), C = new("0000000c-0000-7000-8000-000000000001");

    static readonly string[] Tables = ["mt_streams", "mt_events", "es_leaf", "es_subtree", "es_tree_head", "es_sealer"];

    Evidence(string folder) => Folder = folder;

    internal LogDatabase Database { get; } = new();

    internal string Folder { get; }

    internal AnchorFiles Anchors => new(Folder);

    internal SealingHost Sealer { get; private set; } = null!;

    internal static async Task<Evidence> MakeAsync(bool isSealed = true)
    {
        var made = new Evidence(Directory.CreateTempSubdirectory("anchors-").FullName);
        await made.Database.InitializeAsync();
        made.Sealer = new SealingHost(made.Database, made.Anchors, most: 7);
        await made.AppendAsync("one", A, 2);
        await made.AppendAsync("two", B, 1);
        await made.AppendAsync("one", A, 1);
        await made.AppendAsync("two", B, 1);
        await made.AppendAsync("one", A, 1);
        await made.AppendAsync("two", B, 1);
        await Log.BurnAsync(made.Database, 2);
        await made.AppendAsync("one", C, 1);
        await made.AppendAsync("two", B, 1);
        await Log.AppendAsync(made.Database, 20);
        if (isSealed)
            await made.SealAsync();
        return made;
    }

    internal async Task SealAsync()
    {
        await Sealer.SealAsync();
        await Anchors.WriteMissingAsync(Sealer.Log, LogDatabase.Ct);
    }

    internal Task BackUpAsync() => TamperAsync(string.Concat(Tables.Select(table => $"create table backup_{table} as table {table};")));

    internal Task RestoreAsync() => TamperAsync(string.Concat(Tables.Select(table => $"delete from {table}; insert into {table} select * from backup_{table};")));

    internal async Task AppendAsync(string tenant, Guid stream, int count)
    {
        var last = (int)(await Database.ReadAsync(tenant, stream)).Version;
        await Database.AppendAsync(tenant, stream, [.. Enumerable.Range(last + 1, count).Select(version => Tickets.Noted($"words of {version}"))]);
    }

    /// <summary>As a superuser who knows his way.</summary>
    internal Task TamperAsync(string sql) => Database.ExecuteAsync($"set session_replication_role = replica; {sql.Replace("{A}", $"{A}").Replace("{B}", $"{B}")}");

    internal Task<VerificationReport> VerifyAsync(params PublicKey[] trusted) => Verification(trusted).RunAsync(VerificationCause.OnDemand, null, LogDatabase.Ct);

    Verification Verification(PublicKey[] trusted, int mostStreams = 100) =>
        new(Database.Log, trusted is [] ? [Sealer.Key.Public] : trusted, Anchors, SystemClock.Instance) { MostStreams = mostStreams };

    /// <summary>Each as its kind, its log number and its place; the same by a verification that forgets every stream but the last two.</summary>
    internal async Task<IReadOnlyList<string>> FoundAsync(params PublicKey[] trusted)
    {
        var report = await VerifyAsync(trusted);
        report.Found.ShouldBe(report.Findings.Count);
        string.Concat(report.Findings).ShouldNotContain("words");
        var found = Named(report);
        Named(await Verification(trusted, mostStreams: 1).RunAsync(VerificationCause.OnDemand, null, LogDatabase.Ct)).ShouldBe(found, "by a verification that forgets");
        return found;
    }

    static List<string> Named(VerificationReport report) =>
        [.. report.Findings.OrderBy(one => one.Number ?? long.MaxValue).Select(one => string.Join(' ', new[] { one.Kind.Word(), $"{one.Number}", Place(one) }.Where(word => word.Length > 0)))];

    static string Place(Finding one) => one.StreamId is not { } stream ? "" : (stream == A ? "A" : stream == B ? "B" : stream == C ? "C" : "other ") + one.Version;

    public async ValueTask DisposeAsync()
    {
        Sealer.Dispose();
        await Database.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>One for many attacks: each is undone before the next.</summary>
public sealed class AttackedEvidence : IAsyncLifetime
{
    internal Evidence Evidence { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Evidence = await Evidence.MakeAsync();
        (await Evidence.FoundAsync()).ShouldBeEmpty();
        await Evidence.BackUpAsync();
    }

    internal async Task CheckAsync(Func<Evidence, Task> attack, params string[] found)
    {
        try
        {
            await attack(Evidence);
            (await Evidence.FoundAsync()).ShouldBe(found);
        }
        finally
        {
            await Evidence.RestoreAsync();
        }
    }

    public ValueTask DisposeAsync() => Evidence.DisposeAsync();
}
