using Marten;
using Marten.Linq.MatchesSql;

namespace Nscp.Reviews.Projections;

/// <summary>A case in the register.</summary>
/// <param name="Outcome">Of the decision that stands.</param>
public sealed record RegisteredCase(
    string Reference, string? CsprReference, CaseKind Kind, Stage Stage, LocalDate OpenedOn, string? District, WhatHappened? What, Outcome? Outcome,
    LocalDate? SinSentOn, LocalDate? ReportSentOn, LocalDate? PublishedOn, LocalDate? ClosedOn, ListOf<HoldKind> OpenHolds, ListOf<string> Irregularities,
    long Version, Instant LastRecordedAt)
{
    /// <summary>Of a case that was opened.</summary>
    internal static RegisteredCase Of(CaseHistory history, World world)
    {
        var state = history.State;
        return new(
            state.Reference!.Value.Value, state.CsprReference?.Value, state.Kind, Stages.Of(state), state.OpenedOn!.Value, state.Incident?.District?.ToString(),
            state.Incident?.What, state.StandingDecision?.Outcome, state.SinSentOn, state.ReportSent?.On, state.FirstPublishedOn, state.ClosedOn,
            ListOf.From(state.OpenHolds.Select(hold => hold.Kind).Distinct()),
            ListOf.From(Marks.Standing(history, world).Select(mark => mark.Code).Distinct().Order(StringComparer.Ordinal)),
            history.Version, history.AsRecorded[^1].Envelope.RecordedAt);
    }
}

/// <param name="Open">True for open cases only, false for closed ones only.</param>
/// <param name="Text">Only those found by it, as people write it to a search engine: words, "words in a row", or, -without.</param>
public sealed record RegisterFilter(CaseKind? Kind = null, Stage? Stage = null, District? District = null, Outcome? Outcome = null, bool? Open = null, string? Text = null);

public static class RegisterList
{
    const string List = "cases";

    /// <summary>The newest case first; null when its text asks for no word that can be looked for. One round trip, and a second where nothing is found.</summary>
    /// <param name="limit">1 or more.</param>
    /// <exception cref="FormatException">The cursor is not one of this list.</exception>
    public static async Task<Page<RegisteredCase>?> ReadAsync(IQuerySession session, RegisterFilter filter, int limit, string? after, CancellationToken ct)
    {
        var cases = session.Query<CaseDocument>().AsQueryable();
        if (filter.Kind is { } kind) cases = cases.Where(one => one.Listed.Kind == kind);
        if (filter.Stage is { } stage) cases = cases.Where(one => one.Listed.Stage == stage);
        if (filter.District?.ToString() is { } district) cases = cases.Where(one => one.Listed.District == district);
        if (filter.Outcome is { } outcome) cases = cases.Where(one => one.Listed.Outcome == outcome);
        if (filter.Open is { } open) cases = open ? cases.Where(one => one.Listed.ClosedOn == null) : cases.Where(one => one.Listed.ClosedOn != null);
        // The owner's function, which binds itself to the tenant: under row security full text compares every row.
        if (filter.Text is { } text) cases = cases.Where(one => one.MatchesSql("d.id in (select case_found(?))", text));
        if (after is not null && Cursor.Place(List, after) is var place) cases = cases.Where(one => one.Place.CompareTo(place) < 0);
        var found = await cases.OrderByDescending(one => one.Place).Take(limit + 1).ToListAsync(ct);
        if (found.Count == 0 && filter.Text is { } sought && !(await session.QueryAsync<bool>("select case_search_asks(?)", ct, sought))[0]) return null;
        return Pages.Of(found, limit, List, one => one.Place).Select(one => one.Listed);
    }
}
