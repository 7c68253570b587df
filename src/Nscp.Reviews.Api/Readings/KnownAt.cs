using Nscp.Reviews.Domain.Cases;

namespace Nscp.Reviews.Api.Readings;

/// <summary>The moment as at which a reading is asked for, by when things were recorded and not by when they were known.</summary>
/// <param name="Instant">Inclusive; null for now, which leaves nothing out.</param>
/// <param name="Day">Its London day, at the end of which clocks are judged.</param>
sealed record KnownAt(Instant? Instant, LocalDate Day)
{
    internal const string Name = "knownAt";

    internal static Asked Parameter { get; } = new(
        Name, typeof(string), "As the record stood then: an instant with its offset, or a date, which means the end of that London day; today's date means now, and so does leaving it out.");

    internal CaseHistory Of(CaseHistory history) => Instant is { } then ? history.KnownAt(then) : history;

    internal StreamRead Of(StreamRead read) => Instant is { } then ? read.Until(then) : read;

    internal World Of(World world) => Instant is { } then ? world.KnownAt(then) : world;
}

static class AskingAsAt
{
    /// <summary>What <c>knownAt</c> says; now where it is not given, or is wrong, which the query then tells.</summary>
    internal static KnownAt KnownAt(this HttpContext http, Query query) => http.Moment(query, Readings.KnownAt.Name) ?? new(null, http.Today());

    /// <summary>A parameter that is an instant or a date, neither in the future; null where it is not given, or is wrong.</summary>
    internal static KnownAt? Moment(this HttpContext http, Query query, string name)
    {
        if (query.Text(name) is not { } text) return null;
        return text.Contains('T') ? OfInstant(query, name, http.RequestServices.GetRequiredService<HostClock>().Now) : OfDay(query, name, http.Today());
    }

    static KnownAt? OfInstant(Query query, string name, Instant now)
    {
        if (query.Value<Instant>(name) is not { } instant) return null;
        return instant > now ? query.Wrong<KnownAt>(name, "must not be in the future") : new(instant, London.DateOf(instant));
    }

    static KnownAt? OfDay(Query query, string name, LocalDate today)
    {
        if (query.Value<LocalDate>(name) is not { } day) return null;
        if (day > today) return query.Wrong<KnownAt>(name, "must not be in the future");
        return day == today ? new(null, day) : new(London.LastOf(day), day);
    }
}
