namespace Nscp.Reviews.Projections;

/// <summary>What is due when? Every clock with its dates; how it stands depends on the day of asking, and is read with <see cref="ClockReading"/>.</summary>
public static class CaseClockRows
{
    public static ProjectionTable Table { get; } = new(
        "case_clock",
        [
            Columns.Tenant, Columns.Stream, Columns.Text("id"), Columns.Text("reference"), Columns.Text("clock"), Columns.Text("policy"), Columns.Text("force"),
            Columns.Text("belongs_to"), Columns.Text("owed_by"), Columns.Text("owner"), Columns.Bool("is_theirs"), Columns.Bool("is_floor"),
            Columns.Bool("in_working_days"), Columns.Bool("has_period"), Columns.Bool("counts_back"), Columns.Date("starts_on"), Columns.Date("due_on"),
            Columns.Date("other_reading_due"), Columns.Date("met_on"), Columns.Date("cancelled_on"), Columns.Text("because"), Columns.Date("missed_on"), Columns.Int("calendar_revision"),
        ],
        keyLength: 3);

    internal static IEnumerable<ProjectionRow> Rows(string tenant, Guid stream, CaseReference? reference, IEnumerable<CaseClock> clocks) => clocks.Select(clock =>
    {
        var (definition, dates) = (clock.Definition, clock.Dates);
        return new ProjectionRow(
            Table, tenant, stream, clock.Id, reference?.Value, definition.ClockId, definition.PolicyId, Say.Word(definition.Force),
            clock.BelongsTo, definition.OwedBy, clock.Owner?.ToString(), clock.IsTheirs, dates.IsFloor,
            dates.InWorkingDays, dates.HasPeriod, dates.CountsBack, dates.StartsOn, dates.DueOn,
            clock.OtherReadingDue, dates.MetOn, dates.CancelledOn, clock.Because, dates.MissedOn, clock.Calendar.Revision);
    });
}
