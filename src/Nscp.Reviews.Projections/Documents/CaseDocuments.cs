using NodaTime.Text;

namespace Nscp.Reviews.Projections;

/// <summary>A case in the register: <c>GET /cases</c>. No protected text.</summary>
/// <param name="Id">The case's stream.</param>
/// <param name="Place">In the register: opened on, then reference.</param>
public sealed record CaseDocument(Guid Id, string Place, RegisteredCase Listed);

/// <summary>One reference by which a case is found: its own, and its CSPR's.</summary>
/// <param name="Id">As <see cref="CaseReference.Value"/> gives it. Inserted and never taken over: two cases with one reference clash.</param>
public sealed record ReferenceDocument(string Id, Guid CaseId);

/// <summary>The words by which a case is found. A document of its own, so that an append that changes none of them indexes nothing.</summary>
/// <param name="Id">The case's stream.</param>
public sealed record WordsDocument(Guid Id, string Words);

/// <summary>What is due when? A clock's facts and due date, never a state: that depends on the day of asking.</summary>
/// <param name="Id">Stream and clock.</param>
/// <param name="Partnership">Whose it is, for who reads across partnerships.</param>
/// <param name="Place">In the list of deadlines: due date, force, reference.</param>
/// <param name="Reference">Null for a clock of the partnership itself.</param>
/// <param name="RunsOut">Whether it has started and has a period that can run out: no floor.</param>
/// <param name="IsOpen">Whether it does, and has not ended.</param>
/// <param name="EndedUnder">The revision of the bank holidays under which it ended; null while it has not.</param>
/// <param name="ReachesFrom">The first day whose bank holidays it may be counted by; null without a due date.</param>
/// <param name="ReachesTo">The last one.</param>
public sealed record ClockDocument(
    string Id, Guid CaseId, string Partnership, string Place, string? Reference, string ClockId, string Clock, string Policy, Force Force, string? BelongsTo, string OwedBy, string? Owner,
    bool IsTheirs, bool IsFloor, bool InWorkingDays, bool HasPeriod, bool CountsBack, bool RunsOut, bool IsOpen, LocalDate? StartsOn, LocalDate? DueOn, LocalDate? OtherReadingDue,
    LocalDate? MetOn, LocalDate? CancelledOn, string? Because, LocalDate? MissedOn, int? EndedUnder, LocalDate? ReachesFrom, LocalDate? ReachesTo)
{
    internal ClockDates Dates => new(StartsOn, DueOn, MetOn, CancelledOn, MissedOn, InWorkingDays, HasPeriod, IsFloor, CountsBack);
}

/// <summary>How far has a recommendation come? With its actions.</summary>
/// <param name="Id">Stream and recommendation.</param>
/// <param name="Place">In the list: reference, number, id.</param>
/// <param name="Owners">Who owns an action of it, or is asked while none is assigned: each code between two bars.</param>
public sealed record RecommendationDocument(
    string Id, Guid CaseId, string Place, string Reference, RecommendationProgress State, string Theme, RecommendationSource Source, string Owners, LocalDate? NextDueOn, RecommendationRead Read);

/// <summary>An accepted list of bank holidays. One calendar for all partnerships, so of no tenant.</summary>
public sealed record CalendarDocument(
    string Id, int Revision, Instant AcceptedAt, string AcceptedBy, string? Reason, string Source, LocalDate RetrievedOn, string Sha256, int FirstYear, int LastYear, ListOf<BankHoliday> BankHolidays);

/// <summary>Every document that readers ask of a stream, made from its whole history: the same when it is recorded and when it is made again.</summary>
public static class Documents
{
    // Another reading of the guidance may count from a day before the clock's own.
    const int DaysBefore = 60;

    /// <summary>None of a history that never opened a case, which only other software can have written.</summary>
    public static IReadOnlyList<object> OfCase(string tenant, Guid stream, CaseHistory history, World world)
    {
        if (history.State is not { Exists: true, Reference: { } reference } state) return [];
        return
        [
            .. new[] { reference, state.CsprReference }.OfType<CaseReference>().Distinct().Select(one => new ReferenceDocument(one.Value, stream)),
            new CaseDocument(stream, $"{Day(state.OpenedOn)} {reference}", RegisteredCase.Of(history, world)),
            new WordsDocument(stream, CaseWords.Of(history, world)),
            .. CaseClocks.Of(history, world).Select(clock => Of(tenant, stream, reference, clock)),
            .. RecommendationRead.Of(history).Select(one => Of(stream, reference, one)),
        ];
    }

