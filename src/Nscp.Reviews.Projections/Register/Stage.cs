namespace Nscp.Reviews.Projections;

/// <summary>How far a case has come, in one word. Derived, never recorded.</summary>
public enum Stage
{
    Reported, Referred, NotNotifiable, RapidReview, Decided, ReportSent, PanelResponded, Cspr, ReadyToPublish, Held, Published,
    Contributing, Contributed, LocalLearning, CarriedOver, Closed,
}

public static class Stages
{
    /// <summary>The furthest point that the case has reached; a closed case is closed, whatever it reached.</summary>
    public static Stage Of(Case state) => state.ClosedOn is not null ? Stage.Closed : state.Kind switch
    {
        CaseKind.Incident => OfIncident(state),
        CaseKind.Contribution => state.ContributionMadeOn is null ? Stage.Contributing : Stage.Contributed,
        CaseKind.LocalLearning => Stage.LocalLearning,
        CaseKind.SeriousCaseReview => state.FirstPublishedOn is not null ? Stage.Published : state.OpenHolds.Any() ? Stage.Held : Stage.CarriedOver,
    };

    static Stage OfIncident(Case state)
    {
        if (state.FirstPublishedOn is not null) return Stage.Published;
        if (state.CsprIsRunning) return state.ReportAcceptedOn is null ? Stage.Cspr : state.OpenHolds.Any() ? Stage.Held : Stage.ReadyToPublish;
        if (state.NotNotifiableOn is not null) return Stage.NotNotifiable;
        if (!state.PanelResponses.IsEmpty) return Stage.PanelResponded;
        if (state.ReportSent is not null) return Stage.ReportSent;
        if (state.StandingDecision is not null) return Stage.Decided;
        if (!state.Meetings.IsEmpty || !state.Reports.IsEmpty || !state.InformationRequests.IsEmpty) return Stage.RapidReview;
        return state.SinSentOn is null ? Stage.Reported : Stage.Referred;
    }
}
