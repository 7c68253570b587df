using Nscp.Reviews.Domain.Organisations;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>The three safeguarding partners for the place of the incident, by the day: the clinical commissioning group until 30 June 2022, the integrated care board after.</summary>
static class Partners
{
    /// <summary>Which of the three are not among those who agreed or attended.</summary>
    public static IReadOnlyList<SafeguardingPartner> Missing(IEnumerable<OrganisationCode> present, Occasion occasion)
    {
        var codes = present.ToList();
        return Places(occasion).Select(place => Quorum.Of(occasion.World.Organisations, codes, place, occasion.HappenedOn).Missing.ToList()).MinBy(missing => missing.Count) ?? [];
    }

    /// <summary>The partner for which an organisation speaks; null when it is none of the three.</summary>
    public static SafeguardingPartner? Speaks(OrganisationCode code, Occasion occasion) =>
        Places(occasion).Select(place => occasion.World.Organisations.SpeaksFor(code, place, occasion.HappenedOn)).FirstOrDefault(partner => partner is not null);

    /// <summary>An incident outside the area has no district of ours: then the partners of any of them will do.</summary>
    static IEnumerable<District> Places(Occasion occasion) =>
        occasion.History.State.Incident?.District is { } district ? [district] : occasion.World.Organisations.Districts.Select(d => d.Code);
}
