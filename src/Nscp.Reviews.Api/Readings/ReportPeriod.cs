namespace Nscp.Reviews.Api.Readings;

/// <summary>The period of a report: a year from April to March, or the days from one to another.</summary>
static class ReportPeriod
{
    static readonly string[] Days = ["from", "to"];

    internal static Asked[] Parameters { get; } =
    [
        new("year", typeof(string), "A year from April to March, such as 2019-20. Either this, or from and to."),
        new("from", typeof(LocalDate), "The first day of the period, inclusive."), new("to", typeof(LocalDate), "The last day of the period, inclusive."),
    ];

    /// <summary>Null when what is wrong has been noted.</summary>
    internal static KeyFactsPeriod? Read(Query query)
    {
        var (from, to) = (query.Value<LocalDate>("from"), query.Value<LocalDate>("to"));
        if (query.Has("year"))
        {
            foreach (var day in Days.Where(query.Has)) query.Wrong<string>(day, "cannot be given beside year");
            return query.Text("year") is { } year ? KeyFactsPeriod.OfYear(year) ?? query.Wrong<KeyFactsPeriod>("year", "must be a year from April to March, such as 2019-20") : null;
        }
        if (!Days.Any(query.Has)) return query.Wrong<KeyFactsPeriod>("year", "is missing: give it, or from and to");
        foreach (var day in Days.Where(day => !query.Has(day))) query.Wrong<string>(day, "is missing: a period has both its days");
        if (from > to) query.Wrong<string>("from", "must not be after to");
        return from is { } first && to is { } last ? new KeyFactsPeriod(first, last) : null;
    }
}
