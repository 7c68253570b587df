using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Clocks;

/// <summary>Telling the Panel, the partners and the Secretary of State: Children Act 2004 s16C(1); Working Together, chapter 5.</summary>
public static partial class CaseClocks
{
    static IEnumerable<CaseClock> Notification(Facts facts)
    {
        if (facts.Last<IncidentReported>() is not { } incident) return [];
        var sent = facts.Last<PanelReferralSent>()?.At;
        IEnumerable<CaseClock?> ordinary = Case.IsSpecial(incident.Fact) ? [] : [PanelReferral(facts, incident, sent), PartnersInformed(facts, incident, sent)];
        return ordinary.OfType<CaseClock>().Concat(LookedAfterDeaths(facts, incident, sent)).Concat(CareLeaverDeaths(facts, incident, sent));
    }

    static CaseClock? PanelReferral(Facts facts, Told<IncidentReported> incident, Moment? sent) =>
        NotifiedIfSuspected(facts, ClockIds.PanelReferral, incident)?.Met(sent).UnlessNotNotifiable(facts, sent);

    static CaseClock? PartnersInformed(Facts facts, Told<IncidentReported> incident, Moment? sent) =>
        NotifiedIfSuspected(facts, ClockIds.PartnersInformed, incident)?.Met(LastPartnerTold(facts, incident.Fact)).UnlessNotNotifiable(facts, sent);

    /// <summary>From the later of awareness and suspicion, which is our reading of s16C(1): the duty bites only when both are there.</summary>
    static CaseClock? NotifiedIfSuspected(Facts facts, string clock, Told<IncidentReported> incident)
    {
        var (aware, owner) = (incident.Fact.Aware, facts.OwnAuthority(incident.Fact.District, incident.Fact.Aware));
        if (incident.Fact.SuspectedOn is not { } suspected)
            return facts.NotStarted(clock, aware, incident.Entry) is { } waiting ? waiting with { Owner = owner, Caveat = "It starts when abuse or neglect is known or suspected; no date of that is recorded." } : null;
        return facts.Start(clock, LocalDate.Max(aware, suspected), incident.Entry) is { } started
            ? started with { Owner = owner, Caveat = aware == suspected ? null : $"Aware on {Say.Date(aware)}, suspected on {Say.Date(suspected)}: counted from the later." }
            : null;
    }

    static CaseClock UnlessNotNotifiable(this CaseClock clock, Facts facts, Moment? sent) =>
        sent is null && facts.Last<FoundNotNotifiable>() is { } found ? clock.Cancelled(found.At, "the incident was found not notifiable") : clock;

    /// <summary>
    /// When the last was told of those who must be: the police, the health partner, and another area's where one is concerned. Which of
    /// those that area has is not in the register: each that was told counts, and one at least must have been.
    /// </summary>
    static Moment? LastPartnerTold(Facts facts, IncidentReported incident)
    {
        Moment? police = null, health = null, elsewhere = null;
        foreach (var told in facts.ByDay<PartnerInformed>())
        {
            var partners = facts.Places(incident.District).Select(place => facts.World.Organisations.SpeaksFor(told.Fact.Partner, place, told.On)).ToHashSet();
            if (partners.Contains(SafeguardingPartner.Police)) police ??= told.At;
            if (partners.Contains(SafeguardingPartner.HealthPartner)) health ??= told.At;
            if (IsAnotherAreas(facts, told.Fact.Partner)) elsewhere = elsewhere is { } before ? Moment.Both(before, told.At) : told.At;
        }

        if (police is null || health is null) return null;
        var own = Moment.Both(police.Value, health.Value);
        if (!ConcernsAnotherArea(facts, incident)) return own;
        return elsewhere is { } last ? Moment.Both(own, last) : null;
    }

    static bool ConcernsAnotherArea(Facts facts, IncidentReported incident) =>
        incident.HomeArea is not null || incident.Children.Any(child => child.LookedAfterBy is { } authority && IsAnother(facts, authority, incident));

    /// <summary>A safeguarding partner, or the partnership, of an area that is not ours: it serves none of our districts.</summary>
    static bool IsAnotherAreas(Facts facts, OrganisationCode code) =>
        Body(facts, code) is { StatutoryFor.Count: 0 } body && body.Code != facts.World.Partnership && (body.PartnerKind is not null || body.Kind == OrganisationKind.Partnership);

    static bool IsAnother(Facts facts, OrganisationCode authority, IncidentReported incident) =>
        (Body(facts, authority)?.Code ?? authority) != facts.OwnAuthority(incident.District, incident.Aware);

    static Organisation? Body(Facts facts, OrganisationCode code)
    {
        var register = facts.World.Organisations;
        return register.Find(code) is { PartOf: { } whole } ? register.Find(whole) : register.Find(code);
    }

    /// <summary>One for each responsible authority: it notifies a looked-after child's death whatever the cause.</summary>
    static IEnumerable<CaseClock> LookedAfterDeaths(Facts facts, Told<IncidentReported> incident, Moment? sent) =>
        from child in incident.Fact.Children
        where child is { Outcome: ChildOutcome.Died, LookedAfterBy: not null }
        group child.Label by child.LookedAfterBy!.Value into authority
        let clock = facts.Start(ClockIds.LookedAfterDeath, incident.Fact.Aware, incident.Entry)
        where clock is not null
        select clock.Met(sent) with { BelongsTo = Labels(authority), Owner = authority.Key, IsTheirs = IsAnother(facts, authority.Key, incident.Fact) };

    /// <summary>A care leaver under 18 whose death is suspected abuse is notified as any incident is, and has no second clock.</summary>
    static IEnumerable<CaseClock> CareLeaverDeaths(Facts facts, Told<IncidentReported> incident, Moment? sent)
    {
        var special = Case.IsSpecial(incident.Fact);
        var labels = incident.Fact.Children.Where(c => c is { Outcome: ChildOutcome.Died, CareLeaver: true } && (special || c.AgeBand == AgeBand.EighteenToTwentyFour)).Select(c => c.Label).ToList();
        if (labels.Count > 0 && facts.Start(ClockIds.CareLeaverDeath, incident.Fact.Aware, incident.Entry) is { } clock)
            yield return clock.Met(sent) with { BelongsTo = Labels(labels), Owner = facts.OwnAuthority(incident.Fact.District, incident.Fact.Aware) };
    }

    static string Labels<T>(IEnumerable<T> labels) => Say.List(labels);
}
