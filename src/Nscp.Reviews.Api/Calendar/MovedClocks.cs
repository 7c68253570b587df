using Npgsql;
using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.Domain.Organisations;
using Nscp.Reviews.EventStore;
using Nscp.Reviews.Projections;

namespace Nscp.Reviews.Api.Calendar;

/// <summary>A due date that a list would move. References and dates only, no narrative.</summary>
/// <param name="Id">The clock in its case.</param>
/// <param name="From">Null where the list in force gives none.</param>
/// <param name="To">Null where the new list would give none.</param>
public sealed record MovedClock(string Reference, string Id, LocalDate? From, LocalDate? To, string Why);

/// <summary>How many due dates of other partnerships a list would move: whose they are is not told.</summary>
public sealed record MovedElsewhere(int Cases, int Clocks);

/// <summary>Which due dates a proposed list would move, before it is accepted.</summary>
sealed class MovedClocks(Store store, NpgsqlDataSource application, Worlds worlds, HostClock clock, [FromKeyedServices(Database.LogReader)] NpgsqlDataSource? log = null)
{
    const int AtOnce = 200;

    internal async Task<IReadOnlyList<MovedClock>> OfAsync(OrganisationCode partnership, CalendarProposal proposal, Calendars inForce, CancellationToken ct)
    {
        if (ClocksInReach.Days(proposal.Difference) is not { } days) return [];
        var moved = new List<MovedClock>();
        foreach (var stream in await ClocksInReach.ReadAsync(application, partnership.ToString(), days, ct))
            moved.AddRange(await OfAsync(stream, proposal, inForce, ct));
        return [.. moved.OrderBy(one => one.Reference, StringComparer.Ordinal)];
    }

    /// <summary>Null in a host without the log reader's connection, which sees no other partnership.</summary>
    internal async Task<MovedElsewhere?> ElsewhereAsync(OrganisationCode partnership, CalendarProposal proposal, Calendars inForce, CancellationToken ct)
    {
        if (log is null) return null;
        if (ClocksInReach.Days(proposal.Difference) is not { } days) return new(0, 0);
        await using var connection = await log.OpenConnectionAsync(ct);
        var (cases, clocks, after) = (0, 0, (TenantStream?)null);
        while (await ClocksInReach.ReadAsync(connection, partnership.ToString(), days, after, AtOnce, ct) is { Count: > 0 } streams)
        {
            foreach (var stream in streams)
            {
                var moved = (await OfAsync(stream, proposal, inForce, ct)).Count;
                (cases, clocks) = (cases + (moved > 0 ? 1 : 0), clocks + moved);
            }
            after = streams[^1];
        }
        return new(cases, clocks);
    }

    async Task<IReadOnlyList<MovedClock>> OfAsync(TenantStream stream, CalendarProposal proposal, Calendars inForce, CancellationToken ct)
    {
        var (read, history) = await store.ReadCaseAsync(stream.Tenant, new StreamAddress.ById(stream.Stream), null, ct);
        if (!history.State.Exists) return [];
        var world = await worlds.OfAsync(OrganisationCode.Parse(stream.Tenant), read, ct) with { Calendars = inForce.With(new(proposal.List.Calendar, clock.Now)) };
        return [.. ClockMoves.Of(history, proposal.List.Revision, world).Select(move => new MovedClock(history.State.Reference!.Value.Value, move.Clock, move.From, move.To, move.Why.Value))];
    }
}
