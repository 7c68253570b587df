using Marten;

namespace Nscp.Reviews.Projections;

/// <summary>How Marten keeps the documents: their tables, the columns beside the JSON, and the indexes by which lists are read.</summary>
public static class DocumentMapping
{
    /// <summary>The documents of streams, all of which belong to one partnership each but the calendar's.</summary>
    public static IReadOnlyList<Type> All { get; } =
        [typeof(CaseDocument), typeof(ReferenceDocument), typeof(WordsDocument), typeof(ClockDocument), typeof(RecommendationDocument), typeof(CalendarDocument)];

    public static void MapDocuments(this StoreOptions options)
    {
        options.UseDatesAndWords();
        options.Policies.AllDocumentsAreMultiTenanted();
        options.Schema.For<CaseDocument>().DocumentAlias("case");
        options.Schema.For<ReferenceDocument>().DocumentAlias("reference");
        // Its index is made by our own script: Marten has no word for an expression of it.
        options.Schema.For<WordsDocument>().DocumentAlias("words").IgnoreIndex("words_searched");
        options.Schema.For<ClockDocument>().DocumentAlias("clock");
        options.Schema.For<RecommendationDocument>().DocumentAlias("recommendation");
        options.Schema.For<CalendarDocument>().DocumentAlias("calendar").SingleTenanted();
        options.Columns<CaseDocument>([nameof(CaseDocument.Place)], ("place", null));
        options.Columns<ReferenceDocument>([nameof(ReferenceDocument.CaseId)], ("case_id", null));
        options.Columns<ClockDocument>(
            [
                nameof(ClockDocument.CaseId), nameof(ClockDocument.Place), nameof(ClockDocument.IsOpen), nameof(ClockDocument.RunsOut), nameof(ClockDocument.CountsBack),
                nameof(ClockDocument.StartsOn), nameof(ClockDocument.DueOn), nameof(ClockDocument.MetOn), nameof(ClockDocument.CancelledOn), nameof(ClockDocument.MissedOn),
                nameof(ClockDocument.ReachesFrom), nameof(ClockDocument.ReachesTo),
            ],
            ("case_id", null), ("place", "is_open"), ("due_on", null));
        options.Columns<RecommendationDocument>([nameof(RecommendationDocument.CaseId), nameof(RecommendationDocument.Place)], ("case_id", null), ("place", null));
        options.Columns<CalendarDocument>([nameof(CalendarDocument.Revision)]);
    }

    /// <summary>Not Marten's <c>Duplicate</c>, which makes an index of each column alone: under row security an index must begin with the tenant.</summary>
    static void Columns<T>(this StoreOptions options, string[] members, params (string Column, string? Where)[] indexes) => options.Policies.ForAllDocuments(mapping =>
    {
        if (mapping.DocumentType != typeof(T)) return;
        foreach (var member in members) mapping.DuplicateField(member);
        foreach (var (column, where) in indexes) mapping.AddIndex("tenant_id", column).Predicate = where;
    });
}
