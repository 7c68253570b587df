using Marten;

namespace Nscp.Reviews.Projections;

public enum CompletionBy { Agency, Theme, Case, Year, Source }

/// <summary>How far the recommendations of a group have come; by agency, how far its actions have.</summary>
/// <param name="Group">An agency's code, a theme, a case's reference, a source, or a year from April to March such as 2019-20.</param>
/// <param name="Made">All that were made; every one of them is in exactly one of the next seven.</param>
/// <param name="Completed">Verified complete.</param>
/// <param name="Withdrawn">Rejected or superseded; by agency, open when their recommendation was rejected, superseded or closed.</param>
/// <param name="Overdue">Those of them that are open and past a due date.</param>
/// <param name="MedianWorkingDays">From made (not counted) to completed (counted), of the completed ones; null when there is none that the calendar can count.</param>
public sealed record CompletionLine(
    string Group, int Made, int AwaitingAcceptance, int Accepted, int InProgress, int Claimed, int Completed, int ClosedWithoutCompletion, int Withdrawn, int Overdue, decimal? MedianWorkingDays);

public static class CompletionView
{
    /// <summary>Each group by its name.</summary>
    public static async Task<IReadOnlyList<CompletionLine>> ReadAsync(
        IQuerySession session, WorkingDayCalendar calendar, LocalDate today, CompletionBy by, RecommendationSource? source, CancellationToken ct)
    {
        var all = session.Query<RecommendationDocument>().AsQueryable();
        if (source is { } only) all = all.Where(one => one.Source == only);
        var rows = (await all.ToListAsync(ct)).SelectMany(one => Rows(one, by));
        return [.. rows.GroupBy(row => row.Group, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => Line(group.Key, [.. group], calendar, today))];
    }

    sealed record Row(string Group, RecommendationProgress State, LocalDate MadeOn, LocalDate? CompletedOn, LocalDate? NextDueOn);

    static IEnumerable<Row> Rows(RecommendationDocument one, CompletionBy by) => by switch
    {
        CompletionBy.Agency => one.Read.Actions.Select(action =>
            new Row($"{action.Owner}", Progress(action), one.Read.MadeOn, action.VerifiedOn, action.IsOpen ? action.DueOn : null)),
        CompletionBy.Theme => [Of(one.Theme, one.Read)],
        CompletionBy.Case => [Of(one.Reference, one.Read)],
        CompletionBy.Year => [Of(KeyFactsPeriod.YearOf(one.Read.MadeOn), one.Read)],
        CompletionBy.Source => [Of(Say.Word(one.Source), one.Read)],
    };

    static Row Of(string group, RecommendationRead r) => new(group, r.State, r.MadeOn, r.CompletedOn, r.NextDueOn);

    /// <summary>An action that its recommendation took with it is withdrawn.</summary>
    static RecommendationProgress Progress(ActionRead action) => action.State switch
    {
        ActionState.Assigned => action.IsOpen ? RecommendationProgress.Accepted : RecommendationProgress.Superseded,
        ActionState.InProgress => action.IsOpen ? RecommendationProgress.InProgress : RecommendationProgress.Superseded,
        ActionState.Claimed => action.IsOpen ? RecommendationProgress.Claimed : RecommendationProgress.Superseded,
        ActionState.Verified => RecommendationProgress.Completed,
        ActionState.ClosedWithoutCompletion => RecommendationProgress.ClosedWithoutCompletion,
    };

    static CompletionLine Line(string group, List<Row> rows, WorkingDayCalendar calendar, LocalDate today)
    {
        return new CompletionLine(
            group, rows.Count, In(RecommendationProgress.Made), In(RecommendationProgress.Accepted), In(RecommendationProgress.InProgress), In(RecommendationProgress.Claimed),
            In(RecommendationProgress.Completed), In(RecommendationProgress.ClosedWithoutCompletion), In(RecommendationProgress.Rejected) + In(RecommendationProgress.Superseded),
            rows.Count(row => row.NextDueOn < today),
            Median([.. rows.Where(row => row.State == RecommendationProgress.Completed && row.CompletedOn is not null).Select(row => calendar.WorkingDaysBetween(row.MadeOn, row.CompletedOn!.Value)).OfType<int>().Order()]));

        int In(RecommendationProgress state) => rows.Count(row => row.State == state);
    }

    static decimal? Median(List<int> sorted) => sorted.Count == 0 ? null : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2m;
}
