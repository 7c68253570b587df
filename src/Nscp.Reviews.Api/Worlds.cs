using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.Domain.Plans;

namespace Nscp.Reviews.Api;

/// <summary>
/// What decisions rest on besides the case. Which revision of the calendar is in force is asked of the database each time, since any
/// host may accept one; the lists themselves never change and are kept.
/// </summary>
sealed class Worlds(ClockPolicies policies, RapidReviewTimetables timetables, Sessions sessions)
{
    volatile Kept _kept = new([CalendarRevision.First]);

    internal OrganisationRegister Organisations { get; } = OrganisationRegister.Shipped;

    /// <summary>The world in which a stream was read: the revision in force was read with it.</summary>
    internal async ValueTask<World> OfAsync(OrganisationCode partnership, int calendarInForce, CancellationToken ct) =>
        Of(partnership, await CalendarsAsync(calendarInForce, ct));

    /// <summary>The world of a tenant as it is now; of none, for what belongs to no partnership, that of a partnership without policies of its own.</summary>
    internal async Task<World> OfAsync(string tenant, CancellationToken ct) =>
        Of(OrganisationCode.TryParse(tenant, out var partnership) ? partnership : OrganisationCode.Parse("NONE"), await CalendarsAsync(ct));

    World Of(OrganisationCode partnership, Calendars calendars) => new(Organisations, calendars, policies, partnership) { Timetables = timetables };

    /// <summary>Every accepted revision, the one in force last: one round trip.</summary>
    internal async Task<IReadOnlyList<CalendarRevision>> RevisionsAsync(CancellationToken ct) => await RevisionsAsync(await InForceAsync(ct), ct);

    /// <summary>The same as it was when this one was in force.</summary>
    internal async Task<IReadOnlyList<CalendarRevision>> RevisionsAsync(int inForce, CancellationToken ct) => [.. (await KeptAsync(inForce, ct)).Revisions.Take(inForce)];

    /// <summary>As it is now: one round trip.</summary>
    internal async Task<Calendars> CalendarsAsync(CancellationToken ct) => await CalendarsAsync(await InForceAsync(ct), ct);

    async ValueTask<Calendars> CalendarsAsync(int inForce, CancellationToken ct)
    {
        var calendars = (await KeptAsync(inForce, ct)).Calendars;
        return calendars.InForce.Revision == inForce ? calendars : calendars.WithInForce(inForce);
    }

    Task<int> InForceAsync(CancellationToken ct) => sessions.AskAsync(CalendarStream.Tenant, session => CalendarRevisions.InForceAsync(session, ct), ct);

    /// <summary>With this revision and those before it. Two that ask for a new one at once both read it.</summary>
    async ValueTask<Kept> KeptAsync(int revision, CancellationToken ct)
    {
        var kept = _kept;
        if (kept.Revisions.Count < revision) _kept = kept = new(await sessions.AskAsync(CalendarStream.Tenant, session => CalendarRevisions.ReadAsync(session, ct), ct));
        return kept;
    }

    sealed class Kept(IReadOnlyList<CalendarRevision> revisions)
    {
        internal IReadOnlyList<CalendarRevision> Revisions => revisions;

        internal Calendars Calendars { get; } = CalendarRevisions.Calendars(revisions);
    }
}
