using Npgsql;

namespace Nscp.Reviews.Projections;

/// <summary>The read tables, how they come into a database, and how they are made again.</summary>
public static class ReviewsTables
{
    public static IReadOnlyList<ProjectionTable> All { get; } =
    [
        AuditTrail.Table, CaseClockRows.Table, CaseReferences.Table, CaseRegister.Table, RecommendationTables.Recommendations, RecommendationTables.Actions, YearlyReportRows.Table,
    ];

    /// <summary>To be applied after <see cref="Migration.OfTheStore"/>.</summary>
    public static IReadOnlyList<Migration> Migrations { get; } = Migration.FromResources("projections", typeof(ReviewsTables).Assembly);
}

public static class ReviewsRebuild
{
    /// <summary>Makes every read table again from the events, in one transaction: see <see cref="Rebuild.RunAsync"/>.</summary>
    /// <param name="worldOf">The world of a tenant.</param>
    /// <exception cref="UnreadableEventException">An event is not one of this project; nothing has changed then.</exception>
    public static Task<RebuildProgress> RunAsync(NpgsqlDataSource log, Func<string, World> worldOf, IProgress<RebuildProgress>? progress, CancellationToken ct) =>
        Rebuild.RunAsync(log, ReviewsTables.All, stream => Rows(stream, worldOf), progress, ct);

    /// <summary>Streams of other types hold nothing that these tables show.</summary>
    static IReadOnlyList<ProjectionRow> Rows(StreamHistory stream, Func<string, World> worldOf) => stream switch
    {
        { StreamType: PartnershipStream.Type } => PartnershipRows.Of(stream.Tenant, PartnershipStream.History(stream.Events), worldOf(stream.Tenant)),
        _ when IsCase(stream) => CaseRows.Of(stream.Tenant, stream.StreamId, CaseStream.History(stream.Events), worldOf(stream.Tenant)),
        _ => [],
    };

    // Other software may begin a stream without naming its type.
    internal static bool IsCase(StreamHistory stream) =>
        stream.StreamType == CaseStream.Type || (stream.StreamType == "" && EventCatalogue.Names.Contains(stream.Events[0].Type));
}
