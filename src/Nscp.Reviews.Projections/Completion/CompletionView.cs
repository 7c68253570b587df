using Npgsql;
using static Nscp.Reviews.Projections.ReadSql;

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
    const string Recommendations =
        "select {0}, state, made_on, completed_on, next_due_on from recommendation where tenant_id = $1 and ($2::varchar is null or source = $2)";

    // An action that its recommendation took with it is withdrawn.
    const string Actions =
        """
        select owner, case when not is_open and state in ('assigned', 'in-progress', 'claimed') then 'superseded' when state = 'assigned' then 'accepted' when state = 'verified' then 'completed' else state end,
            made_on, verified_on, case when is_open then due_on end
        from recommended_action where tenant_id = $1 and ($2::varchar is null or source = $2)
        """;

    /// <summary>Each group by its name.</summary>
    public static async Task<IReadOnlyList<CompletionLine>> ReadAsync(
        NpgsqlDataSource source, string tenant, WorkingDayCalendar calendar, LocalDate today, CompletionBy by, RecommendationSource? onlySource, CancellationToken ct)
    {
        var rows = await QueryAsync(source, tenant, Sql(by), [Word(onlySource)], row => Read(row, by), ct);
        return [.. rows.GroupBy(row => row.Group, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => Line(group.Key, [.. group], calendar, today))];
    }

    static string Sql(CompletionBy by) => by switch
    {
        CompletionBy.Agency => Actions,
        CompletionBy.Theme => Recommendations.Replace("{0}", "theme", StringComparison.Ordinal),
        CompletionBy.Case => Recommendations.Replace("{0}", "reference", StringComparison.Ordinal),
        CompletionBy.Year => Recommendations.Replace("{0}", "''", StringComparison.Ordinal),
        CompletionBy.Source => Recommendations.Replace("{0}", "source", StringComparison.Ordinal),
    };

    sealed record Row(string Group, RecommendationProgress State, LocalDate MadeOn, LocalDate? CompletedOn, LocalDate? NextDueOn);

    static Row Read(NpgsqlDataReader row, CompletionBy by)
    {
        var made = row.Date(2);
        return new Row(by == CompletionBy.Year ? KeyFactsPeriod.YearOf(made) : row.GetString(0), row.Word<RecommendationProgress>(1), made, row.DateOrNull(3), row.DateOrNull(4));
    }

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
