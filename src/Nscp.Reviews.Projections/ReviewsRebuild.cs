using Npgsql;

namespace Nscp.Reviews.Projections;

/// <summary>The read tables, how they come into a database, and how they are made again.</summary>
public static class ReviewsTables
{
    public static IReadOnlyList<ProjectionTable> All { get; } =
    [
        AuditTrail.Table, CaseClockRows.Table, CalendarRevisions.Table, CaseReferences.Table, CaseRegister.Table, CaseText.Table, RecommendationTables.Recommendations,
        RecommendationTables.Actions, YearlyReportRows.Table,
    ];

    /// <summary>To be applied after <see cref="Migration.OfTheStore"/>.</summary>
    public static IReadOnlyList<Migration> Migrations { get; } = Migration.FromResources("projections", typeof(ReviewsTables).Assembly);
}

public static class ReviewsRebuild
{
    // Another build of any of these may fold otherwise: they hold the rules, the shipped data and the rows.
    static readonly string Version = string.Join(' ', ((Type[])[typeof(ReviewsRebuild), typeof(World), typeof(Rebuild)]).Select(type => type.Module.ModuleVersionId));

    /// <summary>Makes every read table again from the events, beside the live ones: see <see cref="Rebuild"/>.</summary>
    /// <param name="worldOf">The world of a tenant, by the calendars that were accepted.</param>
    /// <exception cref="UnreadableEventException">An event is not one of this project; nothing has changed then.</exception>
    public static Task<RebuildProgress> RunAsync(NpgsqlDataSource log, Func<string, Calendars, World> worldOf, IProgress<RebuildProgress>? progress, CancellationToken ct) =>
        RunAsync(log, worldOf, [], progress, ct);

    /// <param name="names">Of the tables; none stands for all.</param>
    /// <exception cref="ArgumentException">There is no such table; the message names those that there are.</exception>
    public static async Task<RebuildProgress> RunAsync(
        NpgsqlDataSource log, Func<string, Calendars, World> worldOf, IReadOnlyCollection<string> names, IProgress<RebuildProgress>? progress, CancellationToken ct)
    {
        var chosen = names.Count == 0 ? ReviewsTables.All : [.. names.Distinct().Select(Named)];
        while (true)
        {
            var calendars = CalendarRevisions.Calendars(await CalendarRevisions.ReadAsync(log, ct));
            var request = new RebuildRequest(chosen, stream => [.. Rows(stream, tenant => worldOf(tenant, calendars)).Where(row => chosen.Contains(row.Table))], $"{Version} {calendars.InForce.Revision}");
            var done = await Rebuild.RunAsync(log, request, progress, ct);
            // A list accepted meanwhile moves due dates that were folded before.
            if (await CalendarRevisions.InForceAsync(log, ct) == calendars.InForce.Revision) return done;
        }
    }

    static ProjectionTable Named(string name) => ReviewsTables.All.FirstOrDefault(table => table.Name == name)
        ?? throw new ArgumentException($"There is no read table '{name}'. There are: {string.Join(", ", ReviewsTables.All.Select(table => table.Name))}.");

    /// <summary>Streams of other types hold nothing that these tables show.</summary>
    static IReadOnlyList<ProjectionRow> Rows(StreamHistory stream, Func<string, World> worldOf) => stream switch
    {
        { StreamType: PartnershipStream.Type } => PartnershipRows.Of(stream.Tenant, PartnershipStream.History(stream.Events), worldOf(stream.Tenant)),
        { StreamType: CalendarStream.Type } => [.. CalendarRevisions.Rows(CalendarStream.History(stream.Events))],
        _ when IsCase(stream) => CaseRows.Of(stream.Tenant, stream.StreamId, CaseStream.History(stream.Events), worldOf(stream.Tenant)),
        _ => [],
    };

    // Other software may begin a stream without naming its type.
    internal static bool IsCase(StreamHistory stream) =>
        stream.StreamType == CaseStream.Type || (stream.StreamType == "" && EventCatalogue.Names.Contains(stream.Events[0].Type));
}