    public static IReadOnlyList<object> OfPartnership(string tenant, IReadOnlyList<PartnershipEntry> history, World world)
    {
        var published = history.Where(entry => entry.Fact is PartnershipEvent.YearlyReportPublished).Select(entry => entry.Envelope.HappenedOn);
        return [.. YearlyReportClock.Of(published, world).Select(clock => Of(tenant, PartnershipStream.Id, null, clock))];
    }

    public static IReadOnlyList<object> OfCalendar(IReadOnlyList<CalendarEntry> history) => [.. history.Select(entry => entry switch
    {
        (var envelope, CalendarEvent.RevisionAccepted e) => new CalendarDocument(
            $"{e.Revision}", e.Revision, envelope.RecordedAt, envelope.Recorder.Name, envelope.Reason?.Value, e.Source.Value, e.RetrievedOn, e.Sha256.ToString(), e.FirstYear, e.LastYear, e.BankHolidays),
        _ => throw new System.Diagnostics.UnreachableException($"The calendar's documents do not know {entry.Fact.GetType().Name}."),
    })];

    /// <summary>The same of a stream as it is stored, of whatever kind; none of a kind that is not ours.</summary>
    /// <exception cref="UnreadableEventException">An event is not one of this project.</exception>
    public static IReadOnlyList<object> Of(StreamHistory stream, World world) => stream switch
    {
        { StreamType: PartnershipStream.Type } => OfPartnership(stream.Tenant, PartnershipStream.History(stream.Events), world),
        { StreamType: CalendarStream.Type } => OfCalendar(CalendarStream.History(stream.Events)),
        _ when CaseStream.Is(stream) => OfCase(stream.Tenant, stream.StreamId, CaseStream.History(stream.Events), world),
        _ => [],
    };

    static ClockDocument Of(string tenant, Guid stream, CaseReference? reference, CaseClock clock)
    {
        var (definition, dates) = (clock.Definition, clock.Dates);
        var ended = dates is not { MetOn: null, CancelledOn: null, MissedOn: null };
        var runsOut = dates is { StartsOn: not null, HasPeriod: true, IsFloor: false };
        var rank = definition.Force switch { Force.Statute => 1, Force.Guidance => 2, Force.Local => 3, _ => 4 };
        var reach = dates is { StartsOn: { } start, DueOn: { } due } ? (From: LocalDate.Min(start, due).PlusDays(-DaysBefore), To: LocalDate.Max(start, due)) : ((LocalDate From, LocalDate To)?)null;
        return new(
            $"{stream}/{clock.Id}", stream, tenant, $"{Day(dates.DueOn)} {rank} {reference} {stream} {clock.Id}", reference?.Value, clock.Id, definition.ClockId, definition.PolicyId, definition.Force,
            clock.BelongsTo, definition.OwedBy, clock.Owner?.ToString(), clock.IsTheirs, dates.IsFloor, dates.InWorkingDays, dates.HasPeriod, dates.CountsBack,
            runsOut, runsOut && !ended, dates.StartsOn, dates.DueOn, clock.OtherReadingDue,
            dates.MetOn, dates.CancelledOn, clock.Because, dates.MissedOn, ended ? clock.Calendar.Revision : null, reach?.From, reach?.To);
    }

    static RecommendationDocument Of(Guid stream, CaseReference reference, RecommendationRead one)
    {
        var owners = one.Actions.Count == 0 ? [one.AskedOf] : one.Actions.Select(action => action.Owner).Distinct().ToArray();
        return new(
            $"{stream}/{one.Id}", stream, $"{reference} {one.Number:0000000000} {one.Id}", reference.Value, one.State, one.Theme.Value, one.Source, $"|{string.Join('|', owners)}|", one.NextDueOn, one);
    }

    /// <summary>Places are compared as text, code unit by code unit; no day comes last.</summary>
    static string Day(LocalDate? day) => day is { } there ? LocalDatePattern.Iso.Format(there) : "9999-12-31";
}
