using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Projections;

public enum PartnerSays { Agreed, Dissented, NotRecorded }

/// <summary>One of the three safeguarding partners, and what is recorded of it.</summary>
/// <param name="Required">Who that partner is for the place of the incident on the day; null where the place is none of ours.</param>
/// <param name="By">Who spoke for it.</param>
public sealed record PartnerTold(SafeguardingPartner Partner, NamedOrganisation? Required, PartnerSays Says, NamedOrganisation? By, string? View);

/// <summary>A criterion of SI 2018/789 reg 11, whether it was considered, and what was found.</summary>
public sealed record CriterionTold(Criterion Criterion, string Asks, bool Considered, string? Finding);

/// <summary>Somebody who dissented: a partner or another.</summary>
public sealed record DissentTold(NamedOrganisation Partner, string? View);

public sealed record LearningTold(string Kind, NamedOrganisation Lead, string? WhyNotCspr);

/// <summary>What the partners decided.</summary>
public sealed record DecisionTold(
    LocalDate On, LocalDate KnownOn, Outcome Outcome, string? Reasons, ListOf<NamedOrganisation> AgreedBy, ListOf<PartnerTold> Partners, ListOf<DissentTold> Dissent, ListOf<CriterionTold> Criteria,
    string? ScrutinyAdvice, NationalReviewLimb? NationalReviewSuggested, LearningTold? Learning)
{
    internal static TwoReadings<DecisionTold> Of(DecisionReading reading)
    {
        var then = reading.OnTheDay.Entries.FirstOrDefault(e => e.Envelope.Id == reading.Recorded.Envelope.Id) ?? reading.Recorded;
        return TwoReadings<DecisionTold>.Of(Told(reading, then, reading.OnTheDay), reading.Decided is { } now ? Told(reading, now, reading.Now) : null);
    }

    static DecisionTold Told(DecisionReading reading, Entry entry, Understanding understanding)
    {
        var made = (DecisionMade)entry.Fact;
        var occasion = understanding.At(entry);
        return new(
            entry.HappenedOn, entry.Envelope.KnownOn, made.Outcome, Text(made.Reasons), reading.Named(made.AgreedBy), ListOf.From(Enum.GetValues<SafeguardingPartner>().Select(Partner)),
            ListOf.From(made.Dissent.Select(d => new DissentTold(reading.Named(d.Partner), Text(d.View)))), ListOf.From(Enum.GetValues<Criterion>().Select(Criterion)), Text(made.ScrutinyAdvice),
            made.NationalReviewSuggested, made.Learning is { } l ? new(l.Kind.Value, reading.Named(l.Lead), Text(l.WhyNotCspr)) : null);

        PartnerTold Partner(SafeguardingPartner partner)
        {
            var agreed = made.AgreedBy.Where(code => Domain.Milestones.Partners.Speaks(code, occasion) == partner).Cast<OrganisationCode?>().FirstOrDefault();
            var dissent = made.Dissent.FirstOrDefault(d => Domain.Milestones.Partners.Speaks(d.Partner, occasion) == partner);
            var says = agreed is not null ? PartnerSays.Agreed : dissent is not null ? PartnerSays.Dissented : PartnerSays.NotRecorded;
            return new(partner, reading.Named(Domain.Milestones.Partners.Of(partner, occasion)), says, reading.Named(agreed ?? dissent?.Partner), agreed is null ? Text(dissent?.View) : null);
        }

        CriterionTold Criterion(Criterion criterion)
        {
            var considered = made.Criteria.FirstOrDefault(c => c.Criterion == criterion);
            return new(criterion, Asks(criterion), considered is not null, Text(considered?.Finding));
        }

        string? Text(ProtectedText? text) => reading.Text(text, entry);
    }

    /// <summary>SI 2018/789 reg 11(2), in short.</summary>
    static string Asks(Criterion criterion) => criterion switch
    {
        Domain.Events.Criterion.A => "Does the case highlight, or may it highlight, improvements needed to safeguard and promote the welfare of children, also where those were identified before?",
        Domain.Events.Criterion.B => "Does it highlight, or may it highlight, recurrent themes in safeguarding and promoting the welfare of children?",
        Domain.Events.Criterion.C => "Does it highlight, or may it highlight, concerns about how organisations or agencies work together to safeguard and promote the welfare of children?",
        Domain.Events.Criterion.D => "Has the Panel considered the case, and concluded that a local review may be more appropriate?",
    };
}
