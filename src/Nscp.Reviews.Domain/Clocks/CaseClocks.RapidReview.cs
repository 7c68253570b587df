using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Clocks;

/// <summary>The rapid review and the Panel's answer to it.</summary>
public static partial class CaseClocks
{
    static IEnumerable<CaseClock> RapidReview(Facts facts)
    {
        if (RapidReviewItself(facts) is { } review) yield return review;
        if (PanelResponse(facts) is { } response) yield return response;
    }

    static CaseClock? RapidReviewItself(Facts facts)
    {
        if (facts.Last<IncidentReported>() is not { } incident || Case.IsSpecial(incident.Fact)) return null;
        var clock = facts.Last<PanelReferralSent>() is { } sent ? FromTheSin(facts, sent) : facts.NotStarted(ClockIds.RapidReview, incident.Fact.Aware, incident.Entry);
        clock = clock?.Met(ReportAndDecisionSent(facts)).AnchoredTo(incident.Entry);
        return facts.Last<FoundNotNotifiable>() is { } found ? clock?.Cancelled(found.At, "the incident was found not notifiable") : clock;
    }

    /// <summary>
    /// From the day on which the SIN was sent, or, under a policy that says so, on which the partners received it. Until that day is
    /// recorded it is counted from the sending: the SIN cannot have come sooner, so the partners are shown the strictest date,
    /// and never no date at all.
    /// </summary>
    static CaseClock? FromTheSin(Facts facts, Told<PanelReferralSent> sent)
    {
        if (facts.Definition(ClockIds.RapidReview, sent.On) is not { } definition) return null;
        if (definition.StartFact != StartFact.SinReceivedByPartners) return facts.Start(definition, sent.On, sent.Entry);
        if (facts.Last<SinReceivedByPartners>() is not { } received)
            return facts.Start(definition, sent.On, sent.Entry) with { Caveat = "The partners' receipt of the notification is not recorded; counted from the day on which it was sent." };
        var clock = facts.Start(definition, received.On, received.Entry);
        return clock with { OtherReading = facts.World.Policies.National(ClockIds.RapidReview, sent.On) is { StartFact: StartFact.SinSent } national ? (national, sent.On) : null };
    }

    /// <summary>Both go to the Panel: a report that went before the partners had decided meets the clock on the day of the first decision.</summary>
    static Moment? ReportAndDecisionSent(Facts facts) =>
        facts.Last<RapidReviewReportSent>() is { } report && facts.ByDay<DecisionMade>().FirstOrDefault() is { Entry: not null } decision
            ? Moment.Both(report.At, decision.At) : null;

    static CaseClock? PanelResponse(Facts facts)
    {
        if (facts.Last<RapidReviewReportSent>() is not { } report || facts.Start(ClockIds.PanelResponse, report.On, report.Entry) is not { } clock) return null;
        clock = clock.AnchoredTo(facts.Entries[0]);
        return facts.ByDay<PanelResponded>().FirstOrDefault(response => response.On >= report.On) is { Entry: not null } answer ? clock.Met(answer.At) : clock;
    }
}
