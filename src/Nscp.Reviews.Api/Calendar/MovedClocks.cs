using Nscp.Reviews.Domain.Clocks;

namespace Nscp.Reviews.Api.Calendar;

/// <summary>A due date that a list would move. References and dates only, no narrative.</summary>
/// <param name="Id">The clock in its case.</param>
/// <param name="From">Null where the list in force gives none.</param>
/// <param name="To">Null where the new list would give none.</param>
public sealed record MovedClock(string Reference, string Id, LocalDate? From, LocalDate? To, string Why);

/// <summary>How many due dates of other partnerships a list would move: whose they are is not told.</summary>
public sealed record MovedElsewhere(int Cases, int Clocks);

/// <summary>Which due dates a proposed list would move, before it is accepted.</summary>
sealed class MovedClocks(Sessions sessions, Worlds worlds, HostClock clock, ILogStore? log = null)
{
    const int AtOnce = 500;

    internal async Task<IReadOnlyList<MovedClock>> OfAsync(OrganisationCode partnership, CalendarProposal proposal, Calendars inForce, CancellationToken ct)
    {
        if (ClocksInReach.Days(proposal.Difference) is not { } days) return [];
        var moved = new List<MovedClock>();
        foreach (var one in await sessions.AskAsync(partnership.ToString(), session => ClocksInReach.ReadAsync(session, days, ct), ct))
            moved.AddRange(await OfAsync(one, proposal, inForce, ct));
        return [.. moved.OrderBy(one => one.Reference, StringComparer.Ordinal)];
    }

    /// <summary>Null in a host without the log role's connection, which sees no other partnership.</summary>
    internal async Task<MovedElsewhere?> ElsewhereAsync(OrganisationCode partnership, CalendarProposal proposal, Calendars inForce, CancellationToken ct)
    {
        if (log is null) return null;
        if (ClocksInReach.Days(proposal.Difference) is not { } days) return new(0, 0);
        await using var session = log.QuerySession();
        var (cases, clocks, seen, after) = (0, 0, new HashSet<TenantCase>(), (string?)null);
        do
        {
            (var part, after) = await ClocksInReach.ReadAsync(session, days, after, AtOnce, ct);
            foreach (var one in part.Where(one => one.Tenant != partnership.ToString() && seen.Add(one)))
            {
                var moved = (await OfAsync(one, proposal, inForce, ct)).Count;
                (cases, clocks) = (cases + (moved > 0 ? 1 : 0), clocks + moved);
            }
        }
        while (after is not null);
        return new(cases, clocks);
    }

    async Task<IReadOnlyList<MovedClock>> OfAsync(TenantCase one, CalendarProposal proposal, Calendars inForce, CancellationToken ct)
    {
        await using var session = await sessions.OpenAsync(one.Tenant, new StreamAddress.ById(one.Stream), null, ct);
        var history = CaseStream.History(session.Read.Events);
        if (!history.State.Exists) return [];
        var world = await worlds.OfAsync(OrganisationCode.Parse(one.Tenant), session.CalendarInForce, ct) with { Calendars = inForce.With(new(proposal.List.Calendar, clock.Now)) };
        return [.. ClockMoves.Of(history, proposal.List.Revision, world).Select(move => new MovedClock(history.State.Reference!.Value.Value, move.Clock, move.From, move.To, move.Why.Value))];
    }
}
