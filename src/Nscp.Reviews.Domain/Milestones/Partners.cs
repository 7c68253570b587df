namespace Nscp.Reviews.Domain.Milestones;

/// <summary>The three safeguarding partners for the place of the incident, by the day: the clinical commissioning group until 30 June 2022, the integrated care board after.</summary>
public static class Partners
{
    /// <summary>Which of the three are not among those who agreed or attended, all on the day of the occasion.</summary>
    public static IReadOnlyList<SafeguardingPartner> Missing(IEnumerable<OrganisationCode> present, Occasion occasion) =>
        Missing(present.Select(code => (code, occasion.HappenedOn)), occasion);

    /// <summary>The same, where each acted on a day of its own and is judged by that day.</summary>
    public static IReadOnlyList<SafeguardingPartner> Missing(IEnumerable<(OrganisationCode Code, LocalDate On)> present, Occasion occasion)
    {
        var acts = present.ToList();
        return Places(occasion).Select(At).MinBy(missing => missing.Count) ?? [];

        List<SafeguardingPartner> At(District place) =>
            [.. Enum.GetValues<SafeguardingPartner>().Except(acts.Select(a => occasion.World.Organisations.SpeaksFor(a.Code, place, a.On)).OfType<SafeguardingPartner>())];
    }

    /// <summary>The partner for which an organisation speaks; null when it is none of the three.</summary>
    public static SafeguardingPartner? Speaks(OrganisationCode code, Occasion occasion) =>
        Places(occasion).Select(place => occasion.World.Organisations.SpeaksFor(code, place, occasion.HappenedOn)).FirstOrDefault(partner => partner is not null);

    /// <summary>The organisation that is the partner for the place on the day; null where the register knows none, or the place is none of ours.</summary>
    public static OrganisationCode? Of(SafeguardingPartner partner, Occasion occasion)
    {
        if (occasion.History.State.Incident?.District is not { } district || occasion.World.Organisations.Find(district) is null) return null;
        var (authority, police, health) = occasion.World.Organisations.StatutoryPartners(district, occasion.HappenedOn);
        return partner switch
        {
            SafeguardingPartner.LocalAuthority => authority,
            SafeguardingPartner.Police => police,
            SafeguardingPartner.HealthPartner => health,
        };
    }

    /// <summary>An incident outside the area has no district of ours: then the partners of any of them will do.</summary>
    static IEnumerable<District> Places(Occasion occasion) =>
        occasion.History.State.Incident?.District is { } district && occasion.World.Organisations.Find(district) is not null ? [district] : occasion.World.Organisations.Districts.Select(d => d.Code);
}
