using Npgsql;
using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.Domain.Milestones;
using Nscp.Reviews.Domain.Organisations;
using Nscp.Reviews.Domain.Plans;
using Nscp.Reviews.EventStore;
using Nscp.Reviews.Projections;

namespace Nscp.Reviews.Api;

/// <summary>
/// What decisions rest on besides the case. Which revision of the calendar is in force is asked of the database each time, since any
/// host may accept one; the lists themselves never change and are kept.
/// </summary>
sealed class Worlds(ClockPolicies policies, RapidReviewTimetables timetables, NpgsqlDataSource source)
{
    volatile Kept _kept = new([CalendarRevision.First]);

    internal OrganisationRegister Organisations { get; } = OrganisationRegister.Shipped;

    /// <summary>The world in which a stream was read: the revision in force was read with it.</summary>
    internal async ValueTask<World> OfAsync(OrganisationCode partnership, StreamRead read, CancellationToken ct) =>
        Of(partnership, await CalendarsAsync((int)read.Standing!.Value, ct));

    World Of(OrganisationCode partnership, Calendars calendars) => new(Organisations, calendars, policies, partnership) { Timetables = timetables };

    /// <summary>Every accepted revision, the one in force last: one round trip.</summary>
    internal async Task<IReadOnlyList<CalendarRevision>> RevisionsAsync(CancellationToken ct)
    {
        var inForce = await CalendarRevisions.InForceAsync(source, ct);
        return [.. (await KeptAsync(inForce, ct)).Revisions.Take(inForce)];
    }

    /// <summary>As it is now: one round trip.</summary>
    internal async Task<Calendars> CalendarsAsync(CancellationToken ct) => await CalendarsAsync(await CalendarRevisions.InForceAsync(source, ct), ct);

    async ValueTask<Calendars> CalendarsAsync(int inForce, CancellationToken ct)
    {
        var calendars = (await KeptAsync(inForce, ct)).Calendars;
        return calendars.InForce.Revision == inForce ? calendars : calendars.WithInForce(inForce);
    }

    /// <summary>With this revision and those before it. Two that ask for a new one at once both read it.</summary>
    async ValueTask<Kept> KeptAsync(int revision, CancellationToken ct)
    {
        var kept = _kept;
        if (kept.Revisions.Count < revision) _kept = kept = new(await CalendarRevisions.ReadAsync(source, ct));
        return kept;
    }

    sealed class Kept(IReadOnlyList<CalendarRevision> revisions)
    {
        internal IReadOnlyList<CalendarRevision> Revisions => revisions;

        internal Calendars Calendars { get; } = CalendarRevisions.Calendars(revisions);
    }
}
