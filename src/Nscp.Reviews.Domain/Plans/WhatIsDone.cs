using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Plans;

/// <summary>Which facts of a case show a step of its plan to be done, on which day, and else how far it has come.</summary>
sealed class WhatIsDone(CaseHistory history, World world)
{
    readonly Case state = history.State;

    public (LocalDate? On, string? SoFar) By(PlannedFact fact) => fact switch
    {
        PlannedFact.InformationRequested => (First(state.InformationRequests.Select(request => request.RequestedOn)), null),
        PlannedFact.AllReturnsIn => Returns(),
        PlannedFact.RapidReviewHeld => (First(state.Meetings.Select(meeting => meeting.On)), null),
        PlannedFact.ReportDrafted => (First(state.Reports.Select(report => report.On)), null),
        PlannedFact.ReportAgreed => Agreement(),
        PlannedFact.ReportSent => (state.ReportSent?.On, null),
    };

    /// <summary>What is asked after the report has gone to the Panel is asked for something else.</summary>
    (LocalDate?, string?) Returns()
    {
        var asked = state.InformationRequests.FindAll(request => !(request.RequestedOn > state.ReportSent?.On));
        var returned = asked.FindAll(request => request.ReturnedOn is not null);
        if (asked.IsEmpty) return (null, null);
        return returned.Count == asked.Count ? (returned.Max(request => request.ReturnedOn), null) : (null, $"{returned.Count} of {asked.Count} returns are in.");
    }

    /// <summary>Of the version that was sent, until then of the newest: a new version needs fresh agreement.</summary>
    (LocalDate?, string?) Agreement()
    {
        if ((state.ReportSent?.Version ?? state.Reports.LastOrDefault()?.Version) is not { } version) return (null, null);
        var agreements = history.Corrected.Where(entry => entry.Fact is RapidReviewReportAgreed agreed && agreed.ReportVersion == version).OrderBy(entry => entry.HappenedOn).ToList();
        for (var n = 1; n <= agreements.Count; n++)
            if (Missing(agreements[..n]).Count == 0) return (agreements[n - 1].HappenedOn, null);
        return (null, agreements.Count == 0 ? null : $"Version {version} still waits for: {Say.Words(Missing(agreements))}.");
    }

    IReadOnlyList<Organisations.SafeguardingPartner> Missing(List<Entry> agreements) => Partners.Missing(
        agreements.Select(entry => (((RapidReviewReportAgreed)entry.Fact).Partner, entry.HappenedOn)),
        new Occasion(agreements[^1].HappenedOn, agreements[^1].Envelope.By, history, world));

    static LocalDate? First(IEnumerable<LocalDate> days) => days.Cast<LocalDate?>().Min();
}
